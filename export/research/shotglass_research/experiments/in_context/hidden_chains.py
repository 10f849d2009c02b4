"""Documents of hidden Markov chains, one of several that each document is drawn from, and what a
reader who knows the chains predicts.

As in Xie et al. 2022, "An Explanation of In-Context Learning as Implicit Bayesian Inference"
(GINC): the chains differ in their transitions alone, and one state, the boundary, gives a delimiter
and leads to where an example begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

BOUNDARY = 0  # the state; the token that it alone gives is the delimiter, 0 too

Ids = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Mixture:
    """C chains over S states and V tokens, each as likely as any other.

    ``transition`` (C, S, S): from state to state; ``emission`` (S, V): of all chains alike. Every
    document begins at the boundary.
    """

    transition: Real
    emission: Real

    @property
    def chains(self) -> int:
        return len(self.transition)

    @property
    def prior(self) -> Real:
        """(C,): of a document before its first token."""
        return np.full(self.chains, 1 / self.chains)

    @cached_property
    def inside(self) -> Real:
        """``transition`` without the way to the boundary: within an example."""
        kept = self.transition.copy()
        kept[..., BOUNDARY] = 0
        shares: Real = kept / kept.sum(-1, keepdims=True)
        return shares

    def documents(self, rng: np.random.Generator, count: int, length: int) -> Ids:
        """Token ids (count, length), each row from a chain of its own."""
        chain = rng.integers(self.chains, size=count)
        state = np.full(count, BOUNDARY)
        ids = np.zeros((count, length), np.int64)
        for place in range(1, length):
            state = _choices(rng, self.transition[chain, state])
            ids[:, place] = _choices(rng, self.emission[state])
        return ids

    def prompts(self, rng: np.random.Generator, chain: Ids, examples: int, length: int) -> Ids:
        """Token ids (N, examples * (length + 1)): examples of ``length`` tokens of the rows' chain
        (N,), a delimiter before each."""
        rows = []
        for _ in range(examples):
            state = np.full(len(chain), BOUNDARY)
            rows.append(np.zeros(len(chain), np.int64))
            for _ in range(length):
                state = _choices(rng, self.inside[chain, state])
                rows.append(_choices(rng, self.emission[state]))
        return np.stack(rows, 1)

    def read(self, ids: Ids, prior: Real | None = None) -> tuple[Real, Real]:
        """What Bayes' rule makes of rows (N, T) by the forward algorithm: after each token, the
        next one's probabilities (N, T, V) and those of the chains (N, T, C). ``prior`` (C,): of the
        chains, each alike if left out.
        """
        weight = self.prior if prior is None else prior
        joint = np.zeros((len(ids), self.chains, len(self.emission)))  # of chain and state
        joint[:, :, BOUNDARY] = weight
        nexts, chains = [], []
        for place in range(ids.shape[1]):
            if place:
                joint = np.einsum("ncs,cst->nct", joint, self.transition)
                joint = joint * self.emission[:, ids[:, place]].T[:, None]
                joint /= joint.sum((1, 2), keepdims=True)
            chains.append(joint.sum(2))
            ahead = np.einsum("ncs,cst->nt", joint, self.transition)
            nexts.append(ahead @ self.emission)
        return np.stack(nexts, 1), np.stack(chains, 1)


def draw_mixture(
    rng: np.random.Generator, chains: int, states: int, tokens: int, mean_length: int
) -> Mixture:
    """``states`` and ``tokens`` besides the boundary and the delimiter; examples of ``mean_length``
    tokens on average. Transitions and emissions are drawn from sparse Dirichlet distributions."""
    transition = np.zeros((chains, states + 1, states + 1))
    start = rng.dirichlet(np.ones(states))  # of all chains: it does not tell them apart
    transition[:, BOUNDARY, 1:] = start
    within = rng.dirichlet(np.full(states, 0.1), size=(chains, states))
    transition[:, 1:, 1:] = within * (1 - 1 / mean_length)
    transition[:, 1:, BOUNDARY] = 1 / mean_length
    emission = np.zeros((states + 1, tokens + 1))
    emission[BOUNDARY, 0] = 1
    emission[1:, 1:] = rng.dirichlet(np.full(tokens, 0.1), size=states)
    return Mixture(transition, emission)


def _choices(rng: np.random.Generator, shares: Real) -> Ids:
    """One index a row of ``shares`` (N, K)."""
    drawn = rng.random((len(shares), 1)) * shares.sum(-1, keepdims=True)
    found: Ids = np.minimum((shares.cumsum(-1) <= drawn).sum(-1), shares.shape[-1] - 1)
    return found
