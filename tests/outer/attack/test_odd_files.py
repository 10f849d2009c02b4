"""Odd files and places are each one sentence of the command that meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from outer.attack import odd_files


@pytest.mark.slow  # a few seconds each
def test_each_holds(tmp_path: Path) -> None:
    for _, attempt in odd_files.tries(tmp_path):
        attempt()
