"""How far conditions that should not matter lie apart: orders of the same examples, templates that
mean the same, draws of examples."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .crossed import student_quantile
from .intervals import LEVEL, SEED, Interval

RESAMPLES = 2_000
FLIPS = 9_999
_BLOCK = 200  # resamples at once


@dataclass(frozen=True)
class Spread:
    """``range``: from the lowest mean to the highest, with an interval that holds for all pairs of
    conditions at once, since this pair was picked because it lies farthest apart. ``deviation``:
    the standard deviation of the conditions' means. ``apart``: whether the interval lies above 0;
    ``lowest`` and ``highest``: which conditions they are."""

    range: Interval
    deviation: float
    lowest: int
    highest: int
    apart: bool


def spread(values: ArrayLike, level: float = LEVEL) -> Spread:
    """Of the means of ``values`` (C, N), shares from 0 to 1: two or more conditions of the same N
    items.

    The items are resampled, all conditions with the same items; of each resample the largest
    deviation of any pair's difference from its own, in standard errors of that pair, gives the
    quantile by which every pair's interval is widened (the max-t bootstrap, Romano and Wolf 2005),
    and Student's quantile over the normal one by how much more for few items. Deterministic.
    Raises ValueError for fewer than two conditions, or no items.
    """
    found = _of_conditions(values)
    means = found.mean(axis=1)
    lowest, highest = int(means.argmin()), int(means.argmax())
    value, errors = float(means[highest] - means[lowest]), _standard_errors(found)
    reach = _widest(found, errors, level) * float(errors[lowest, highest])
    interval = Interval(value, max(0.0, value - reach), min(1.0, value + reach))
    return Spread(interval, float(means.std(ddof=1)), lowest, highest, value - reach > 0)


def farthest_p(values: ArrayLike) -> float:
    """Whether any two of the means of ``values`` (C, N) differ: Fisher's randomisation test for
    several conditions of the same items, two-sided.

    If no condition were better, all of an item's differences could as well have had the other sign:
    whole items are flipped, which keeps the conditions' dependence, and the largest of all pairs'
    differences, each over the root of its sum of squares, is compared with that of ``FLIPS`` draws
    of signs (the max-t test; Westfall and Young 1993). Of two conditions it is ``sign_flip_p`` by
    simulation. Deterministic; at least 1 / (FLIPS + 1). Raises ValueError as ``spread`` does.
    """
    found = _of_conditions(values)
    one, other = np.triu_indices(len(found), 1)
    moved = found[one] - found[other]
    sizes = np.sqrt(np.square(moved).sum(axis=1))
    moved, sizes = moved[sizes > 1e-12], sizes[sizes > 1e-12]
    if not len(moved):
        return 1.0
    scaled = moved / sizes[:, None]
    signs = np.random.default_rng(SEED).integers(0, 2, (FLIPS, found.shape[1])) * 2 - 1
    largest = np.abs(signs @ scaled.T).max(axis=1)
    seen = float(np.abs(scaled.sum(axis=1)).max())
    return (1 + int((largest >= seen - 1e-9).sum())) / (1 + FLIPS)


def _of_conditions(values: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(values, np.float64)
    if found.ndim != 2 or len(found) < 2 or not found.shape[1]:
        raise ValueError(f"values {found.shape}; (2 or more conditions, items) were expected")
    return found


def _standard_errors(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each pair's mean difference (C, C)."""
    items = values.shape[1]
    if items == 1:
        return np.zeros((len(values), len(values)))
    products = np.cov(values)
    each = np.diag(products)
    squares: NDArray[np.float64] = np.maximum(each[:, None] + each - 2 * products, 0) / items
    return np.sqrt(squares)


def _widest(values: NDArray[np.float64], errors: NDArray[np.float64], level: float) -> float:
    """The quantile at ``level`` of the largest standardised deviation over all pairs."""
    count, items = values.shape
    one, other = np.triu_indices(count, 1)
    used = errors[one, other] > 1e-12 / sqrt(items)
    one, other = one[used], other[used]
    if not len(one):
        return 0.0
    centred = values - values.mean(axis=1, keepdims=True)
    random, largest = np.random.default_rng(SEED), []
    for _ in range(RESAMPLES // _BLOCK):
        weights = random.multinomial(items, [1 / items] * items, size=_BLOCK) / items
        moved = weights @ centred.T
        away = np.abs(moved[:, one] - moved[:, other]) / errors[one, other]
        largest.append(away.max(axis=1))
    few = student_quantile((1 + level) / 2, items - 1) / NormalDist().inv_cdf((1 + level) / 2)
    return few * float(np.quantile(np.concatenate(largest), level))
