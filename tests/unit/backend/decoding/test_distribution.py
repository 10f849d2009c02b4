"""Softmax, entropy and the head of the distribution against brute force."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from support.references import reference_decoding as reference

from shotglass.decoding import head, log_softmax, mixture, predict
from shotglass.errors import NonFiniteLogits

FINITE = st.floats(-1e4, 1e4, width=32, allow_subnormal=False)  # a library may flush them to 0
EIGHTHS = st.integers(-40, 40).map(lambda n: n / 8)  # ties are common
ROWS = arrays.arrays(np.float32, st.integers(1, 60), elements=st.one_of(EIGHTHS, FINITE))


@given(logits=ROWS)
def test_log_probabilities_and_entropy_equal_the_reference(logits: np.ndarray) -> None:
    exact = reference.choose(logits.tolist(), 1.0, 0, 1.0, 0.5)
    own = reference.softmax(logits.tolist(), 1.0)
    made = log_softmax(logits)
    expected = [float(p.ln()) if p else -math.inf for p in own.values()]
    assert made.tolist() == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert predict(logits).entropy == pytest.approx(float(exact.entropy), rel=1e-9, abs=1e-9)


@given(logits=ROWS, count=st.integers(1, 70))
def test_shown_and_not_shown_sum_to_one(logits: np.ndarray, count: int) -> None:
    shown = head(predict(logits), str, count)
    assert sum(a.p for a in shown.alternatives) + shown.rest == pytest.approx(1, abs=1e-12)
    assert len(shown.alternatives) + shown.rest_tokens == len(logits)
    assert shown.rest >= 0


@given(logits=ROWS, count=st.integers(1, 70))
def test_the_head_is_the_beginning_of_the_full_order(logits: np.ndarray, count: int) -> None:
    expected = reference.in_order(logits.tolist())[:count]
    shown = head(predict(logits), lambda id: f"<{id}>", count)
    assert [a.id for a in shown.alternatives] == expected
    assert [a.text for a in shown.alternatives] == [f"<{id}>" for id in expected]


@given(seed=st.integers(0, 1000), count=st.integers(1, 3000), step=st.sampled_from([0, 1, 64]))
def test_the_top_of_a_large_vocabulary_equals_a_full_sort(seed: int, count: int, step: int) -> None:
    source = np.random.default_rng(seed)
    logits = source.normal(0, 3, 2500).astype(np.float32)
    if step:
        logits = (np.round(logits * step) / step).astype(np.float32)  # many ties
    expected = np.lexsort((np.arange(len(logits)), -logits))[:count]
    assert predict(logits).top(count).tolist() == expected.tolist()


@given(logits=ROWS)
def test_the_rank_of_a_token_is_its_place_in_the_order(logits: np.ndarray) -> None:
    prediction = predict(logits)
    order = reference.in_order(logits.tolist())
    assert [prediction.rank(id) for id in order] == list(range(len(order)))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_is_never_masked(value: float) -> None:
    with pytest.raises(NonFiniteLogits, match=r"for token 2 \(1 of 4"):
        predict(np.array([0, 1, value, 3], np.float32))


def test_a_uniform_distribution_has_the_entropy_of_its_size() -> None:
    prediction = predict(np.zeros(49_152, np.float32))
    assert prediction.entropy == pytest.approx(math.log(49_152))
    assert prediction.top(3).tolist() == [0, 1, 2]


def test_logits_at_the_ends_of_float32_do_not_overflow() -> None:
    largest = np.finfo(np.float32).max
    prediction = predict(np.array([largest, -largest, 0], np.float32))
    assert (prediction.logprob(0), prediction.entropy) == (0, 0)


@given(rows=st.lists(arrays.arrays(np.float32, 12, elements=EIGHTHS), min_size=1, max_size=5))
def test_a_mixture_has_the_mean_of_the_probabilities(rows: list[np.ndarray]) -> None:
    mixed = mixture([predict(row) for row in rows])

    expected = np.mean([np.exp(log_softmax(row)) for row in rows], axis=0)
    assert np.exp(log_softmax(mixed.logits)) == pytest.approx(expected, rel=1e-5)


def test_a_mixture_of_opposites_loses_no_token_to_rounding() -> None:
    """Means of logarithms would give both of them nothing."""
    rows = [np.array([300, -300], np.float32), np.array([-300, 300], np.float32)]

    assert np.exp(log_softmax(mixture(list(map(predict, rows))).logits)) == pytest.approx([0.5] * 2)
