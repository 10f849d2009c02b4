"""Conditions that are asked of the same items several times, with other examples each time.

A value then belongs to one draw of examples and one item, ``values`` (S, N) for S draws and N
items, and neither its row nor its column is independent of the others: 8 draws of 200 items are
not 1,600 items. The variance of the mean is the sum of what the items contribute, what the draws
contribute, less what both would count twice (the two-way analysis of variance with random
effects, one value a cell; Searle, Casella and McCulloch 1992, section 4.3). Intervals take
Student's quantile at Satterthwaite's degrees of freedom (1946). With one draw they are the plain
ones: Wilson's interval, or the bootstrap over items.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .intervals import LEVEL, Interval, paired_difference, score_interval, wilson

Values = NDArray[np.float64]


def crossed_share(right: ArrayLike, level: float = LEVEL) -> Interval:
    """The share of ones in ``right`` (S, N), booleans: Wilson's interval for the number of
    independent items that would tell it as well (Korn and Graubard 1998). Where all values agree
    that number is N. Raises ValueError for no items."""
    values = _matrix(right)
    draws, items = values.shape
    share = float(values.mean())
    if draws == 1:
        return wilson(int(values.sum()), items, level)
    variance, freedom = _variance(values)
    if variance <= 0:
        return score_interval(share, items, level)
    z = NormalDist().inv_cdf((1 + level) / 2)
    wider = z / student_quantile((1 + level) / 2, freedom)
    return score_interval(share, min(values.size, share * (1 - share) / variance) * wider**2, level)


def crossed_mean(values: ArrayLike, level: float = LEVEL) -> Interval:
    """The mean of ``values`` (S, N); of one draw the percentile bootstrap over items. For two
    conditions give their difference, cell by cell: that keeps pairs together. Raises ValueError for
    no items."""
    found = _matrix(values)
    mean = float(found.mean())
    if len(found) == 1:
        drawn = paired_difference(found[0].tolist(), [0.0] * found.shape[1], level)
        return Interval(mean, min(mean, drawn.low), max(mean, drawn.high))
    variance, freedom = _variance(found)
    if variance <= 0:
        return Interval(mean, mean, mean)
    reach = student_quantile((1 + level) / 2, freedom) * sqrt(variance)
    return Interval(mean, mean - reach, mean + reach)


def slope(at: Sequence[float], values: ArrayLike, level: float = LEVEL) -> Interval:
    """The least-squares slope of ``values`` (L, S, N) over the L levels ``at``: by how much the
    mean rises where a level rises by 1.

    It is a sum over levels with fixed weights, hence a value a cell, and its interval is that of
    their mean: the same items are asked at all levels. Raises ValueError for fewer than two
    different levels.
    """
    places = np.asarray(at, np.float64)
    centred = places - places.mean()
    if not centred.any():
        raise ValueError(f"the levels are {list(at)}; two different ones were expected")
    weights = centred / (centred @ centred)
    return crossed_mean(np.tensordot(weights, np.asarray(values, np.float64), axes=1), level)


def _matrix(values: ArrayLike) -> Values:
    found = np.atleast_2d(np.asarray(values, np.float64))
    if found.ndim != 2 or not found.size:
        raise ValueError(f"values {found.shape}; (draws, items) with one or more were expected")
    return found


def _variance(values: Values) -> tuple[float, float]:
    """Of the mean of ``values`` (S, N), S > 1, and its degrees of freedom. It is never less than
    what the items or the draws contribute alone."""
    draws, items = values.shape
    by_draw, by_item, mean = values.mean(axis=1), values.mean(axis=0), values.mean()
    of_draws = _squares(by_draw - mean) / (draws * (draws - 1))
    if items == 1:
        return of_draws, draws - 1.0
    of_items = _squares(by_item - mean) / (items * (items - 1))
    rest = values - by_draw[:, None] - by_item + mean
    twice = _squares(rest) / ((draws - 1) * (items - 1) * values.size)
    variance = max(of_draws + of_items - twice, of_draws, of_items)
    if variance <= 0:
        return 0.0, items - 1.0
    parts = of_draws**2 / (draws - 1) + of_items**2 / (items - 1)
    return variance, variance**2 / parts


def _squares(values: NDArray[Any]) -> float:
    return float(np.square(values).sum())


def student_quantile(p: float, freedom: float) -> float:
    """The value that Student's t with ``freedom`` degrees of freedom (above 0, not only whole ones)
    stays below with probability ``p``, 0.5 <= p < 1: its distribution function, inverted by
    bisection."""
    low, high = 0.0, 1.0
    while _beyond(high, freedom) > 1 - p:
        low, high = high, 2 * high
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if _beyond(middle, freedom) > 1 - p else (low, middle)
    return high


def _beyond(t: float, freedom: float) -> float:
    """P(T > t) for t >= 0: half the regularised incomplete beta function (Abramowitz and Stegun,
    26.7.1), by the continued fraction 26.5.8 on the side where it converges fast."""
    a, b, x = freedom / 2, 0.5, freedom / (freedom + t * t)
    if x == 1:
        return 0.5
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return exp(scale) * _fraction(x, a, b) / a / 2
    return (1 - exp(scale) * _fraction(1 - x, b, a) / b) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """By Lentz's method."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 1000):
        before = value
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            c, d = 1 + step / c, 1 / (1 + step * d)
            value *= c * d
        if abs(value - before) <= 1e-16 * abs(value):
            break
    return value
