"""Texts of a model on their way to whoever reads them."""

from __future__ import annotations

import sys

from ..errors import escaped


def for_a_reader(text: str) -> str:
    """As it is into a file or a pipe; on a terminal, where it could be commands, escaped."""
    return escaped(text) if sys.stdout.isatty() else text
