"""A recipe that trains in a second on a page of text, and its data, built once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.inputs.toy import write_toy

Write = Callable[..., Path]


@pytest.fixture
def toy(tmp_path: Path) -> Write:
    """``toy(steps=..., "training.batch"=...)`` writes a recipe and returns its path."""
    return lambda **changes: write_toy(tmp_path / "toy.toml", **changes)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a process that trains: one thread, folders of its own."""
    return os.environ | {
        "OMP_NUM_THREADS": "1",
        "SHOTGLASS_DATA": str(tmp_path / "data"),
        "SHOTGLASS_RUNS": str(tmp_path / "runs"),
        "SHOTGLASS_MODELS": str(tmp_path / "models"),
    }
