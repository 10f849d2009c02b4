"""Points of a series with their 95 % intervals: over seeds, over items, of shares.

Student's t over a few seeds may end where a quantity cannot be, such as a share above 1. Such an
interval is written as wide on another scale, the logit of a share and the logarithm of a square, by
the delta method: a reach r about y is r / (y (1 - y)) of logits and r / y of logarithms. Rules
judge differences, which stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

import numpy as np

from shotglass.statistics import mean_interval, wilson

from .result import Point, Series

# Series of differences, by their names; they may lie below 0.
DIFFERENCE = re.compile(r"(^|-)(gain|gap|less|minus|more|off|beside|change)(-|$)")
NEVER_NEGATIVE = re.compile(r"^kl-")  # divergences, whose unit is that of losses


def over_seeds(x: float | str, values: Sequence[float]) -> Point:
    """The mean of one value a seed, with Student's t interval; no interval for one seed."""
    mean, n = float(np.mean(values)), len(values)
    if n < 2:
        return Point(x, mean, n=n)
    from scipy.stats import t

    reach = float(t.ppf(0.975, n - 1)) * float(np.std(values, ddof=1)) / n**0.5
    return Point(x, mean, mean - reach, mean + reach, n)


def difference(x: float | str, first: Sequence[float], second: Sequence[float]) -> Point:
    """``first`` minus ``second``, one value a seed in the same order, with Student's t interval
    over the seeds' own differences.

    Raises ValueError where one has more seeds than the other.
    """
    return over_seeds(x, [a - b for a, b in zip(first, second, strict=True)])


def over_items(x: float | str, values: Sequence[float]) -> Point:
    """The mean of one value an item, with its bootstrap over items."""
    found = mean_interval(values)
    return Point(x, found.value, found.low, found.high, len(values))


def share(x: float | str, count: int, n: int) -> Point:
    """``count`` of ``n`` items, with Wilson's interval."""
    found = wilson(count, n)
    return Point(x, found.value, found.low, found.high, n)


def ratio_over_clusters(
    x: float | str, counts: Sequence[float], sizes: Sequence[float], resamples: int = 2000
) -> Point:
    """The share ``sum(counts) / sum(sizes)`` over clusters of items that depend on each other, such
    as the words of a document, with the bootstrap over whole clusters (seed 0)."""
    above, below = np.asarray(counts, np.float64), np.asarray(sizes, np.float64)
    drawn = np.random.default_rng(0).integers(len(above), size=(resamples, len(above)))
    shares = above[drawn].sum(1) / below[drawn].sum(1)
    value = float(above.sum() / below.sum())
    low, high = np.quantile(shares, [0.025, 0.975])
    return Point(x, value, min(value, float(low)), max(value, float(high)), len(above))


def within_bounds(series: Series) -> Series:
    """The series with every interval inside what its values can be."""
    if DIFFERENCE.search(series.name):
        return series
    if series.unit == "share":
        return replace(series, points=tuple(_share(point) for point in series.points))
    if series.unit == "squared" or NEVER_NEGATIVE.match(series.name):
        return replace(series, points=tuple(_positive(point) for point in series.points))
    return series


def _share(point: Point) -> Point:
    low, high = point.ends
    if (low >= 0 and high <= 1) or not 0 <= point.y <= 1:
        return point
    if point.y in (0, 1):
        return replace(point, low=max(0.0, low), high=min(1.0, high))
    reach = _reach(point) / (point.y * (1 - point.y))
    middle = log(point.y / (1 - point.y))
    return replace(point, low=1 / (1 + exp(reach - middle)), high=1 / (1 + exp(-reach - middle)))


def _positive(point: Point) -> Point:
    low, _ = point.ends
    if low >= 0 or point.y <= 0:
        return point
    factor = exp(_reach(point) / point.y)
    return replace(point, low=point.y / factor, high=point.y * factor)


def _reach(point: Point) -> float:
    low, high = point.ends
    return max(high - point.y, point.y - low)
