"""The test of one draw against McNemar's by scipy; Holm against the closed test
that it is; the power of the exact test against its definition; and the answers of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shotglass.statistics import (
    Change,
    comparison,
    differences,
    exact_paired_p,
    holm,
    intervals,
    minimum_detectable,
    paired_power,
)

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=5)


@given(st.lists(st.integers(-1, 1), min_size=1, max_size=40))
def test_of_right_and_wrong_of_one_draw_it_is_mcnemars_exact_test(moved: list[int]) -> None:
    gained, lost = moved.count(1), moved.count(-1)
    expected = stats.binomtest(gained, gained + lost).pvalue if gained + lost else 1.0

    found = Change.of([moved]).p

    assert found >= expected * (1 - 1e-9)
    if expected > 0.001:
        assert found == pytest.approx(expected, rel=1e-9)


@given(probabilities)
def test_holm_is_the_closed_test_of_bonferronis(ps: list[float]) -> None:
    """A hypothesis falls when every set of hypotheses with it in it falls by Bonferroni."""
    places = range(len(ps))
    sets = [chosen for size in places for chosen in combinations(places, size + 1)]

    for place, corrected in zip(places, holm(ps), strict=True):
        worst = max(len(s) * min(ps[other] for other in s) for s in sets if place in s)
        assert corrected == pytest.approx(min(1.0, worst))


@pytest.mark.parametrize(("n", "difference"), [(20, 0.3), (60, 0.2), (60, 0.7), (200, 0.1)])
def test_power_is_the_share_of_samples_that_the_exact_test_rejects(
    n: int, difference: float
) -> None:
    changing = max(0.5, difference)
    gains, losses = (changing + difference) / 2, (changing - difference) / 2
    random = np.random.default_rng(7)
    sampled = random.multinomial(n, [gains, losses, max(0.0, 1 - changing)], size=4_000)
    counts, times = np.unique(sampled[:, :2], axis=0, return_counts=True)
    rejected = sum(
        times[row] for row, (g, b) in enumerate(counts.tolist()) if exact_paired_p(g, b) < 0.05
    )

    assert paired_power(n, difference) == pytest.approx(rejected / 4_000, abs=0.025)


def test_power_is_the_sum_over_all_outcomes() -> None:
    n, difference, level = 25, 0.3, 0.02
    gaining = 0.8  # of the half of all pairs that change
    whole = sum(
        stats.binom.pmf(m, n, 0.5) * stats.binom.pmf(g, m, gaining)
        for m in range(n + 1)
        for g in range(m + 1)
        if exact_paired_p(g, m - g) <= level
    )

    assert paired_power(n, difference, level) == pytest.approx(float(whole), abs=1e-9)


@pytest.mark.parametrize(("n", "comparisons"), [(24, 1), (64, 1), (200, 4), (1000, 7)])
def test_the_minimum_is_where_the_power_is_reached(n: int, comparisons: int) -> None:
    found = minimum_detectable(n, comparisons)

    assert paired_power(n, found, 0.05 / comparisons) >= 0.8
    assert paired_power(n, found - 0.001, 0.05 / comparisons) < 0.8


def test_more_items_detect_less_and_more_comparisons_need_more() -> None:
    assert minimum_detectable(1000) < minimum_detectable(200) < minimum_detectable(40) < 1
    assert minimum_detectable(200, 1) < minimum_detectable(200, 4)
    assert minimum_detectable(5) > 1  # of five pairs the smallest p is 0.0625


def rows(*right: int, n: int) -> list[list[bool]]:
    """One row a draw, the first so many of ``n`` items right."""
    return [[place < count for place in range(n)] for count in right]


def answers(
    pairs: Sequence[tuple[list[list[bool]], list[list[bool]]]], smallest: float
) -> list[str]:
    return [found.answer for found in differences(pairs, smallest)]


def test_a_difference_is_called_by_the_corrected_test_alone() -> None:
    up = (rows(20, n=40), rows(27, n=40))  # p = 2 / 128
    same = (rows(20, n=40), rows(20, n=40))

    assert answers([up], 0.1) == ["higher"]
    assert answers([(up[1], up[0])], 0.1) == ["lower"]
    assert answers([up, same, same, same], 0.1)[0] == "not enough"  # 4 * 2 / 128 > 0.05


def test_without_a_difference_its_interval_decides_what_may_be_said() -> None:
    few, many = rows(10, n=20), rows(500, n=1000)

    assert answers([(few, few)], 0.1) == ["not enough"]
    assert answers([(many, many)], 0.1) == ["none as large"]
    assert answers([(few, few)], 0.4) == ["none as large"]  # it ends at 16 points


moves = st.lists(
    st.tuples(st.integers(1, 4), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=8
)


@given(moves, st.integers(5, 60), st.integers(0, 2**31))
def test_no_answer_contradicts_its_own_interval(
    plans: list[tuple[int, float, float]], items: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    pairs = [
        tuple(random.random((draws, items)) < chance for chance in chances)
        for draws, *chances in plans
    ]
    for found in differences(pairs, 0.1):
        low, high = found.change.low, found.change.high
        assert (
            (found.answer == "higher")
            == (low > 0)
            == (found.holm < 0.05 and found.change.value > 0)
        )
        assert (found.answer == "lower") == (high < 0)
        assert (found.answer == "none as large") <= (low > -0.1 and high < 0.1)


def test_draws_that_differ_much_are_no_proof_though_each_of_them_is() -> None:
    """As one user saw it: "-24.0 [-76.8, +28.9], p = 1.9e-11: fewer are right"."""
    before, after = rows(50, 50, 50, n=60), rows(60, 20, 15, n=60)

    (found,) = differences([(before, after)], 0.1)

    assert found.change.low < 0 < found.change.high
    assert found.answer == "not enough"
    assert found.draws == 3


def test_over_draws_an_item_counts_once_by_its_sum() -> None:
    before, after = rows(10, 10, n=30), rows(16, 10, n=30)

    (found,) = differences([(before, after)], 0.1)

    assert (found.gained, found.lost) == (6, 0)
    assert found.change.value == pytest.approx(0.1)


def test_a_condition_without_examples_stands_beside_every_draw() -> None:
    without, after = rows(10, n=30), rows(16, 18, n=30)

    (found,) = differences([(without, after)], 0.1)

    assert (found.gained, found.lost) == (8, 0)
    assert found.change.value == pytest.approx(7 / 30)


@pytest.mark.parametrize(("gained", "lost"), [(30_400, 29_900), (30_000, 30_001), (31_000, 29_500)])
def test_of_many_pairs_p_is_that_of_whole_numbers(
    gained: int, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = exact_paired_p(gained, lost)
    monkeypatch.setattr(intervals, "WHOLE", 1_000)
    assert exact_paired_p(gained, lost) == pytest.approx(exact, rel=1e-8)


def test_of_very_many_items_what_shows_is_told_by_the_normal_distribution(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact = minimum_detectable(20_001, 3)
    minimum_detectable.cache_clear()
    monkeypatch.setattr(comparison, "EXACT", 20_000)
    assert abs(minimum_detectable(20_001, 3) - exact) <= 0.001
    assert minimum_detectable(1_000_000, 3) == 0.003
    minimum_detectable.cache_clear()
