"""Points of a series with their 95 % intervals: over seeds, over items, of shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shotglass.statistics import mean_interval, wilson

from .result import Point


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
