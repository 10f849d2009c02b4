"""The exact paired test for right or wrong: did the same items do better under one condition?"""

from __future__ import annotations

from math import comb


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
