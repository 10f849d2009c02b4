"""What the forward algorithm says of tiny chains is what counting every hidden path says."""

from __future__ import annotations

from itertools import product

import numpy as np

from shotglass_research.experiments.in_context.hidden_chains import Mixture, draw_mixture


def tiny() -> Mixture:
    return draw_mixture(np.random.default_rng(4), chains=3, states=2, tokens=3, mean_length=3)


def joint(mixture: Mixture, chain: int, ids: tuple[int, ...]) -> float:
    """P(chain, ids): the sum over all paths of hidden states."""
    total = 0.0
    states = range(len(mixture.emission))
    for path in product(states, repeat=len(ids) - 1):
        p, before = 1 / mixture.chains, 0
        for state, token in zip(path, ids[1:], strict=True):
            p *= mixture.transition[chain, before, state] * mixture.emission[state, token]
            before = state
        total += p
    return total


def test_next_tokens_and_chains_are_those_of_every_path_added_up() -> None:
    mixture = tiny()
    ids = mixture.documents(np.random.default_rng(1), 6, 5)
    nexts, chains = mixture.read(ids)
    for row, next_shares, chain_shares in zip(ids.tolist(), nexts, chains, strict=True):
        for end in range(1, 6):
            seen = tuple(row[:end])
            parts = [joint(mixture, chain, seen) for chain in range(3)]
            ahead = [sum(joint(mixture, c, (*seen, token)) for c in range(3)) for token in range(4)]
            np.testing.assert_allclose(chain_shares[end - 1], np.divide(parts, sum(parts)))
            np.testing.assert_allclose(next_shares[end - 1], np.divide(ahead, sum(parts)))


def test_a_prior_that_knows_the_chain_reads_as_that_chain_alone() -> None:
    mixture = tiny()
    alone = Mixture(mixture.transition[1:2], mixture.emission)
    ids = alone.documents(np.random.default_rng(2), 4, 6)
    known, chains = mixture.read(ids, prior=np.array([0.0, 1.0, 0.0]))
    np.testing.assert_allclose(known, alone.read(ids)[0])
    np.testing.assert_allclose(chains[..., 1], 1)


def test_documents_begin_with_a_delimiter_and_hold_more_of_them() -> None:
    ids = tiny().documents(np.random.default_rng(3), 500, 40)
    assert (ids[:, 0] == 0).all()
    assert abs((ids[:, 1:] == 0).mean() - 1 / 4) < 0.02  # one after three tokens on average


def test_a_prompt_has_a_delimiter_before_each_example_and_nowhere_else() -> None:
    mixture = tiny()
    ids = mixture.prompts(np.random.default_rng(5), np.zeros(50, np.int64), examples=4, length=2)
    assert ids.shape == (50, 12)
    assert (np.flatnonzero(ids[0] == 0) == [0, 3, 6, 9]).all()
    assert ((ids == 0).sum(1) == 4).all()


def test_what_is_drawn_are_probabilities_and_transitions_alone_tell_chains_apart() -> None:
    mixture = tiny()
    np.testing.assert_allclose(mixture.transition.sum(-1), 1)
    np.testing.assert_allclose(mixture.emission.sum(-1), 1)
    assert (mixture.transition[:, 0] == mixture.transition[0, 0]).all()
    assert not np.allclose(mixture.transition[0], mixture.transition[1])
