"""Several draws of examples over the same items: scipy's Student quantile, the two-way analysis of
variance written out cell by cell, and the plain intervals where there is one draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from shotglass.statistics import (
    crossed_mean,
    crossed_share,
    paired_difference,
    slope,
    student_quantile,
    wilson,
)

Values = NDArray[np.float64]


@given(st.floats(0.6, 0.9999), st.floats(0.6, 5000))
def test_students_quantile_is_scipys(p: float, freedom: float) -> None:
    assert student_quantile(p, freedom) == pytest.approx(
        stats.t.ppf(p, freedom), rel=1e-9, abs=1e-12
    )


def drawn(draws: int, items: int, seed: int = 0) -> Values:
    """Draws and items both matter, and each cell is itself."""
    random = np.random.default_rng(seed)
    lean = random.normal(0, 0.7, (draws, 1)) + random.normal(0, 1, items)
    return (random.random((draws, items)) < 1 / (1 + np.exp(-0.5 - lean))).astype(float)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_one_draw_has_wilsons_interval(right: list[bool]) -> None:
    assert crossed_share([right]) == wilson(sum(right), len(right))
    assert crossed_share(right) == crossed_share([right])


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=30))
def test_one_draw_has_the_bootstrap_over_items(values: list[float]) -> None:
    found, drawn = crossed_mean([values]), paired_difference(values, [0.0] * len(values))
    assert (found.low, found.high) == pytest.approx((drawn.low, drawn.high), abs=1e-8)
    assert found.value == pytest.approx(np.mean(values), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_of_a_mean_is_that_of_the_two_way_analysis_of_variance(seed: int) -> None:
    values = drawn(6, 40, seed)

    found = crossed_mean(values)

    variance, freedom = by_hand(values)
    low, high = stats.t.interval(0.95, freedom, values.mean(), np.sqrt(variance))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def by_hand(values: Values) -> tuple[float, float]:
    """The variance components by their mean squares, as a table of the analysis has them."""
    draws, items = values.shape
    mean = values.mean()
    of_draws = items * sum((row.mean() - mean) ** 2 for row in values) / (draws - 1)
    of_items = draws * sum((column.mean() - mean) ** 2 for column in values.T) / (items - 1)
    rest = sum(
        (values[d, i] - values[d].mean() - values[:, i].mean() + mean) ** 2
        for d in range(draws)
        for i in range(items)
    ) / ((draws - 1) * (items - 1))
    size = draws * items
    variance = max((of_draws + of_items - rest) / size, of_draws / size, of_items / size)
    parts = (of_draws / size) ** 2 / (draws - 1) + (of_items / size) ** 2 / (items - 1)
    return variance, variance**2 / parts


def test_a_share_over_draws_is_wilsons_for_as_many_items_as_would_tell_it() -> None:
    right = drawn(8, 120, 1)

    found = crossed_share(right)

    variance, freedom = by_hand(right)
    share = float(right.mean())
    z = stats.norm.ppf(0.975)
    n = share * (1 - share) / variance * (z / stats.t.ppf(0.975, freedom)) ** 2
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    assert (found.low, found.high) == pytest.approx((middle - reach, middle + reach), abs=1e-9)
    assert found.high - found.low > 2 * z * np.sqrt(share * (1 - share) / right.size)


def test_draws_that_all_agree_are_one_draw() -> None:
    same = np.repeat(drawn(1, 50), 4, axis=0)

    all_right = crossed_share(np.ones((8, 30)))

    assert (all_right.low, all_right.high) == (wilson(30, 30).low, 1.0)
    assert crossed_share(same).low == pytest.approx(wilson(int(same[0].sum()), 50).low, abs=0.01)


def test_a_slope_is_scipys_and_its_interval_that_of_the_cells_own_slopes() -> None:
    at = [1, 0.75, 0.5, 0.25, 0]
    values = np.stack([drawn(4, 60, seed) for seed in range(5)])

    found = slope(at, values)

    means = values.mean(axis=(1, 2))
    assert found.value == pytest.approx(stats.linregress(at, means).slope, abs=1e-12)
    cells = [[stats.linregress(at, values[:, d, i]).slope for i in range(60)] for d in range(4)]
    of_cells = crossed_mean(cells)
    assert (found.low, found.high) == pytest.approx((of_cells.low, of_cells.high))


def test_no_items_and_one_level_are_refused() -> None:
    with pytest.raises(ValueError, match="were expected"):
        crossed_mean(np.zeros((3, 0)))
    with pytest.raises(ValueError, match="two different ones"):
        slope([0.5, 0.5], np.zeros((2, 1, 4)))
