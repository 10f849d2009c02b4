"""The context cache: what was just said is likelier, and the mixture stays a distribution."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shotglass_research.evaluation.house.five_gram import Cached
from shotglass_research.evaluation.house.kneser_ney import fit

V = 8
RNG = np.random.default_rng(3)
MODEL = fit(RNG.integers(0, V, 400).astype(np.uint16), 3, vocabulary=V)
TEXT = st.lists(st.integers(0, V - 1), max_size=60)


@settings(deadline=None)
@given(context=TEXT, weight=st.floats(0, 1), order=st.integers(1, 4))
def test_it_sums_to_one_and_agrees_with_the_probability_of_each_token(context, weight, order):
    cached = Cached(MODEL, weight, order)

    p = cached.distribution(context)

    assert p.sum() == pytest.approx(1)
    assert [exp(cached.logprob(context, [token])) for token in range(V)] == pytest.approx(p)


@settings(deadline=None)
@given(text=TEXT.filter(bool), weight=st.floats(0, 1), order=st.integers(1, 4))
def test_a_text_read_at_once_and_token_by_token_is_the_same(text, weight, order):
    cached = Cached(MODEL, weight, order)

    read = cached.logprobs(np.array(text, np.uint16))

    stepwise = [cached.logprob([0, *text[:place]], [token]) for place, token in enumerate(text)]
    assert read == pytest.approx(stepwise)
    assert read.sum() == pytest.approx(cached.logprob([0], text))


def test_without_anything_said_or_without_weight_it_is_the_model() -> None:
    assert Cached(MODEL, 0.7).distribution([0]) == pytest.approx(MODEL.distribution([0]))
    assert Cached(MODEL, 0.0).distribution([3, 4]) == pytest.approx(MODEL.distribution([3, 4]))


def test_one_order_of_the_cache_is_counts_and_kinds_by_hand() -> None:
    p = Cached(MODEL, 1.0, order=1).distribution([5, 5, 6])

    below = MODEL.distribution([5, 5, 6])
    assert p[5] == pytest.approx((2 + 2 * below[5]) / 5)
    assert p[7] == pytest.approx(2 * below[7] / 5)


def test_what_followed_before_is_expected_again() -> None:
    said = [1, 6, 2, 7, 1]

    assert Cached(MODEL, 0.9).distribution(said).argmax() == 6
    assert Cached(MODEL, 0.9).distribution([*said[:-1], 0, 1]).argmax() != 6  # another document


def test_tuning_finds_the_likeliest_weight() -> None:
    repeating = np.array(([3, 1, 4, 1, 5] * 8 + [0]) * 3, np.uint16)
    mixed = np.concatenate((repeating, RNG.integers(0, V, 300).astype(np.uint16)))

    best = Cached(MODEL, 0.5).tuned(mixed)

    def likelihood(weight: float) -> float:
        return float(Cached(MODEL, weight).logprobs(mixed).sum())

    assert 0 < best.weight < 1
    grid = [likelihood(weight) for weight in np.linspace(0.02, 0.98, 25)]
    assert likelihood(best.weight) >= max(grid) - 1e-3
    assert Cached(MODEL, 0.5).tuned(repeating).weight > best.weight
