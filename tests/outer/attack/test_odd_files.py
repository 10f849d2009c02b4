"""Odd files and places are each one sentence of the command that meets them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from outer.attack import disks, odd_files


@pytest.mark.parametrize("kind", [odd_files, disks])
@pytest.mark.slow  # a few seconds each
def test_each_holds(kind: ModuleType, tmp_path: Path) -> None:
    for _, attempt in kind.tries(tmp_path):
        attempt()
