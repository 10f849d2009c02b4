"""Combinations of width, theme and language: some in `make test`, all with `make test-slow`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import pytest

THEMES = ("light", "dark")
LANGUAGES = ("en", "zh")

Cells = Sequence[Any]  # what parametrize takes


def every_pair(widths: Iterable[int]) -> Cells:
    """(width, theme, language): half of them hold every pair of values."""
    cells = enumerate(product(widths, THEMES, LANGUAGES))
    return [_cell(cell, kept=index.bit_count() % 2 == 0) for index, cell in cells]


def every_value() -> Cells:
    """(theme, language): two of the four hold each of them."""
    cells = product(THEMES, LANGUAGES)
    kept = set(zip(THEMES, LANGUAGES, strict=True))
    return [_cell(cell, kept=cell in kept) for cell in cells]


def in_turn(first: Iterable[Any], second: Sequence[Any]) -> Cells:
    """(first, second): each of the first once, with the second in turn."""
    pairs = (
        (place, index, (one, other))
        for place, one in enumerate(first)
        for index, other in enumerate(second)
    )
    return [_cell(pair, kept=place % len(second) == index) for place, index, pair in pairs]


def slow(*values: Any) -> Any:
    """A case for `make test-slow` alone."""
    return pytest.param(*values, marks=pytest.mark.slow)


def _cell(values: Sequence[Any], *, kept: bool) -> Any:
    return pytest.param(*values) if kept else slow(*values)
