"""The time that a run will take, estimated from a few timed steps."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean


def estimated_seconds(times: Sequence[float], beginnings: int, steps: int) -> float:
    """``times``: of a first step, which also reads or loads what later ones share, and of some
    that follow it, of which several may come at once. ``beginnings``: how many of the ``steps`` are
    such first ones."""
    first, *others = times
    each = fmean(others) if others else first
    return beginnings * max(0.0, first - each) + steps * each
