"""The same items under two conditions: an exact test for right or wrong, and the difference."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from .intervals import LEVEL, RESAMPLES, SEED, Interval


def exact_paired_p(gained: int, lost: int) -> float:
    """McNemar's test in its exact form, two-sided: ``gained`` items went from wrong to right,
    ``lost`` from right to wrong; if nothing had changed, each would be a fair coin's throw.

    >>> exact_paired_p(5, 0)
    0.0625
    """
    if min(gained, lost) < 0:
        raise ValueError(f"{gained} gained and {lost} lost; counts of items were expected")
    changed = gained + lost
    tail = sum(comb(changed, k) for k in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def paired_difference(
    one: Sequence[float], other: Sequence[float], level: float = LEVEL
) -> Interval:
    """The mean of ``one`` minus ``other`` (n,), item by item, and its percentile bootstrap.

    Resampling items and counting how often each difference was drawn is one multinomial draw over
    the distinct differences: right or wrong has three of them, whatever n. Deterministic.
    Raises ValueError for no items, or for two lists of different length.
    """
    differences = [float(a) - float(b) for a, b in zip(one, other, strict=True)]
    if not differences:
        raise ValueError("no items; at least one was expected")
    n = len(differences)
    values, counts = np.unique(np.round(differences, 9), return_counts=True)
    drawn = np.random.default_rng(SEED).multinomial(n, counts / n, size=RESAMPLES)
    low, high = np.quantile(drawn @ values / n, [(1 - level) / 2, (1 + level) / 2])
    mean = float(values @ counts / n)
    return Interval(mean, min(mean, float(low)), max(mean, float(high)))
