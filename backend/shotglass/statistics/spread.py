"""The distance between conditions that should not matter: orders of the same examples, templates
that mean the same, draws of examples.

The pair that lies farthest apart was picked because it does, so its interval is widened until it
holds for all pairs at once. Of one draw of examples the widening is that of Fisher's randomisation
test (Westfall and Young 1993): if no condition were better, all of an item's differences could as
well have had the other sign; whole items are flipped, which keeps the conditions' dependence, and
the largest of all pairs' statistics is looked at. Of several draws it is Bonferroni's, over pairs.
p and interval are of the same statistic (``crossed.Change``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .crossed import Change
from .intervals import LEVEL, SEED, Interval

FLIPS = 9_999
AT_ONCE = 1_000  # items of which all flips are in memory; of more, some flips after others
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """``range``: from the lowest mean to the highest, with its interval at ``level``.
    ``deviation``: the standard deviation of the conditions' means. ``apart``: whether the interval
    lies above 0; ``lowest`` and ``highest``: which conditions they are. ``p`` is corrected
    for all pairs of them, not for other comparisons."""

    range: Interval
    deviation: float
    lowest: int
    highest: int
    apart: bool
    p: float
    level: float


def spread(values: Sequence[ArrayLike] | Values, comparisons: int = 1) -> Spread:
    """Of two or more conditions, each (N,) or (S, N), shares from 0 to 1 of the same N items.
    ``comparisons``: how many the plan has, over which the level is divided (Bonferroni), so that
    conditions are never apart which a comparison cannot tell apart. Deterministic.

    Raises ValueError for fewer than two conditions, or no items.
    """
    farthest = Farthest.of(values)
    level = 1 - (1 - LEVEL) / max(1, comparisons)
    interval = farthest.interval(level)
    deviation = float(np.std([each.mean() for each in farthest.values], ddof=1))
    return Spread(
        interval, deviation, farthest.lowest, farthest.highest, interval.low > 0, farthest.p, level
    )


@dataclass(frozen=True)
class Farthest:
    """The lowest and the highest of several conditions, (S, N) each; of those that are as high the
    one that differs from the lowest on most items."""

    values: tuple[Values, ...]
    lowest: int
    highest: int

    @classmethod
    def of(cls, values: Sequence[ArrayLike] | Values) -> Farthest:
        arrays = tuple(np.asarray(each, np.float64) for each in values)
        shapes = [each.shape for each in arrays]
        if len(arrays) < 2 or any(len(shape) not in (1, 2) or not min(shape) for shape in shapes):
            raise ValueError(f"values {shapes}; (2 or more conditions, items) were expected")
        means = [float(each.mean()) for each in arrays]
        arrays = tuple(map(np.atleast_2d, arrays))
        lowest = int(np.argmin(means))
        away = [float(np.square(each - arrays[lowest]).mean()) for each in arrays]
        highest = max(range(len(arrays)), key=lambda at: (means[at], away[at]))
        return cls(arrays, lowest, highest)

    @cached_property
    def change(self) -> Change:
        return Change.of(self.values[self.highest] - self.values[self.lowest])

    @property
    def pairs(self) -> int:
        return len(self.values) * (len(self.values) - 1) // 2

    @cached_property
    def p(self) -> float:
        """The p of the range, two-sided and for all pairs at once. By flipping it is at least 1 /
        (FLIPS + 1), and of two conditions it is that of the change itself."""
        if self.pairs == 1 or not self._flips:
            return min(1.0, self.pairs * self.change.p)
        largest, seen = self._largest
        return (1 + int((largest >= seen - 1e-9).sum())) / (1 + FLIPS)

    def interval(self, level: float = LEVEL) -> Interval:
        """Returns the interval of the range, from 0 to 1. It holds 0 if ``p`` is 1 - ``level`` or
        more."""
        change, may_be_none = self.change, self.p >= 1 - level
        quantile = change.precision.quantile((1 - level) / self.pairs)
        if self._flips and self.pairs > 1:
            least = change.precision.quantile(1 - level)
            flipped = float(np.quantile(self._largest[0], level, method="higher"))
            quantile = min(quantile, max(flipped, least if may_be_none else 0.0))
        interval = change.within(quantile, may_be_none)
        return Interval(interval.value, max(0.0, interval.low), interval.high)

    @property
    def _flips(self) -> bool:
        """Whether there is one draw, and any two of the conditions differ at all."""
        one_draw = all(len(each) == 1 for each in self.values)
        return one_draw and bool(np.ptp(np.concatenate(self.values), axis=0).any())

    @cached_property
    def _largest(self) -> tuple[Values, float]:
        """Returns for each draw of signs the largest statistic of any pair, and that of the
        range."""
        rows = np.concatenate(self.values)
        above, below = np.triu_indices(len(rows), 1)
        moved = rows[above] - rows[below]
        sizes = np.sqrt(np.square(moved).sum(axis=1))
        moved, sizes = moved[sizes > 1e-12], sizes[sizes > 1e-12]
        scaled = moved / sizes[:, None]
        draws, each = np.random.default_rng(SEED), max(1, FLIPS * AT_ONCE // rows.shape[1])
        largest = []
        for start in range(0, FLIPS, each):
            signs = draws.integers(0, 2, (min(each, FLIPS - start), rows.shape[1])) * 2 - 1
            largest.append(np.abs(signs @ scaled.T).max(axis=1))
        range_of = (self.values[self.highest] - self.values[self.lowest]).ravel()
        seen = range_of.sum() / max(float(np.sqrt(np.square(range_of).sum())), 1e-12)
        return np.concatenate(largest), float(seen)
