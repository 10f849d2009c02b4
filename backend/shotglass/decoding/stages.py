"""The stages that a choice goes through, each laid open: what is left and how probable it is.

logits -> bias and penalties -> /T, softmax -> top-k, renormalise -> top-p, renormalise -> min-p,
renormalise. How many tokens each filter leaves is ``survivors``'s answer, the one that ``choose``
draws from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .distribution import Ids, Prediction
from .filters import in_order, survivors
from .processors import History, adjusted
from .settings import DecodingSettings

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Stage:
    """``ids`` (n,) in order, ``p`` (n,) float64 summing to 1, and ``entropy`` of p in nats.

    ``mass``: the part of the whole vocabulary's probability, at the temperature, that is left.
    """

    ids: Ids
    p: Weights
    mass: float
    entropy: float


@dataclass(frozen=True)
class Stages:
    softmax: Stage  # the whole vocabulary
    top_k: Stage
    top_p: Stage
    min_p: Stage


def stages(
    prediction: Prediction, settings: DecodingSettings, history: History | None = None
) -> Stages:
    """Sorts the whole vocabulary. At temperature 0 every stage is the likeliest token alone."""
    prediction = adjusted(prediction, settings, history or History())
    if settings.greedy:
        one = _stage(prediction.top(1), np.ones(1), 1.0)
        return Stages(one, one, one, one)
    ids, weights = in_order(prediction, settings)
    left = survivors(prediction, settings)
    total = float(weights.sum())
    counts = (len(ids), left.top_k, left.top_p, left.min_p)
    return Stages(*(_stage(ids[:n], weights[:n], total) for n in counts))


def _stage(ids: Ids, weights: Weights, total: float) -> Stage:
    """Weights are at most 1, that of the likeliest token; those rounded to 0 add no entropy."""
    mass = float(weights.sum())
    p = weights / mass
    possible = p[p > 0]
    entropy = -float(np.einsum("i,i->", possible, np.log(possible)))
    return Stage(ids, p, mass / total, max(entropy, 0.0))
