"""The looks in which tests see a page; ``conftest.py`` says which of them `make test` takes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

THEMES = ("light", "dark")
LANGUAGES = ("en", "zh")


def looks(widths: Iterable[int]) -> list[Any]:
    """(width, theme, language)."""
    return list(product(widths, THEMES, LANGUAGES))
