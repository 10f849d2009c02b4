"""Filters: which tokens may be drawn. Temperature, then top-k, then top-p, then min-p.

Each works on the mass that the one before it left, and is one function: how many of the tokens in
order (probability descending, ties by id ascending) it keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .distribution import Ids, Prediction, Weights
from .settings import DecodingSettings

_FEW = (64, 512, 2048, 8192)  # tokens to sort first


@dataclass(frozen=True)
class Survivors:
    """The tokens left, in order, as far as they were asked for (``reach`` of ``survivors``).

    ``ids`` (n,) and ``cumulative`` (n,): the running sum of unnormalised weights exp(z / T);
    ``mass``: the weight of all survivors; ``top_k``, ``top_p``, ``min_p``: how many each filter
    left.
    """

    ids: Ids
    cumulative: Weights
    mass: float
    top_k: int
    top_p: int
    min_p: int

    def at(self, u: float) -> int:
        """The first token whose cumulative probability exceeds ``u``, 0 <= u < reach."""
        index = int(np.searchsorted(self.cumulative, u * self.mass, side="right"))
        return int(self.ids[min(index, len(self.ids) - 1)])


def top_k(tokens: int, k: int) -> int:
    """Exactly ``k`` of ``tokens``, or all of them where there are fewer or ``k`` is 0.

    Fan et al. 2018, "Hierarchical neural story generation".
    """
    return min(k or tokens, tokens)


def top_p(cumulative: NDArray[np.float64], mass: float, p: float) -> int:
    """The smallest set of likeliest tokens whose mass reaches ``p`` of ``mass``, the crossing token
    included: at least one. ``cumulative`` (n,): running weights in order.

    Holtzman et al. 2020, "The curious case of neural text degeneration".
    """
    before = int(np.searchsorted(cumulative, p * mass, side="left"))
    return min(before + 1, len(cumulative))


def min_p(weights: NDArray[np.float64], p: float) -> int:
    """Tokens at least ``p`` times as probable as the likeliest one, whose weight is 1; ``weights``
    (n,). The ratio of two probabilities does not change when others are taken out, so min-p keeps
    the same of what is left wherever it stands.

    Nguyen et al. 2024, "Turning up the heat: min-p sampling".
    """
    return int(np.count_nonzero(weights >= p))


def survivors(prediction: Prediction, settings: DecodingSettings, reach: float = 1.0) -> Survivors:
    """Applies the filters at temperature > 0; sorts only until ``reach`` of the mass is covered."""
    limit = top_k(len(prediction.logits), settings.top_k)
    if settings.top_p < 1:
        return _within_top_p(prediction, settings, limit)
    kept = min(limit, _near_likeliest(prediction.logits, prediction, settings))
    return Survivors(*_sorted(prediction, settings, kept, reach), limit, limit, kept)


def _within_top_p(prediction: Prediction, settings: DecodingSettings, limit: int) -> Survivors:
    ids, cumulative, mass = _sorted(prediction, settings, limit, settings.top_p)
    by_p = top_p(cumulative, mass, settings.top_p)
    near = _near_likeliest(prediction.logits[ids[:by_p]], prediction, settings)
    kept = min(by_p, near)
    mass = float(cumulative[kept - 1])
    return Survivors(ids[:kept], cumulative[:kept], mass, limit, by_p, kept)


def _near_likeliest(
    logits: NDArray[np.float32], prediction: Prediction, settings: DecodingSettings
) -> int:
    """How many of ``logits`` min-p keeps: all where it is off."""
    if settings.min_p == 0:
        return len(logits)
    return min_p(_weights(logits, prediction, settings), settings.min_p)


def in_order(prediction: Prediction, settings: DecodingSettings) -> tuple[Ids, Weights]:
    """All ids (V,) in order and their weights (V,), exp((z - highest) / T)."""
    ids = prediction.top(len(prediction.logits))
    return ids, _weights(prediction.logits[ids], prediction, settings)


def _sorted(
    prediction: Prediction, settings: DecodingSettings, limit: int, share: float
) -> tuple[Ids, Weights, float]:
    """Ids in order and their running weights, far enough to cover ``share`` of the mass.

    The mass is that of the ``limit`` likeliest tokens. Where it is known beforehand few tokens are
    sorted first, since a model's mass mostly lies on few.
    """
    total, counts = None, [limit]
    if limit == len(prediction.logits):
        total = prediction.total_at(settings.temperature)
        counts = [*(count for count in _FEW if count < limit), limit]
    for count in counts:
        ids = prediction.top(count)
        cumulative = np.cumsum(_weights(prediction.logits[ids], prediction, settings))
        mass = float(cumulative[-1]) if total is None else total
        if cumulative[-1] > share * mass:
            break
    return ids, cumulative, mass


def _weights(
    logits: NDArray[np.float32], prediction: Prediction, settings: DecodingSettings
) -> Weights:
    """exp((z - highest) / T), 1 for the likeliest token; a tiny T may take others to 0."""
    scaled = logits.astype(np.float64)
    scaled -= prediction.highest
    with np.errstate(over="ignore"):
        scaled /= settings.temperature
    return np.exp(scaled, out=scaled)
