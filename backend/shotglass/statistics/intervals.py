"""Intervals, 95 % unless told: Wilson's for a share of items, a bootstrap's for a mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20261124


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its interval; low <= value <= high."""

    value: float
    low: float
    high: float


def wilson(count: int, n: int, level: float = LEVEL) -> Interval:
    """``count`` of ``n`` items (Wilson 1927, the score interval): it stays within [0, 1].

    Raises ValueError unless 0 <= count <= n and n > 0.
    """
    if not 0 <= count <= n or n == 0:
        raise ValueError(f"{count} of {n} items; 0 <= count <= n and n > 0 were expected")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p, z2 = count / n, z * z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(p, max(0.0, min(p, middle - reach)), min(1.0, max(p, middle + reach)))


def mean_interval(values: Sequence[float], seed: int = SEED, level: float = LEVEL) -> Interval:
    """The mean of ``values`` (n,), one number an item, and its percentile bootstrap over items
    (Efron 1979). For a gain, give the items' differences: that keeps the pairs together.

    Deterministic: the resamples are drawn with ``seed``. Raises ValueError for no items.
    """
    data = np.asarray(values, np.float64)
    if data.size == 0:
        raise ValueError("no items; at least one was expected")
    drawn = np.random.default_rng(seed).integers(data.size, size=(RESAMPLES, data.size))
    means = data[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    mean = float(data.mean())
    return Interval(mean, min(mean, float(low)), max(mean, float(high)))
