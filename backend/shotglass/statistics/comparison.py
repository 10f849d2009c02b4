"""The comparisons of a plan: which conditions differ, and where there are too few items to say.

All is decided before anything is measured: which conditions are compared, the smallest difference
that matters, and the smallest that this number of items can be expected to find. Two conditions
differ when an exact paired test says so after Holm's correction over all comparisons of the plan.
Where it does not, there are two answers: *none as large* as the smallest that matters, if so many
items would have found that; *not enough* items, if they would not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .crossed import crossed_mean
from .intervals import Interval

ALPHA = 0.05
POWER = 0.8  # Cohen 1988: how often a difference that is there should be found
DISCORDANT = 0.5  # two conditions that are independent and right half the time

Answer = Literal["higher", "lower", "none as large", "not enough"]


@dataclass(frozen=True)
class Difference:
    """``gained`` items went from wrong to right, ``lost`` the other way; over several draws of
    examples an item counts by its sum. ``p`` of the exact test, ``holm`` corrected by Holm."""

    change: Interval
    gained: int
    lost: int
    p: float
    holm: float
    answer: Answer


def differences(
    pairs: Sequence[tuple[ArrayLike, ArrayLike]], smallest: float
) -> tuple[Difference, ...]:
    """All comparisons of a plan, from one condition to the other: ``pairs`` of booleans (S, N), S
    draws of examples and the same N items in all of them, or (1, N) for one without examples.

    ``smallest``: the smallest difference in the share of right items that matters.
    """
    moved = [_moved(before, after) for before, after in pairs]
    ps = [sign_flip_p(change.sum(axis=0)) for change in moved]
    sizes = {change.shape[1] for change in moved}
    enough = {n: minimum_detectable(n, len(pairs)) <= smallest for n in sizes}
    found = []
    for change, p, corrected in zip(moved, ps, holm(ps), strict=True):
        by_item, interval = change.sum(axis=0), crossed_mean(change)
        answer = _answer(interval.value, corrected, enough[change.shape[1]])
        gained, lost = int((by_item > 0).sum()), int((by_item < 0).sum())
        found.append(Difference(interval, gained, lost, p, corrected, answer))
    return tuple(found)


def _moved(before: ArrayLike, after: ArrayLike) -> NDArray[np.int64]:
    one, other = (np.atleast_2d(np.asarray(side)).astype(np.int64) for side in (before, after))
    return other - one


def _answer(change: float, holm: float, enough: bool) -> Answer:
    if holm < ALPHA:
        return "higher" if change > 0 else "lower"
    return "none as large" if enough else "not enough"


def sign_flip_p(differences: ArrayLike) -> float:
    """Fisher's randomisation test of paired whole numbers (N,), exact and two-sided: if neither
    condition were better, each item's difference could as well have had the other sign; ``p`` is
    the share of all 2^N signs whose sum is as far from 0. Of -1, 0, 1 it is McNemar's exact test.

    >>> sign_flip_p([1, 1, 1, 1, 1, 0])
    0.0625
    """
    sizes = [abs(int(value)) for value in np.asarray(differences).ravel() if value]
    chance = np.ones(1)  # of each sum of the items so far, from -reach to reach
    for size in sizes:
        wider = np.zeros(len(chance) + 2 * size)
        wider[: len(chance)] += chance / 2
        wider[2 * size :] += chance / 2
        chance = wider
    reach, seen = sum(sizes), abs(int(np.asarray(differences).sum()))
    far = float(chance[reach + seen :].sum())
    return min(1.0, 2 * far) if seen else 1.0


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Corrected so that the chance of calling any difference that is not there stays below the
    level (Holm 1979).

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    corrected, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = highest
    return tuple(corrected)


@lru_cache(maxsize=256)
def minimum_detectable(n: int, comparisons: int = 1) -> float:
    """The smallest difference in the share of right items that ``n`` paired items show with
    probability 0.8 in McNemar's exact test at 0.05 divided by ``comparisons``, to a tenth of a
    point; above 1 where not even a difference of 1 would show.

    How many items the two conditions answer differently is not known beforehand: it is taken to be
    half of them, or as many as the difference needs.
    """
    level = ALPHA / max(1, comparisons)
    low, high = 0, 1001  # thousandths: ``high`` shows, ``low`` does not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if paired_power(n, middle / 1000, level) >= POWER else (middle, high)
        )
    return high / 1000


def paired_power(n: int, difference: float, level: float = ALPHA) -> float:
    """How often McNemar's exact test of ``n`` pairs finds ``difference``, where ``DISCORDANT`` of
    them, or as many as it needs, are answered differently (Connor 1987, exactly)."""
    changing = max(DISCORDANT, difference)
    gaining = (changing + difference) / (2 * changing)
    changed = _binomial(n, changing)
    likely = np.flatnonzero(changed > 1e-12)
    return float(sum(changed[m] * _rejects(int(m), gaining, level) for m in likely))


def _rejects(changed: int, gaining: float, level: float) -> float:
    """P(the exact test rejects | ``changed`` items differ)."""
    tail = np.cumsum(_binomial(changed, 0.5))
    few = int(np.searchsorted(2 * tail, level, "right")) if changed else 0  # 0 ... few - 1 reject
    few = min(few, ceil(changed / 2))
    gained = _binomial(changed, gaining)
    return float(gained[:few].sum() + gained[changed + 1 - few :].sum()) if few else 0.0


def _binomial(n: int, p: float) -> NDArray[np.float64]:
    """The probability of each count, 0 to n."""
    if p in (0.0, 1.0):
        return np.asarray(np.arange(n + 1) == (n if p else 0), np.float64)
    counts = np.arange(n + 1)
    steps = np.log((n - counts[:-1]) / (counts[:-1] + 1)) + np.log(p / (1 - p))
    found: NDArray[np.float64] = np.exp(
        n * np.log1p(-p) + np.concatenate([[0.0], np.cumsum(steps)])
    )
    return found
