"""The one loss: cross-entropy in nats, each target times its weight, over the batch's weight."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

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
    asked = weights.nonzero().flatten()
    if len(asked) < SPARSE * len(weights):
        asked = _padded(asked, weights)
        states, targets, weights = states[asked], targets[asked], weights[asked]
    return (nats(states, targets) * weights).sum()


def _padded(asked: Tensor, weights: Tensor) -> Tensor:
    """Up to a multiple of ROWS with a place that has no weight."""
    missing = -len(asked) % ROWS
    unasked = (weights == 0).nonzero().flatten()[:1]
    return torch.cat([asked, unasked.expand(missing)])
