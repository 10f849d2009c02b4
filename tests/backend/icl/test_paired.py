"""McNemar's exact test against the binomial it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.icl import exact_paired_p


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
