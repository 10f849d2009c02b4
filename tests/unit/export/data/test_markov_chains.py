"""Chains follow their transitions, and readers count what stands before and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from shotglass_export.data.markov_chains import (
    SHARPNESS,
    Chains,
    draw_chains,
    readings,
    state_ids,
    stationary,
)
from shotglass_export.data.vocabulary import word_level

STATES = 3


@pytest.fixture(scope="module")
def chains() -> Chains:
    return draw_chains(np.random.default_rng(0), rows=40, states=STATES, length=4000)


def test_bigrams_come_as_often_as_the_transitions_say(chains: Chains) -> None:
    for transition, states in zip(chains.transition, chains.states, strict=True):
        counts = np.zeros((STATES, STATES))
        np.add.at(counts, (states[:-1], states[1:]), 1)
        often = counts.sum(1) > 500
        shares = counts[often] / counts[often].sum(1, keepdims=True)
        np.testing.assert_allclose(shares, transition[often], atol=0.09)  # 4 deviations of 500


def test_a_step_leaves_the_stationary_distribution_as_it_is(chains: Chains) -> None:
    shares = stationary(chains.transition)
    np.testing.assert_allclose(
        np.einsum("ni,nij->nj", shares, chains.transition), shares, atol=1e-9
    )
    np.testing.assert_allclose(shares.sum(-1), 1)
    assert (shares > -1e-9).all()


def test_transitions_are_as_sharp_as_dirichlet_s() -> None:
    found = draw_chains(np.random.default_rng(1), rows=4000, states=STATES, length=2).transition
    np.testing.assert_allclose(found.mean((0, 1)), 1 / STATES, atol=0.02)
    np.testing.assert_allclose(found.var((0, 1)), 2 / 9 / (STATES * SHARPNESS + 1), atol=0.01)


def test_the_first_state_is_of_the_stationary_distribution() -> None:
    found = draw_chains(np.random.default_rng(2), rows=20000, states=STATES, length=1)
    expected = stationary(found.transition)
    begun = np.eye(STATES)[found.states[:, 0]]
    assert abs((begun * expected).sum(1).mean() - np.square(expected).sum(1).mean()) < 0.01


def test_readers_count_by_hand() -> None:
    said = readings(np.array([[0, 1, 0, 1, 1]]), STATES)
    np.testing.assert_allclose(said["uniform"], 1 / 3)
    for name, place, counts in (
        ("unigram", 4, [2, 3, 0]),
        ("bigram", 0, [0, 0, 0]),
        ("bigram", 3, [1, 0, 0]),  # 1 was followed by 0
        ("bigram", 4, [1, 1, 0]),
    ):
        more = np.array(counts) + SHARPNESS
        np.testing.assert_allclose(said[name][0, place], more / more.sum())


def test_bigrams_tell_more_of_what_comes_than_single_states(chains: Chains) -> None:
    said, nexts = readings(chains.states[:, :-1], STATES), chains.states[:, 1:, None]
    nats = {name: -np.log(np.take_along_axis(one, nexts, -1)).mean() for name, one in said.items()}
    assert nats["bigram"] < nats["unigram"] - 0.05 < nats["uniform"] - 0.1


def test_states_are_written_as_the_words_of_the_recipe() -> None:
    words = ("a", "b", "c")
    tokenizer = word_level(words)
    assert [tokenizer.id_to_token(id) for id in state_ids(tokenizer, words)] == list(words)
