"""What a batch asks of a model: the next token (GPT), or the hidden ones (BERT).

An objective only says which token is to be told at which place, and what it counts; one loss
serves them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .batches import Batch, Ids

MASKED_SHARE = 0.15  # Devlin et al. 2019, section 3.1
KEPT, RANDOM = 0.1, 0.1  # of the chosen ones; the other 80 % become the mask token


@dataclass(frozen=True)
class Example:
    """``inputs``, ``targets`` (B, T) int64, ``weights`` (B, T) float32: 0 where none is asked."""

    inputs: Ids
    targets: Ids
    weights: NDArray[np.float32]


Objective = Callable[[Batch, int], Example]  # batch, step


def next_token(batch: Batch, step: int) -> Example:
    """Every token from those before it."""
    return Example(batch.ids[:, :-1], batch.ids[:, 1:], batch.weights)


def masked(seed: int, mask: int, vocabulary: int, specials: int) -> Objective:
    """15 % of the tokens from all others (Devlin et al. 2019, section 3.1, task 1).

    Of these 80 % are replaced by ``mask``, 10 % by a random token, 10 % kept. The draw depends on
    seed and step alone. The first ``specials`` ids are never chosen and never drawn.
    """

    def objective(batch: Batch, step: int) -> Example:
        random = np.random.default_rng([seed, step, mask])
        ids = batch.ids[:, :-1]
        chosen = (random.random(ids.shape) < MASKED_SHARE) & (ids >= specials)
        fate = random.random(ids.shape)
        drawn = random.integers(specials, vocabulary, ids.shape)
        shown = np.where(fate < KEPT, ids, np.where(fate < KEPT + RANDOM, drawn, mask))
        return Example(np.where(chosen, shown, ids), ids, chosen.astype(np.float32))

    return objective
