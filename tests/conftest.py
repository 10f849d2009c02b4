"""What all tests share."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from shotglass.engine.library import Library, user_models
from shotglass.machine.verified_models import remember

# The same examples on every run, and no limit on how long one takes on a busy machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _no_marks_in_the_user_s_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests make is remembered as seen (``machine.verified_models``) for the tests alone."""
    before = os.environ.get("SHOTGLASS_SEEN")
    os.environ["SHOTGLASS_SEEN"] = str(tmp_path_factory.mktemp("seen"))
    for manifest in Library(
        [user_models()]
    ).manifests():  # imported here, if before there were marks
        remember(manifest)
    yield
    if before is None:
        del os.environ["SHOTGLASS_SEEN"]
    else:
        os.environ["SHOTGLASS_SEEN"] = before


@pytest.fixture(autouse=True)
def _tiny_numbers_stay() -> Iterator[None]:
    """A training that a test runs in this process makes the processor take tiny numbers for 0
    (``training.machine.be_deterministic``); the tests after it have them again."""
    yield
    if torch := sys.modules.get("torch"):
        torch.set_flush_denormal(False)
