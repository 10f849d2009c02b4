"""The n-gram model against the textbook, token by token, and as a distribution."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.references.reference_kneser_ney import ReferenceKneserNey

from shotglass_research.evaluation.house.kneser_ney import NO_FIT, discounts, fit

V = 6
TEXT = st.lists(st.integers(0, V - 1), min_size=1, max_size=300)
ORDER = st.integers(1, 5)


def tokens(text: list[int]) -> np.ndarray:
    return np.array(text, np.uint16)


@settings(deadline=None)
@given(text=TEXT, order=ORDER, context=st.lists(st.integers(0, V - 1), max_size=7))
def test_every_probability_is_the_textbooks(text: list[int], order: int, context: list[int]):
    model = fit(tokens(text), order, vocabulary=V)
    reference = ReferenceKneserNey(text, order, V)

    expected = [float(reference.p(token, tuple(context))) for token in range(V)]

    assert model.distribution(context) == pytest.approx(expected, rel=1e-12)
    assert [exp(model.logprob(context, [token])) for token in range(V)] == pytest.approx(expected)
    assert sum(expected) == pytest.approx(1)


@settings(deadline=None)
@given(text=TEXT, other=TEXT, order=ORDER)
def test_a_text_is_read_as_the_textbook_reads_it(text: list[int], other: list[int], order: int):
    reference = ReferenceKneserNey(text, order, V)
    stream = (0, *other)

    read = fit(tokens(text), order, vocabulary=V).logprobs(tokens(other))

    assert read == pytest.approx(
        [log(reference.p(stream[i], stream[:i])) for i in range(1, len(stream))]
    )


def zipf_text(n: int, vocabulary: int, seed: int = 1) -> np.ndarray:
    """Tokens that depend on the one before, with frequencies as uneven as a language's."""
    rng = np.random.default_rng(seed)
    ranks = np.minimum(rng.zipf(1.3, n), vocabulary) - 1
    return ((ranks + np.roll(ranks, 1) * (ranks % 3 == 0)) % vocabulary).astype(np.uint16)


def test_fitted_discounts_are_used_where_the_text_is_large_enough() -> None:
    text = zipf_text(3000, 40)
    model = fit(text, 3, vocabulary=40)
    reference = ReferenceKneserNey(text.tolist(), 3, 40)

    assert [tuple(map(float, ds[1:])) for ds in reference.discounts[2:]] == [
        pytest.approx(discounts(shares.level.counts)) for shares in model._orders[1:]
    ]
    assert all(discounts(shares.level.counts) != NO_FIT for shares in model._orders[1:])
    for context in ([3, 1], [0, 2], [39, 38], [5], []):
        expected = [float(reference.p(token, tuple(context))) for token in range(40)]
        assert model.distribution(context) == pytest.approx(expected, rel=1e-12)


def test_discounts_are_those_of_equation_26() -> None:
    counts = np.repeat([1, 2, 3, 4, 9], [100, 30, 12, 6, 5])

    y = 100 / 160
    assert discounts(counts) == pytest.approx(
        (1 - 2 * y * 30 / 100, 2 - 3 * y * 12 / 30, 3 - 4 * y * 6 / 12)
    )


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_it_sums_to_one_in_a_context_seen_and_in_one_never_seen(order: int) -> None:
    text = zipf_text(20_000, 500)
    model = fit(text, order, vocabulary=500)

    for context in (text[100:104].tolist(), [499, 498, 497, 496], [0], []):
        p = model.distribution(context)
        assert p.sum() == pytest.approx(1, abs=1e-12)
        assert p.min() > 0


def test_what_was_never_seen_falls_back_to_the_longest_context_that_was() -> None:
    model = fit(tokens([1, 2, 3, 0, 1, 2, 4, 0]), 3, vocabulary=V)

    assert model.distribution([5, 2]) == pytest.approx(model.distribution([2]))
    assert model.distribution([5, 5]) == pytest.approx(model.distribution([]))


def test_nothing_before_a_documents_beginning_is_seen() -> None:
    model = fit(tokens([1, 2, 3, 0, 1, 2, 4, 0, 2, 2, 0]), 3, vocabulary=V)

    assert model.distribution([4, 0]) == pytest.approx(model.distribution([0]))
    assert model.logprobs(tokens([1, 2, 4, 0, 1]))[4] == pytest.approx(model.logprob([0], [1]))


def test_it_learns_a_text_by_heart_and_samples_it() -> None:
    model = fit(tokens([1, 2, 3, 4, 5, 0] * 200), 5, vocabulary=V)

    samples = [model.sample(9, np.random.default_rng(seed)) for seed in range(20)]

    assert sum(sample == [1, 2, 3, 4, 5] for sample in samples) >= 18
    assert samples == [model.sample(9, np.random.default_rng(seed)) for seed in range(20)]
    assert len(model.sample(3, np.random.default_rng(1))) == 3


def test_samples_follow_the_distribution() -> None:
    model = fit(tokens([1, 0, 1, 0, 1, 0, 2, 0, 3, 0]), 2, vocabulary=V)
    rng = np.random.default_rng(1)

    first = [(model.sample(1, rng) or [0])[0] for _ in range(4000)]

    assert np.bincount(first, minlength=V) / 4000 == pytest.approx(
        model.distribution([0]), abs=0.03
    )


def test_a_token_outside_the_vocabulary_and_no_tokens_are_refused() -> None:
    with pytest.raises(ValueError, match="token 7; a vocabulary of 6"):
        fit(tokens([1, 7]), vocabulary=V)
    with pytest.raises(ValueError, match="order 5, 0 tokens"):
        fit(tokens([]), vocabulary=V)
