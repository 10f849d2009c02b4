"""Rank correlation within items: SciPy's for one item, pooled about each item's mean for many."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr

from shotglass.statistics import pooled_rank_correlation


@pytest.mark.parametrize("seed", range(5))
def test_of_one_item_it_is_scipy_s_with_ties_too(seed: int) -> None:
    one, other = np.random.default_rng(seed).integers(0, 5, (2, 1, 9))
    found = pooled_rank_correlation(one, other)
    assert found is not None
    assert found.value == pytest.approx(spearmanr(one[0], other[0]).statistic, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((found.value, found.value))


def test_of_many_items_it_is_pearson_s_of_ranks_about_each_item_s_mean() -> None:
    one, other = np.random.default_rng(1).standard_normal((2, 20, 4))
    other += 0.7 * one
    ranks = [rankdata(side, axis=1) - 2.5 for side in (one, other)]
    found = pooled_rank_correlation(one, other)
    assert found is not None
    assert found.value == pytest.approx(np.corrcoef(ranks[0].ravel(), ranks[1].ravel())[0, 1])
    assert -1 <= found.low < found.value < found.high <= 1


def test_levels_that_differ_from_item_to_item_do_not_count() -> None:
    """Within each item the order is opposite, over all items both rise."""
    one = np.array([[1, 2], [11, 12], [21, 22]])
    other = np.array([[2, 1], [12, 11], [22, 21]])
    found = pooled_rank_correlation(one, other)
    assert found is not None
    assert found.value == -1


def test_there_is_none_where_nothing_is_ordered() -> None:
    assert pooled_rank_correlation(np.ones((5, 3)), np.random.default_rng(0).random((5, 3))) is None
    assert pooled_rank_correlation(np.ones((5, 1)), np.ones((5, 1))) is None


@pytest.mark.slow
def test_its_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Two measures that are independent: 0 should be covered in about 95 of 100."""
    random = np.random.default_rng(7)
    covered = 0
    for _ in range(100):
        found = pooled_rank_correlation(*random.standard_normal((2, 40, 4)))
        assert found is not None
        covered += found.low <= 0 <= found.high
    assert 88 <= covered <= 99


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 3\) and \(3, 2\); \(items, things\) twice"):
        pooled_rank_correlation(np.ones((2, 3)), np.ones((3, 2)))
