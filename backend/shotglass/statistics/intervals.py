"""Intervals, 95 % by default: Wilson's for a share of items, a bootstrap's for a mean; and the same
items under two conditions, compared by McNemar's exact test, Tango's interval and the mean
difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, exp, inf, isinf, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

LEVEL = 0.95
RESAMPLES = 10_000
WHOLE = 100_000  # pairs that changed, up to which a p is computed in whole numbers
SEED = 20261124
BISECTIONS = 60  # far below a rounding error


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
    return score_interval(count / n, n, NormalDist().inv_cdf((1 + level) / 2))


def score_interval(p: float, n: float, quantile: float) -> Interval:
    """Wilson's interval of a share ``p`` that is known as well as ``n`` independent items would
    tell it, ``quantile`` standard errors to each side; ``n`` need not be whole."""
    if isinf(quantile):
        return Interval(p, 0.0, 1.0)
    z, z2 = quantile, quantile * quantile
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(p, max(0.0, min(p, middle - reach)), min(1.0, max(p, middle + reach)))


def tango_statistic(gained: float, lost: float, n: float, delta: float) -> float:
    """Of a difference between two shares of the same items (Tango 1998): ``gained`` of them, a
    share, went from wrong to right, ``lost`` from right to wrong. How far ``gained - lost`` lies
    from ``delta``, in standard errors if that were true; ``n`` need not be whole.

    If it were, the likeliest share of lost ones is a root of a quadratic, and with it the variance
    is known: no estimate of it is needed, hence a width where nothing changed.
    """
    distance = gained - lost - delta
    if not distance:
        return 0.0
    linear = (2 - gained + lost) * delta - gained - lost
    root = sqrt(max(0.0, linear * linear + 8 * lost * delta * (1 - delta)))
    variance = ((root - linear) / 2 + delta * (1 - delta)) / n
    return distance / sqrt(variance) if variance > 0 else copysign(inf, distance)


def tango_interval(gained: float, lost: float, n: float, quantile: float) -> tuple[float, float]:
    """Returns all differences from which the statistic is at most ``quantile``, within -1 to 1."""
    if isinf(quantile):
        return -1.0, 1.0

    def bound(outside: float) -> float:
        inside = gained - lost
        for _ in range(BISECTIONS):
            middle = (inside + outside) / 2
            if abs(tango_statistic(gained, lost, n, middle)) <= quantile:
                inside = middle
            else:
                outside = middle
        return inside

    return bound(-1.0), bound(1.0)


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


def exact_paired_p(gained: int, lost: int) -> float:
    """McNemar's test in its exact form, two-sided: ``gained`` items went from wrong to right,
    ``lost`` from right to wrong; if nothing had changed, each would be a fair coin's throw.

    >>> exact_paired_p(5, 0)
    0.0625
    """
    if min(gained, lost) < 0:
        raise ValueError(f"{gained} gained and {lost} lost; counts of items were expected")
    changed, fewer = gained + lost, min(gained, lost)
    if changed > WHOLE:  # whole numbers of as many digits take minutes; this is exact to 1e-8
        share = steps = 1.0
        for k in range(fewer, 0, -1):
            share *= k / (changed - k + 1)
            steps += share
            if share < 1e-18:
                break
        ways_of = lgamma(changed + 1) - lgamma(fewer + 1) - lgamma(changed - fewer + 1)
        return min(1.0, 2 * steps * exp(ways_of - changed * log(2)))
    ways = tail = 1
    for k in range(fewer):  # each from the one before: 50,000 of them take a second
        ways = ways * (changed - k) // (k + 1)
        tail += ways
    return min(1.0, 2 * tail / (1 << changed))


def paired_difference(
    first: Sequence[float], second: Sequence[float], level: float = LEVEL
) -> Interval:
    """The mean of ``first`` minus ``second`` (n,), item by item, and its percentile bootstrap.

    Resampling items and counting how often each difference was drawn is one multinomial draw over
    the distinct differences: right or wrong has three of them, whatever n. Deterministic.
    Raises ValueError for no items, or for two lists of different length.
    """
    differences = [float(a) - float(b) for a, b in zip(first, second, strict=True)]
    if not differences:
        raise ValueError("no items; at least one was expected")
    n = len(differences)
    values, counts = np.unique(np.round(differences, 9), return_counts=True)
    drawn = np.random.default_rng(SEED).multinomial(n, counts / n, size=RESAMPLES)
    low, high = np.quantile(drawn @ values / n, [(1 - level) / 2, (1 + level) / 2])
    mean = float(values @ counts / n)
    return Interval(mean, min(mean, float(low)), max(mean, float(high)))
