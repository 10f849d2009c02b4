"""Do two measures order the same things alike? Spearman's rank correlation, within items."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .intervals import LEVEL, RESAMPLES, SEED, Interval

Values = NDArray[np.float64]


def pooled_rank_correlation(x: ArrayLike, y: ArrayLike, level: float = LEVEL) -> Interval | None:
    """Of ``x`` and ``y`` (N, K): K things measured in two ways for each of N items. Things
    are ranked within each item (ties share their mean rank), and the ranks of all items are
    correlated about each item's mean rank; for one item that is Spearman's coefficient (1904).
    Percentile bootstrap over items, of those resamples that have an order.

    None where no item has an order in both ways. Raises ValueError for other shapes.
    """
    first, second = (np.asarray(side, np.float64) for side in (x, y))
    if first.ndim != 2 or first.shape != second.shape or not first.size:
        raise ValueError(f"{first.shape} and {second.shape}; (items, things) twice was expected")
    ranks = [np.array([_centred_ranks(row) for row in side]) for side in (first, second)]
    products = np.stack(
        [(ranks[i] * ranks[j]).sum(axis=1) for i, j in ((0, 1), (0, 0), (1, 1))], axis=1
    )
    if not products.sum(axis=0)[1:].all():
        return None
    n = len(products)
    drawn = np.random.default_rng(SEED).multinomial(n, [1 / n] * n, size=RESAMPLES)
    sums = drawn @ products
    resampled = _correlation(sums[sums[:, 1:].all(axis=1)])
    low, high = np.quantile(resampled, [(1 - level) / 2, (1 + level) / 2])
    value = float(_correlation(products.sum(axis=0, keepdims=True))[0])
    return Interval(value, min(value, float(low)), max(value, float(high)))


def _correlation(sums: Values) -> Values:
    """Returns the correlation of the sums of products (R, 3): between both, and of each with
    itself."""
    correlations: Values = sums[:, 0] / np.sqrt(sums[:, 1] * sums[:, 2])
    clipped: Values = np.asarray(np.clip(correlations, -1, 1))
    return clipped


def _centred_ranks(values: Values) -> Values:
    """Mean ranks of ties, less the mean of all ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Values = (np.cumsum(counts) - (counts - 1) / 2)[place]
    centred: Values = ranks - ranks.mean()
    return centred
