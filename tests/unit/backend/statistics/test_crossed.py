"""Several draws of examples over the same items: scipy's Student quantile, the two-way analysis of
variance written out cell by cell, Tango's interval by maximum likelihood, and what an interval and
its p must have to do with each other."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import optimize, stats

from shotglass.statistics import (
    Change,
    crossed_change,
    crossed_share,
    exact_paired_p,
    slope,
    student_quantile,
    wilson,
)
from shotglass.statistics.intervals import tango_interval, tango_statistic
from shotglass.statistics.student import student_beyond, student_tail

Values = NDArray[np.float64]


@given(st.floats(0.6, 0.9999), st.floats(0.6, 5000))
def test_students_quantile_is_scipys(p: float, freedom: float) -> None:
    assert student_quantile(p, freedom) == pytest.approx(
        stats.t.ppf(p, freedom), rel=1e-9, abs=1e-12
    )


@given(st.floats(-14, -0.5), st.floats(0.6, 500))
def test_far_out_it_is_scipys_too(exponent: float, freedom: float) -> None:
    tail = 10**exponent

    found = student_beyond(tail, freedom)

    assert found == pytest.approx(stats.t.isf(tail, freedom), rel=1e-8)
    assert student_tail(found, freedom) == pytest.approx(tail, rel=1e-8)


def test_without_freedom_nothing_is_known_and_with_all_of_it_t_is_normal() -> None:
    assert student_quantile(0.975, 0) == inf
    assert student_quantile(0.975, inf) == pytest.approx(stats.norm.ppf(0.975))
    assert student_tail(1.5, inf) == pytest.approx(stats.norm.sf(1.5))


def drawn(draws: int, items: int, seed: int = 0) -> Values:
    """Draws and items both matter, and each cell is itself."""
    random = np.random.default_rng(seed)
    lean = random.normal(0, 0.7, (draws, 1)) + random.normal(0, 1, items)
    return (random.random((draws, items)) < 1 / (1 + np.exp(-0.5 - lean))).astype(float)


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_one_draw_has_wilsons_interval(right: list[bool]) -> None:
    found, plain = crossed_share([right]), wilson(sum(right), len(right))
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=1e-12)
    assert crossed_share(right) == found


def by_likelihood(gained: int, lost: int, n: int, delta: float) -> float:
    """The score statistic at ``delta``, with the likeliest share of lost items searched for."""

    def unlikely(share: float) -> float:
        rest = 1 - 2 * share - delta
        counts = ((gained, share + delta), (lost, share), (n - gained - lost, rest))
        return -sum(count * np.log(max(part, 1e-300)) for count, part in counts if count)

    low, high = max(0.0, -delta), (1 - delta) / 2
    share = optimize.minimize_scalar(unlikely, (low, high), (low, high), method="bounded",
                                     options={"xatol": 1e-12}).x  # fmt: skip
    variance = (2 * share + delta - delta**2) / n
    return ((gained - lost) / n - delta) / np.sqrt(variance)


@pytest.mark.parametrize(
    ("gained", "lost", "n"), [(5, 0, 40), (0, 0, 10), (7, 3, 25), (2, 9, 60), (12, 12, 48)]
)
def test_a_change_of_one_draw_has_tangos_interval(gained: int, lost: int, n: int) -> None:
    z = stats.norm.ppf(0.975)

    low, high = tango_interval(gained / n, lost / n, n, z)

    for bound in (low, high):
        assert abs(by_likelihood(gained, lost, n, bound)) == pytest.approx(z, abs=1e-4)
    assert tango_statistic(gained / n, lost / n, n, 0.0) == pytest.approx(
        (gained - lost) / max(1, gained + lost) ** 0.5
    )


def moved(gained: int, lost: int, n: int) -> Values:
    return np.array([1.0] * gained + [-1.0] * lost + [0.0] * (n - gained - lost))


def test_nothing_that_changed_in_ten_questions_is_no_proof_that_nothing_changes() -> None:
    found = crossed_change(np.zeros(10))
    assert (found.value, found.low, found.high) == pytest.approx((0, -0.2775, 0.2775), abs=1e-3)


def test_four_of_forty_that_rise_are_not_enough_and_their_interval_says_so() -> None:
    found = Change.of(moved(5, 0, 40))
    assert found.p == exact_paired_p(5, 0) == 0.0625
    assert found.interval().low == 0.0
    assert Change.of(moved(6, 0, 40)).interval().low > 0


@given(
    st.integers(1, 6),
    st.integers(2, 30),
    st.integers(0, 2**31),
    st.sampled_from((0.95, 0.9, 0.999)),
)
def test_an_interval_holds_0_exactly_where_its_p_says_so(
    draws: int, items: int, seed: int, level: float
) -> None:
    random = np.random.default_rng(seed)
    chances = random.random((2, draws, 1))
    after, before = (random.random((draws, items)) < chance for chance in chances)

    found = Change.of(after.astype(float) - before)

    interval = found.interval(level)
    assert (interval.low <= 0 <= interval.high) == (found.p >= 1 - level)
    assert -1 <= interval.low <= interval.value <= interval.high <= 1


def by_hand(values: Values) -> tuple[float, float, float]:
    """Of the mean, of the draws, of the items less the rest: by their mean squares, as a table of
    the analysis has them."""
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
    return variance, of_draws / size, max(0.0, (of_items - rest) / size)


def reach(values: Values, level: float = 0.95) -> float:
    """In standard errors."""
    draws, items = values.shape
    variance, of_draws, of_items = by_hand(values)
    t = [stats.t.ppf((1 + level) / 2, count - 1) for count in (draws, items)]
    return max(np.sqrt((t[0] ** 2 * of_draws + t[1] ** 2 * of_items) / variance), t[1])


@pytest.mark.parametrize("seed", range(5))
def test_a_change_over_draws_is_tangos_by_the_two_way_analysis_of_variance(seed: int) -> None:
    values = drawn(6, 40, seed) - drawn(6, 40, seed + 50)

    found = crossed_change(values)

    gained, lost = (values > 0).mean(), (values < 0).mean()
    n = (gained + lost - (gained - lost) ** 2) / by_hand(values)[0] * 40 / 39
    low, high = tango_interval(gained, lost, n, reach(values))
    if low <= 0 <= high or low > 0 or high < 0:
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_where_draws_are_all_that_matters_it_is_t_with_the_draws_less_one() -> None:
    values = np.repeat([[0.1], [0.3], [0.2]], 30, axis=1)
    assert reach(values) == pytest.approx(stats.t.ppf(0.975, 2))
    assert Change.of(values).precision.quantile(0.05) == pytest.approx(reach(values))


def test_the_p_of_a_change_over_draws_is_where_its_interval_ends_at_0() -> None:
    values = drawn(5, 60, 3) - drawn(1, 60, 4)
    found = Change.of(values)

    interval = found.interval(1 - found.p * 1.0001)

    assert min(abs(interval.low), abs(interval.high)) < 1e-3


def test_a_share_over_draws_is_wilsons_for_as_many_items_as_would_tell_it() -> None:
    right = drawn(8, 120, 1)

    found = crossed_share(right)

    share, q = float(right.mean()), reach(right)
    n = share * (1 - share) / by_hand(right)[0] * 120 / 119
    middle = (share + q**2 / (2 * n)) / (1 + q**2 / n)
    half = q * np.sqrt(share * (1 - share) / n + q**2 / (4 * n**2)) / (1 + q**2 / n)
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), abs=1e-9)
    assert found.high - found.low > 2 * q * np.sqrt(share * (1 - share) / right.size)


@given(st.integers(1, 4), st.integers(1, 20), st.integers(0, 2**31))
def test_a_mean_of_probabilities_stays_a_probability(draws: int, items: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    found = crossed_share(random.beta(0.1, 0.02, (draws, items)))
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_draws_that_all_agree_are_about_one_draw() -> None:
    same = np.repeat(drawn(1, 50), 4, axis=0)

    all_right = crossed_share(np.ones((8, 30)))

    assert (all_right.low, all_right.high) == (pytest.approx(wilson(30, 30).low, abs=0.02), 1.0)
    assert crossed_share(same).low == pytest.approx(wilson(int(same[0].sum()), 50).low, abs=0.02)


def test_a_slope_is_scipys_and_its_interval_that_of_the_cells_own_slopes() -> None:
    at = [1, 0.75, 0.5, 0.25, 0]
    values = np.stack([drawn(4, 60, seed) for seed in range(5)])

    found = slope(at, values)

    means = values.mean(axis=(1, 2))
    assert found.value == pytest.approx(stats.linregress(at, means).slope, abs=1e-12)
    cells = [[stats.linregress(at, values[:, d, i]).slope for i in range(60)] for d in range(4)]
    of_cells = crossed_change(np.array(cells) / 1.2)  # the steepest that there can be
    assert (found.low, found.high) == pytest.approx((1.2 * of_cells.low, 1.2 * of_cells.high))


def test_no_items_and_one_level_are_refused() -> None:
    with pytest.raises(ValueError, match="were expected"):
        crossed_change(np.zeros((3, 0)))
    with pytest.raises(ValueError, match="two different ones"):
        slope([0.5, 0.5], np.zeros((2, 1, 4)))
