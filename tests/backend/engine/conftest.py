"""Tiny random models, loaded once: one of each family."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import reference
from tiny import Family, tiny_weights, write_tiny_folder

from shotglass.engine import Engine, Library

SEED = 1
FAMILIES: tuple[Family, ...] = ("llama", "gpt1", "gpt2", "gpt3")
Truth = Callable[[Sequence[int]], npt.NDArray[np.float64]]


@pytest.fixture(scope="session")
def tiny_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for family in FAMILIES:
        write_tiny_folder(root, f"tiny-{family}", family, SEED, add=["int8"])
    return root


@pytest.fixture(scope="session", params=[f"tiny-{family}" for family in FAMILIES])
def engine(request: pytest.FixtureRequest, tiny_root: Path) -> Iterator[Engine]:
    """Over 8-bit weights; few slots, so that waiting happens. It remembers no earlier request:
    every prompt is read."""
    folder = Library([tiny_root]).folder(request.param)
    opened = Engine.open(folder, slots=8, precision="int8", threads=1, prefix_room=0)
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=[f"tiny-{family}" for family in FAMILIES])
def exact_engine(request: pytest.FixtureRequest, tiny_root: Path) -> Iterator[Engine]:
    """As the server runs it, over the float32 weights: comparable with the numpy reference."""
    folder = Library([tiny_root]).folder(request.param)
    opened = Engine.open(folder, slots=4, threads=1)
    yield opened
    opened.close()


@pytest.fixture
def truth(exact_engine: Engine) -> Truth:
    """The reference's logits (S, V) for token ids (S,), of the model ``exact_engine`` runs."""
    config = exact_engine.manifest.architecture
    weights = tiny_weights(config, SEED)
    return lambda ids: reference.logits(config, weights, list(ids))
