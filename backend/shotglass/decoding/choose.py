"""The choice of one token: greedy, or the inverse of the survivors' cumulative distribution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .distribution import Prediction
from .filters import survivors
from .philox import uniform
from .settings import DecodingSettings


@dataclass(frozen=True)
class Choice:
    """``logprob`` and ``rank`` are the model's own (T = 1, no filter); ``draw`` is in [0, 1).

    ``survivors``: how many tokens each filter left; greedy leaves one and draws nothing (None).
    """

    id: int
    logprob: float
    rank: int
    draw: float | None
    survivors: Mapping[str, int]


def choose(prediction: Prediction, settings: DecodingSettings, sample: int, step: int) -> Choice:
    """Chooses token ``step`` of ``sample``; the same arguments give the same choice, always."""
    if settings.greedy:
        return _choice(prediction, int(prediction.logits.argmax()), None, 1, 1)
    draw = uniform(settings.seed, sample, step)
    left = survivors(prediction, settings, reach=draw)
    return _choice(prediction, left.at(draw), draw, left.top_k, left.top_p)


def forced(prediction: Prediction, id: int) -> Choice:
    """A token that somebody else has chosen, as if it had been taken here."""
    return _choice(prediction, id, None, 1, 1)


def _choice(prediction: Prediction, id: int, draw: float | None, top_k: int, top_p: int) -> Choice:
    left = {"top_k": top_k, "top_p": top_p}
    return Choice(id, prediction.logprob(id), prediction.rank(id), draw, left)
