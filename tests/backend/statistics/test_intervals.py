"""Wilson's interval against published figures and its definition; the bootstrap's promises."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.statistics import mean_interval, wilson

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


@given(counts)
def test_wilson_mirrors_when_right_and_wrong_change_places(pair: tuple[int, int]) -> None:
    count, n = pair
    one, other = wilson(count, n), wilson(n - count, n)

    assert one.low == pytest.approx(1 - other.high)


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
