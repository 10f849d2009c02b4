"""The objective of a run: the next token (GPT), or the hidden ones (BERT).

An objective says which token is to be predicted at which place, and the weight of that prediction.
One loss serves them all: cross-entropy in nats, each target times its weight, over the batch's
weight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import cross_entropy

from .batches import Batch, Ids

MASKED_SHARE = 0.15  # Devlin et al. 2019, section 3.1
UNCHANGED, RANDOM = 0.1, 0.1  # of the chosen ones; the other 80 % become the mask token


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
        shown = np.where(fate < UNCHANGED, ids, np.where(fate < UNCHANGED + RANDOM, drawn, mask))
        return Example(np.where(chosen, shown, ids), ids, chosen.astype(np.float32))

    return objective


Hidden = Callable[[Tensor], Tensor]  # ids (B, T) int64 -> (B, T, D)
Nats = Callable[[Tensor, Tensor], Tensor]  # hidden (R, D), targets (R,) -> (R,) float32

SPARSE = 0.5  # below this share of targets with weight, only their logits are computed
ROWS = 256  # their number is rounded up to it, so that compiled code meets few shapes


def nats_of(head: Callable[[Tensor], Tensor]) -> Nats:
    """-log p of each target by softmax over the head's logits (R, V), in float32."""

    def nats(states: Tensor, targets: Tensor) -> Tensor:
        return cross_entropy(head(states).float(), targets, reduction="none")

    return nats


def weighted_loss(
    hidden: Hidden, nats: Nats, inputs: Tensor, targets: Tensor, weights: Tensor
) -> Tensor:
    """Sum of weight x nats over (B, T), a scalar float32; dividing is the caller's."""
    states, targets, weights = hidden(inputs).flatten(0, 1), targets.flatten(), weights.flatten()
    weighted = weights.nonzero().flatten()
    if len(weighted) < SPARSE * len(weights):
        # Up to a multiple of ROWS with a place that has no weight.
        missing = -len(weighted) % ROWS
        unweighted = (weights == 0).nonzero().flatten()[:1]
        weighted = torch.cat([weighted, unweighted.expand(missing)])
        states, targets, weights = states[weighted], targets[weighted], weights[weighted]
    return (nats(states, targets) * weights).sum()
