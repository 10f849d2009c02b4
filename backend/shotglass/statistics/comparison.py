"""The comparisons of a plan: which conditions differ, and where there are too few items to say.

Which conditions are compared, and the smallest difference that matters, is decided before anything
is measured. Two conditions differ when the p of their change (``crossed.Change``) is below 0.05
after Holm's correction over all comparisons of the plan. The interval of each is at the level that
this correction asked of it, so that it lies above or below 0 exactly where the two differ. Where
they do not, there are two answers: *none as large* as the smallest that matters, if the whole
interval is smaller than that; *not enough* to say, if it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, lgamma, log, log1p, sqrt
from statistics import NormalDist
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .crossed import Change
from .intervals import Interval

ALPHA = 0.05
POWER = 0.8  # Cohen 1988: how often a difference that is there should be found
EXACT = 100_000  # items of which the power is computed exactly
REACH = 12  # standard deviations; what lies beyond is far below a rounding error
DISCORDANT = 0.5  # two conditions that are independent and right half the time

Answer = Literal["higher", "lower", "none as large", "not enough"]


class Tested(Protocol):
    """The result of a test, whose interval at a level holds 0 where ``p`` is 1 - level or more."""

    @property
    def p(self) -> float: ...

    def interval(self, level: float, /) -> Interval: ...


@dataclass(frozen=True)
class Judged:
    """``interval`` is at ``level``, which Holm's correction of ``p`` asked for."""

    interval: Interval
    level: float
    p: float
    holm: float
    answer: Answer


@dataclass(frozen=True)
class Difference:
    """``change`` with its interval at ``level``. ``gained`` items went from wrong to right,
    ``lost`` the other way; over several draws of examples an item counts by its sum. ``holm``:
    ``p`` corrected. ``draws``: of how many sets of examples; of one, it holds for this one."""

    change: Interval
    gained: int
    lost: int
    p: float
    holm: float
    answer: Answer
    level: float
    draws: int


def differences(
    pairs: Sequence[tuple[ArrayLike, ArrayLike]], smallest: float
) -> tuple[Difference, ...]:
    """All comparisons of a plan, from one condition to the other: ``pairs`` of shares (S, N), S
    draws of examples and the same N items in all of them, or (1, N) for one without examples.

    ``smallest``: the smallest difference in the share of right items that matters.
    """
    moved = []
    for pair in pairs:
        before, after = (np.atleast_2d(np.asarray(side, np.float64)) for side in pair)
        moved.append(after - before)
    judgements = judge([Change.of(change) for change in moved], smallest)
    made = []
    for change, judged in zip(moved, judgements, strict=True):
        by_item = change.sum(axis=0)
        gained, lost = int((by_item > 0).sum()), int((by_item < 0).sum())
        made.append(Difference(
            judged.interval, gained, lost, judged.p, judged.holm, judged.answer, judged.level,
            len(change),
        ))  # fmt: skip
    return tuple(made)


def judge(all_tested: Sequence[Tested], smallest: float, waiting: int = 0) -> tuple[Judged, ...]:
    """Everything that is judged at once. ``waiting``: how many more were planned and are not
    measured yet; each counts with p = 1."""
    ps = [tested.p for tested in all_tested]
    corrected = holm([*ps, *[1.0] * waiting])
    called = sum(p < ALPHA for p in corrected)
    ranks = {place: rank for rank, place in enumerate(_by_size(ps))}
    judgements = []
    for place, tested in enumerate(all_tested):
        level = 1 - ALPHA / (len(corrected) - min(ranks[place], called))
        interval = tested.interval(level)
        answer = _answer(interval, corrected[place], smallest)
        judgements.append(Judged(interval, level, ps[place], corrected[place], answer))
    return tuple(judgements)


def _answer(interval: Interval, corrected: float, smallest: float) -> Answer:
    if corrected < ALPHA:
        return "higher" if interval.value > 0 else "lower"
    small = -smallest < interval.low and interval.high < smallest
    return "none as large" if small else "not enough"


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Corrected so that the chance of calling any difference that is not there stays below the
    level (Holm 1979).

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    corrected, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(_by_size(ps)):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        corrected[place] = highest
    return tuple(corrected)


def _by_size(ps: Sequence[float]) -> list[int]:
    return sorted(range(len(ps)), key=lambda place: ps[place])


@lru_cache(maxsize=256)
def minimum_detectable(n: int, comparisons: int = 1) -> float:
    """The smallest difference in the share of right items that ``n`` paired items of one draw show
    with probability 0.8 in McNemar's exact test at 0.05 divided by ``comparisons``, to a tenth of a
    point; above 1 where not even a difference of 1 would show.

    How many items the two conditions answer differently is not known beforehand: it is taken to be
    half of them, or as many as the difference needs.
    """
    level = ALPHA / max(1, comparisons)
    if n > EXACT:  # a minute for a million; the normal distribution is the same to a tenth
        errors = NormalDist().inv_cdf(1 - level / 2) + NormalDist().inv_cdf(POWER)
        return ceil(1000 * errors * sqrt(DISCORDANT / n)) / 1000
    low, high = 0, 1001  # thousandths: ``high`` shows, ``low`` does not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if paired_power(n, middle / 1000, level) >= POWER else (middle, high)
        )
    return high / 1000


def paired_power(n: int, difference: float, level: float = ALPHA) -> float:
    """Returns how often McNemar's exact test of ``n`` pairs finds ``difference``, where
    ``DISCORDANT`` of them, or as many as it needs, are answered differently (Connor 1987,
    exactly)."""
    changing = max(DISCORDANT, difference)
    gaining = (changing + difference) / (2 * changing)
    least, changed = _binomial(n, changing)
    likely = np.flatnonzero(changed > 1e-12)
    return float(sum(changed[m] * _rejects(least + int(m), gaining, level) for m in likely))


def _rejects(changed: int, gaining: float, level: float) -> float:
    """P(the exact test rejects | ``changed`` items differ)."""
    least, even = _binomial(changed, 0.5)
    few = least + int(np.searchsorted(2 * np.cumsum(even), level, "right"))  # 0 ... few - 1 reject
    few = min(few, ceil(changed / 2))
    least, gained = _binomial(changed, gaining)
    below, above = max(0, few - least), max(0, changed + 1 - few - least)
    return float(gained[:below].sum() + gained[above:].sum()) if few else 0.0


def _binomial(n: int, p: float) -> tuple[int, NDArray[np.float64]]:
    """The probability of each count, from the first that is returned with them: from 0 to n, or
    those less than ``REACH`` standard deviations from the mean."""
    if p in (0.0, 1.0):
        return (n if p else 0), np.ones(1)
    mean, reach = n * p, REACH * sqrt(n * p * (1 - p)) + 1
    least, most = max(0, floor(mean - reach)), min(n, ceil(mean + reach))
    counts = np.arange(least, most)
    steps = np.log((n - counts) / (counts + 1)) + np.log(p / (1 - p))
    ways = lgamma(n + 1) - lgamma(least + 1) - lgamma(n - least + 1)
    first = ways + least * log(p / (1 - p)) + n * log1p(-p)
    probabilities: NDArray[np.float64] = np.exp(first + np.concatenate([[0.0], np.cumsum(steps)]))
    return least, probabilities
