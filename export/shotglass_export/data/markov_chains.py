"""Rows of Markov chains, each with transitions of its own, and three ways to tell what comes next.

As in Edelman et al. 2024, "The Evolution of Statistical Induction Heads: In-Context Learning Markov
Chains", but for the transitions: there all are alike likely, here most are near 0 or 1
(``SHARPNESS``), so that what follows a state tells more, and is learned sooner. The first state is
of the chain's stationary distribution. What a reader can know of a chain is what stands before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ids = NDArray[np.int64]
Real = NDArray[np.float64]
SHARPNESS = 0.1  # Dirichlet's parameter; 1 in the paper


@dataclass(frozen=True)
class Chains:
    """``transition`` (N, S, S): row i is what follows state i; ``states`` (N, T) drawn from it."""

    transition: Real
    states: Ids


def draw_chains(rng: np.random.Generator, rows: int, states: int, length: int) -> Chains:
    transition: Real = rng.dirichlet(np.full(states, SHARPNESS), (rows, states))
    drawn = np.empty((rows, length), np.int64)
    drawn[:, 0] = _drawn(rng, stationary(transition))
    for place in range(1, length):
        drawn[:, place] = _drawn(rng, transition[np.arange(rows), drawn[:, place - 1]])
    return Chains(transition, drawn)


def _drawn(rng: np.random.Generator, shares: Real) -> Ids:
    """(N, S) -> (N,)."""
    reached = shares.cumsum(-1)[:, :-1] <= rng.random((len(shares), 1))
    return np.asarray(reached.sum(-1), np.int64)


def stationary(transition: Real) -> Real:
    """(N, S, S) -> (N, S): the distribution that a step leaves as it is."""
    states = transition.shape[-1]
    system = np.eye(states) - transition.transpose(0, 2, 1)
    system[:, -1] = 1.0  # the shares add up to 1, in place of an equation that the others imply
    right = np.zeros((len(transition), states, 1))
    right[:, -1] = 1.0
    return np.asarray(np.linalg.solve(system, right)[..., 0], np.float64)


def state_ids(tokenizer: Tokenizer, words: Sequence[str]) -> Ids:
    """(S,) the tokens that states are written with: one for each of ``words``."""
    return np.array([tokenizer.token_to_id(word) for word in words], np.int64)


def readings(states: Ids, count: int) -> Mapping[str, Real]:
    """Returns what three readers say of the state after each place, (N, T, count): "uniform" knows
    nothing; "unigram" counts what stood before, and "bigram" what followed the present state
    before. Both add ``SHARPNESS`` to each count, which makes "bigram" the best there is (Bayes'
    rule)."""
    seen = np.eye(count)[states]
    pairs = np.zeros((*states.shape, count, count))
    pairs[:, 1:] = seen[:, :-1, :, None] * seen[:, 1:, None, :]
    followed = np.einsum("ntij,nti->ntj", pairs.cumsum(1), seen) + SHARPNESS
    stood = seen.cumsum(1) + SHARPNESS
    return {
        "uniform": np.full(seen.shape, 1 / count),
        "unigram": stood / stood.sum(-1, keepdims=True),
        "bigram": followed / followed.sum(-1, keepdims=True),
    }
