"""McNemar's exact test against the binomial it is; the paired difference and its bootstrap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.statistics import exact_paired_p, mean_interval, paired_difference


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


@given(st.integers(0, 100), st.integers(0, 100))
def test_one_more_item_on_the_larger_side_never_weakens_it(gained: int, lost: int) -> None:
    more, fewer = max(gained, lost), min(gained, lost)

    assert exact_paired_p(more + 1, fewer) <= exact_paired_p(more, fewer)


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
    assert usual.value == pytest.approx(np.mean(one) - np.mean(other))


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
