"""The core without each of its extensions: the folder is gone, and the core's unit tests pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTENSIONS = "backend/shotglass/extensions"
CORE = "tests/unit/backend"
MINUTES = 30  # on a busy machine; three on an idle one


def folders() -> list[str]:
    return sorted(each.parent.name for each in (ROOT / EXTENSIONS).glob("*/__init__.py"))


def copy_of_tree(into: Path) -> None:
    """All that git tracks or would, so that nothing that was built is in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (source := ROOT / name).is_file():
            (to := into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to)


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES)
@pytest.mark.parametrize("name", folders())
def test_the_core_passes_its_tests_without_it(name: str, tmp_path: Path) -> None:
    copy_of_tree(tmp_path)
    shutil.rmtree(tmp_path / EXTENSIONS / name)

    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", CORE, f"--ignore={CORE}/extensions"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "backend")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout[-4000:]
    assert " passed" in ended.stdout
