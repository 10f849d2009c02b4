"""Labels that can be told apart, and the shares of their mass."""

from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.references.reference_scoring import counted_twice

from shotglass.engine.strategies.scoring import check_labels, shares
from shotglass.errors import LabelConflict


@pytest.mark.parametrize("ids", [[[1], [1, 2]], [[1, 2], [1]], [[3], [3]], [[], [1]]])
def test_a_label_whose_tokens_begin_anothers_is_refused_naming_both(ids: list[list[int]]) -> None:
    with pytest.raises(LabelConflict, match=r"(?=.*' fast')(?=.*' faster')") as caught:
        check_labels([" fast", " faster"], ids)
    assert caught.value.pointer.startswith("/labels/")


def test_labels_that_only_share_their_first_token_are_fine() -> None:
    check_labels([" a b", " a c", " d"], [[1, 2], [1, 3], [4]])
    check_labels([], [])


@given(labels=st.lists(st.lists(st.integers(0, 2), min_size=1, max_size=3), max_size=4))
def test_labels_are_refused_exactly_where_form_would_count_a_text_twice(
    labels: list[list[int]],
) -> None:
    twice = counted_twice(labels, vocabulary=3)
    with pytest.raises(LabelConflict) if twice else nullcontext():
        check_labels([f" {place}" for place in range(len(labels))], labels)


@given(logprobs=st.lists(st.floats(-1e5, 0), min_size=1))
def test_shares_sum_to_one(logprobs: list[float]) -> None:
    assert sum(shares(logprobs)) == pytest.approx(1, abs=1e-12)


def test_shares_are_in_proportion_even_where_probabilities_underflow() -> None:
    assert shares([-5000.0, -5000.0]) == (0.5, 0.5)
    assert shares([]) == ()
