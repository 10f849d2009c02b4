"""Wilson's interval against published figures and its definition; the bootstrap's promises;
McNemar's exact test against the binomial it is, and the paired difference."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.statistics import exact_paired_p, mean_interval, paired_difference, wilson

counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
values = st.lists(st.floats(-1, 1), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (145, 200, 65.9, 78.2),  # the format's own example: 72.5 % [65.9, 78.2] n = 200
        (81, 263, 25.53, 36.62),  # Newcombe 1998, table I, method 3
        (15, 148, 6.24, 16.05),
        (0, 20, 0.0, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_wilson_is_the_published_interval(count: int, n: int, low: float, high: float) -> None:
    found = wilson(count, n)

    assert 100 * found.low == pytest.approx(low, abs=0.05)
    assert 100 * found.high == pytest.approx(high, abs=0.05)


@given(counts)
def test_wilsons_ends_are_the_shares_the_score_test_just_accepts(pair: tuple[int, int]) -> None:
    count, n = pair
    found = wilson(count, n)

    assert 0 <= found.low <= found.value <= found.high <= 1
    for end in (found.low, found.high):
        if 1e-9 < end < 1 - 1e-9:
            z = (found.value - end) / sqrt(end * (1 - end) / n)
            assert abs(z) == pytest.approx(1.959964, rel=1e-4)


@pytest.mark.parametrize(("count", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="were expected"):
        wilson(count, n)


@given(values)
def test_the_bootstrap_holds_the_mean_within_the_values(data: list[float]) -> None:
    found = mean_interval(data)

    assert min(data) - 1e-12 <= found.low <= found.value <= found.high <= max(data) + 1e-12
    assert mean_interval(data) == found


def test_the_bootstrap_is_near_the_normal_interval_for_many_items() -> None:
    data = np.random.default_rng(3).normal(0.4, 0.2, 400)
    reach = 1.96 * data.std() / sqrt(400)

    found = mean_interval(data.tolist())

    assert found.low == pytest.approx(data.mean() - reach, abs=0.002)
    assert found.high == pytest.approx(data.mean() + reach, abs=0.002)


def test_no_items_have_no_mean() -> None:
    with pytest.raises(ValueError, match="no items"):
        mean_interval([])


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [(0, 0, 1.0), (5, 5, 1.0), (8, 0, 2 / 256), (1, 7, 18 / 256), (10, 2, 158 / 4096)],
)
def test_p_is_the_binomials_two_tails(gained: int, lost: int, p: float) -> None:
    assert exact_paired_p(gained, lost) == pytest.approx(p)


@given(st.integers(0, 300), st.integers(0, 300))
def test_p_is_a_probability_and_blind_to_the_direction(gained: int, lost: int) -> None:
    p = exact_paired_p(gained, lost)

    assert 0 < p <= 1
    assert p == exact_paired_p(lost, gained)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="counts of items"):
        exact_paired_p(-1, 3)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_thing_never_differs_from_itself(values: list[float]) -> None:
    told = paired_difference(values, values)

    assert (told.value, told.low, told.high) == (0, 0, 0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=40))
def test_a_difference_holds_its_mean_and_widens_with_the_level(
    pairs: list[tuple[bool, float]],
) -> None:
    one, other = (list(side) for side in zip(*pairs, strict=True))
    usual, wide = paired_difference(one, other), paired_difference(one, other, level=0.999)

    assert wide.low <= usual.low <= usual.value <= usual.high <= wide.high
    assert usual.value == pytest.approx(np.mean(one) - np.mean(other), abs=1e-9)  # as rounded


def test_the_difference_is_the_bootstrap_over_items() -> None:
    one, other = np.random.default_rng(4).random((2, 500)) < [[0.8], [0.6]]
    differences = one.astype(float) - other.astype(float)

    found, plain = paired_difference(one.tolist(), other.tolist()), mean_interval(differences)

    assert found.low == pytest.approx(plain.low, abs=0.004)
    assert found.high == pytest.approx(plain.high, abs=0.004)


def test_pairs_must_be_whole() -> None:
    with pytest.raises(ValueError, match="no items"):
        paired_difference([], [])
    with pytest.raises(ValueError, match="zip"):
        paired_difference([True], [True, False])
