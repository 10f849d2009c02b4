"""Filters: which tokens may be drawn. Temperature first, then top-k, top-p (nucleus sampling,
Holtzman et al. 2020) and min-p, which are the rows of ``FILTERS`` in this order.

Each filter works on the mass that the filter before it left. It is one function that returns how
many of the tokens it keeps, in order of probability (descending, ties by id ascending). A new
filter is such a function, a row after top-p, and a setting in ``settings``; the server, the command
line and OpenAI's API are made from these.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .distribution import Ids, Prediction, Weights
from .settings import DecodingSettings

_FEW = (64, 512, 2048, 8192)  # tokens to sort first
_NONE: Weights = np.empty(0)


@dataclass(frozen=True)
class Left:
    """How many tokens the filters before left, and of the likeliest of them, as far as they were
    sorted: ``weights`` (n,), exp((z - highest) / T), 1 for the likeliest token; ``cumulative``
    (n,), their running sum. ``mass`` is the weight of all ``tokens``.

    A filter that is not ``ordered`` gets the weights of all in any order, and neither sum.
    """

    tokens: int
    weights: Weights
    cumulative: Weights
    mass: float


@dataclass(frozen=True)
class Filter:
    """``setting``: the field of DecodingSettings that holds its value; ``off``: the value at which
    it keeps everything. ``keep(left, value)``: how many tokens it keeps, at least one.

    ``ordered`` False: a token's own weight decides, so that nothing need be sorted for it.
    """

    setting: str
    off: float
    keep: Callable[[Left, float], int]
    ordered: bool = True


@dataclass(frozen=True)
class Survivors:
    """The tokens left, in order, as far as they were asked for (``reach`` of ``survivors``).

    ``ids`` (n,) and ``cumulative`` (n,): the running sum of unnormalised weights exp(z / T);
    ``mass``: the weight of all survivors; ``counts``: how many each filter left, by its setting.
    """

    ids: Ids
    cumulative: Weights
    mass: float
    counts: Mapping[str, int]

    def at(self, u: float) -> int:
        """Returns the id of the first token whose cumulative probability exceeds ``u``, 0 <= u <
        reach."""
        index = int(np.searchsorted(self.cumulative, u * self.mass, side="right"))
        return int(self.ids[min(index, len(self.ids) - 1)])


def top_k(left: Left, k: float) -> int:
    """Returns how many tokens top-k keeps: exactly ``k``, or all of them where there are fewer.

    Fan et al. 2018, "Hierarchical neural story generation".
    """
    return min(int(k), left.tokens)


def top_p(left: Left, p: float) -> int:
    """Returns how many tokens top-p keeps, at least one: the smallest set of likeliest tokens whose
    mass reaches ``p`` of what is left, the crossing token included.

    Holtzman et al. 2020, "The curious case of neural text degeneration".
    """
    before = int(np.searchsorted(left.cumulative, p * left.mass, side="left"))
    return min(before + 1, len(left.cumulative))


def min_p(left: Left, p: float) -> int:
    """Returns how many tokens min-p keeps: those that are at least ``p`` times as probable as the
    likeliest one. The ratio of two probabilities does not change when others are taken out, so
    min-p keeps the same of what is left wherever it stands.

    Nguyen et al. 2024, "Turning up the heat: min-p sampling".
    """
    return int(np.count_nonzero(left.weights >= p))


FILTERS = (
    Filter("top_k", 0, top_k),
    Filter("top_p", 1, top_p),
    Filter("min_p", 0, min_p, ordered=False),
)


def survivors(prediction: Prediction, settings: DecodingSettings, reach: float = 1.0) -> Survivors:
    """Returns the tokens that all filters leave at a temperature above 0. They are sorted only
    until ``reach``, a share from 0 to 1, of their mass is covered.

    top-k acts before anything is sorted, and top-p's value says how far the order is needed.
    """
    first, *rest = FILTERS
    limit = len(prediction.logits)
    if settings.top_k:
        limit = first.keep(Left(limit, _NONE, _NONE, float("nan")), settings.top_k)
    if any(row.ordered and getattr(settings, row.setting) != row.off for row in rest):
        ids, weights, cumulative, mass = _sorted(prediction, settings, limit, settings.top_p)
        counts, count = {first.setting: limit}, limit
        for row in rest:
            if getattr(settings, row.setting) != row.off:
                left = Left(count, weights[:count], cumulative[:count], mass)
                count = row.keep(left, getattr(settings, row.setting))
                mass = float(cumulative[count - 1])
            counts[row.setting] = count
        return Survivors(ids[:count], cumulative[:count], mass, counts)
    counts = _by_weight(prediction, settings, rest, limit)
    ids, _, cumulative, mass = _sorted(prediction, settings, counts[rest[-1].setting], reach)
    return Survivors(ids, cumulative, mass, {first.setting: limit, **counts})


def _by_weight(
    prediction: Prediction, settings: DecodingSettings, rows: Sequence[Filter], count: int
) -> dict[str, int]:
    """Returns how many tokens each of ``rows`` leaves of ``count``, where none needs the order."""
    counts = {}
    for row in rows:
        if getattr(settings, row.setting) != row.off:
            weights = _weights(prediction.logits, prediction, settings)
            left = Left(len(weights), weights, _NONE, float("nan"))
            count = min(count, row.keep(left, getattr(settings, row.setting)))
        counts[row.setting] = count
    return counts


def in_order(prediction: Prediction, settings: DecodingSettings) -> tuple[Ids, Weights]:
    """Returns all ids (V,) in order and their weights (V,), exp((z - highest) / T)."""
    ids = prediction.top(len(prediction.logits))
    return ids, _weights(prediction.logits[ids], prediction, settings)


def _sorted(
    prediction: Prediction, settings: DecodingSettings, limit: int, share: float
) -> tuple[Ids, Weights, Weights, float]:
    """Ids in order, their weights and the running sum of these, far enough to cover ``share`` of
    the mass.

    The mass is that of the ``limit`` likeliest tokens. Where it is known beforehand few tokens are
    sorted first, since a model's mass mostly lies on few.
    """
    total, sizes = None, [limit]
    if limit == len(prediction.logits):
        temperature = settings.temperature
        total = prediction.total if temperature == 1 else prediction.total_at(temperature)
        sizes = [*_FEW[: bisect_left(_FEW, limit)], limit]
    for size in sizes:
        ids = prediction.top(size)
        weights = _weights(prediction.logits[ids], prediction, settings)
        cumulative = np.cumsum(weights)
        mass = float(cumulative[-1]) if total is None else total
        if cumulative[-1] > share * mass:
            break
    return ids, weights, cumulative, mass


def _weights(
    logits: NDArray[np.float32], prediction: Prediction, settings: DecodingSettings
) -> Weights:
    """exp((z - highest) / T), 1 for the likeliest token; a tiny T may take others to 0."""
    scaled = logits.astype(np.float64)
    scaled -= prediction.highest
    with np.errstate(over="ignore"):
        scaled /= settings.temperature
    return np.exp(scaled, out=scaled)
