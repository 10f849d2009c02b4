"""Conditions that are asked of the same items several times, with other examples each time.

A value then belongs to one draw of examples and one item, ``values`` (S, N) for S draws and N
items, and neither its row nor its column is independent of the others: 8 draws of 200 items are
not 1,600 items. Both are random, since one wants to know of other items and other examples too. The
variance of the mean is therefore clustered both ways (Cameron, Gelbach and Miller 2011, as the
two-way analysis of variance has it): what the draws contribute and what the items contribute, less
what both would count twice. Each part is as uncertain as its own number of values, so each takes
Student's t with that number less one, and the two reaches add in squares (Graybill and Wang 1980):
where draws are all that matters, this is t with the number of draws less one.

With one draw nothing is known of other examples: all then holds for this one set of examples.

Intervals are score intervals, so that they stay where a share or a change can be and have a width
where all values agree: Wilson's for a share, Tango's for a change (1998), both at the number of
independent items that would tell the mean as well (Korn and Graubard 1998). The p of a change is of
the same statistic as its interval. ``docs/statistics.md`` has how often each is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .intervals import (
    LEVEL,
    Interval,
    exact_paired_p,
    score_interval,
    tango_interval,
    tango_statistic,
)
from .student import root, student_beyond, student_tail

Values = NDArray[np.float64]
LEAST, MOST = 1e-15, 0.9999  # of p
ROUNDING = 1e-20  # a variance that is none


def crossed_share(values: ArrayLike, level: float = LEVEL) -> Interval:
    """The mean of ``values`` (S, N), each from 0 to 1: right or wrong, or a probability. Raises
    ValueError for no items."""
    matrix = _matrix(values)
    mean = min(1.0, float(matrix.mean()))  # above it is a rounding error
    precision = Precision.of(matrix)
    n = precision.independent(mean * (1 - mean))
    if _is_whole(matrix):  # few items that are nearly all right hide how much they differ
        n = min(n, matrix.shape[1] * sqrt(len(matrix)))
    return score_interval(mean, n, precision.quantile(1 - level))


@dataclass(frozen=True)
class Precision:
    """The precision of the mean of ``draws`` by ``items`` values. ``variance`` is the mean's, and
    never less than that of independent values; ``of_draws`` and ``of_items`` are its parts."""

    draws: int
    items: int
    variance: float
    of_draws: float
    of_items: float
    freedom: float  # of the items

    @classmethod
    def of(cls, values: Values) -> Precision:
        draws, items = values.shape
        by_draw, by_item, mean = values.mean(axis=1), values.mean(axis=0), values.mean()
        of_items = _squares(by_item - mean) / (items * max(1, items - 1))
        if draws == 1:  # right or wrong has a variance of its own, which need not be estimated
            freedom = inf if _is_whole(values) else items - 1
            return cls(draws, items, of_items, 0.0, of_items, freedom)
        of_draws = _squares(by_draw - mean) / (draws * (draws - 1))
        rest = _squares(values - by_draw[:, None] - by_item + mean)
        twice = rest / ((draws - 1) * max(1, items - 1) * values.size)
        least = _squares(values - mean) / values.size**2
        variance = max(of_draws + of_items - twice, of_draws, of_items, least)
        return cls(draws, items, variance, of_draws, max(0.0, of_items - twice), items - 1)

    def independent(self, spread: float) -> float:
        """The number of independent items that would tell the mean as well, if each had the
        variance ``spread``: of right or wrong in one draw the number of items, which it also is
        where all values agree."""
        if spread <= ROUNDING:
            return self.items
        return spread / max(self.variance, ROUNDING) * self.items / max(1, self.items - 1)

    def quantile(self, alpha: float) -> float:
        """Returns how many standard errors from the mean the truth lies with probability
        ``alpha``."""
        by_items = student_beyond(alpha / 2, self.freedom)
        if self.draws == 1 or self.items == 1 or self.variance <= ROUNDING:
            return by_items
        by_draws = student_beyond(alpha / 2, self.draws - 1)
        reach = by_draws**2 * self.of_draws + by_items**2 * self.of_items
        return sqrt(max(reach / self.variance, by_items**2))

    def p(self, statistic: float) -> float:
        """Returns the ``alpha`` for which the quantile is ``statistic``."""
        size = abs(statistic)
        if self.draws == 1 or self.items == 1 or self.variance <= ROUNDING:
            return 2 * student_tail(size, self.freedom)
        if size <= self.quantile(MOST):
            return 1.0
        if size >= self.quantile(LEAST):
            return LEAST
        least = max(LEAST, 2 * student_tail(size, inf))  # no quantile is less than the normal one
        return exp(root(lambda a: log(self.quantile(exp(a)) / size), log(least), log(MOST)))


@dataclass(frozen=True)
class Change:
    """The change from one condition to another, cell by cell. ``gained`` and ``lost`` are means
    over all cells of what rose and of what fell, so that the change is their difference; ``n`` is
    how many independent items would tell it as well. ``exact`` is McNemar's p, where one draw of
    items is right or wrong."""

    gained: float
    lost: float
    n: float
    precision: Precision
    exact: float = 0.0

    @classmethod
    def of(cls, values: ArrayLike) -> Change:
        """``values`` (S, N), each from -1 to 1. Raises ValueError for no items."""
        matrix = _matrix(values)
        gained, lost = float(matrix.clip(0).mean()), float((-matrix).clip(0).mean())
        precision, exact = Precision.of(matrix), 0.0
        if len(matrix) == 1 and _is_whole(matrix):
            exact = exact_paired_p(int((matrix > 0).sum()), int((matrix < 0).sum()))
        n = precision.independent(gained + lost - (gained - lost) ** 2)
        return cls(gained, lost, n, precision, exact)

    @property
    def value(self) -> float:
        return self.gained - self.lost

    @property
    def statistic(self) -> float:
        """Returns how far the change lies from 0, in standard errors if it were 0."""
        return tango_statistic(self.gained, self.lost, self.n, 0.0)

    @cached_property
    def p(self) -> float:
        """The two-sided p; the larger of both where there is an exact one (the score test's is
        larger only far below 0.01)."""
        return min(1.0, max(self.exact, self.precision.p(self.statistic)))

    def interval(self, level: float = LEVEL) -> Interval:
        """Returns the interval, which holds 0 if and only if ``p`` is ``1 - level`` or more."""
        quantile = self.precision.quantile(1 - level)
        may_be_none = self.exact >= 1 - level or abs(self.statistic) <= quantile
        return self.within(quantile, may_be_none)

    def within(self, quantile: float, may_be_none: bool) -> Interval:
        """So many standard errors to each side, and to 0 where the change ``may_be_none``."""
        low, high = tango_interval(self.gained, self.lost, self.n, quantile)
        if may_be_none:
            low, high = min(low, 0.0), max(high, 0.0)
        return Interval(self.value, min(self.value, low), max(self.value, high))


def crossed_change(values: ArrayLike, level: float = LEVEL) -> Interval:
    """The mean of ``values`` (S, N), differences from -1 to 1 between two conditions."""
    return Change.of(values).interval(level)


def slope(at: Sequence[float], values: ArrayLike, level: float = LEVEL) -> Interval:
    """The least-squares slope of ``values`` (L, S, N), shares, over the L levels ``at``: by how
    much the mean rises where a level rises by 1."""
    change, reach = change_along(at, values)
    change_interval = change.interval(level)
    return Interval(
        reach * change_interval.value, reach * change_interval.low, reach * change_interval.high
    )


def change_along(at: Sequence[float], values: ArrayLike) -> tuple[Change, float]:
    """The slope as a change, in units of the steepest that there can be, which is returned too.

    A slope is a sum over levels with fixed weights, hence a value a cell: the same items are asked
    at all levels. Raises ValueError for fewer than two different levels.
    """
    places = np.asarray(at, np.float64)
    centred = places - places.mean()
    if not centred.any():
        raise ValueError(f"the levels are {list(at)}; two different ones were expected")
    weights = centred / (centred @ centred)
    reach = float(weights.clip(0).sum())
    cells = np.tensordot(weights / reach, np.asarray(values, np.float64), axes=1)
    return Change.of(np.round(cells, 12)), reach


def _matrix(values: ArrayLike) -> Values:
    matrix = np.atleast_2d(np.asarray(values, np.float64))
    if matrix.ndim != 2 or not matrix.size:
        raise ValueError(f"values {matrix.shape}; (draws, items) with one or more were expected")
    return matrix


def _is_whole(values: Values) -> bool:
    return bool((values == np.rint(values)).all())


def _squares(values: NDArray[Any]) -> float:
    return float(np.square(values).sum())
