"""Logits processors: repetition penalty, presence penalty, frequency penalty and logit bias.

They change the logits before any temperature or filter: the logit bias first, then the repetition
penalty, then the presence and frequency penalties. ``without`` excludes tokens that may not be
chosen. Logits (V,) are float64 here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .distribution import Ids, Prediction, predict
from .settings import DecodingSettings, LogitBias

_LARGEST = float(np.finfo(np.float32).max)
_FAR = np.float32(1e5)  # below the likeliest: exp of that is 0 at every temperature


@dataclass
class History:
    """The tokens before the next one: the prompt's and those generated after it. Grows with each
    token by ``append``; repeated tokens are counted as they come."""

    prompt: Sequence[int] = ()
    generated: list[int] = field(default_factory=list)
    _counts: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for id in self.generated:
            self._counts[id] = self._counts.get(id, 0) + 1

    def append(self, id: int) -> None:
        self.generated.append(id)
        self._counts[id] = self._counts.get(id, 0) + 1

    @property
    def seen(self) -> Ids:
        """Ids (n,) that occur in the prompt or after it, each once, ascending."""
        return np.array(sorted({*self.prompt, *self._counts}), np.int64)

    @property
    def counts(self) -> tuple[Ids, Ids]:
        """Ids (n,) that were generated, each once, and how often (n,)."""
        return (
            np.array(list(self._counts), np.int64),
            np.array(list(self._counts.values()), np.int64),
        )


def adjusted(prediction: Prediction, settings: DecodingSettings, history: History) -> Prediction:
    """Applies the bias, then the repetition penalty, then presence and frequency penalty, and
    returns the prediction that is left; ``prediction`` itself where all are off. Everything is
    computed in float64 and rounded once to float32, as in the browser."""
    penalties = (settings.presence_penalty, settings.frequency_penalty)
    if not settings.logit_bias and settings.repetition_penalty == 1 and not any(penalties):
        return prediction
    logits = logit_bias(prediction.logits.astype(np.float64), settings.logit_bias)
    if settings.repetition_penalty != 1:
        logits = repetition_penalty(logits, history.seen, settings.repetition_penalty)
    if any(penalties):
        logits = occurrence_penalties(logits, *history.counts, *penalties)
    # To float32; a logit that a penalty drove beyond its range stops at its end.
    return predict(np.clip(logits, -_LARGEST, _LARGEST).astype(np.float32))


def logit_bias(logits: NDArray[np.float64], bias: LogitBias) -> NDArray[np.float64]:
    """Returns logits (V,) float64 with ``bias`` added; ids beyond the vocabulary are no tokens and
    do nothing.

    OpenAI's ``logit_bias``: -100 next to forbids a token, 100 next to forces it.
    """
    made = logits.copy()
    for id, value in bias:
        if id < len(made):
            made[id] += value
    return made


def repetition_penalty(
    logits: NDArray[np.float64], seen: NDArray[np.int64], penalty: float
) -> NDArray[np.float64]:
    """Returns logits (V,) float64 where those of ``seen`` (n,), token ids, are divided by
    ``penalty`` (above 0) or multiplied by it (below).

    Keskar et al. 2019, "CTRL", section 4.1, divides the logit of a token that has occurred, in the
    prompt or since, by the penalty. That would favour a token whose logit is below 0, so such a one
    is multiplied, as every implementation does since.
    """
    made, old = logits.copy(), logits[seen]
    with np.errstate(over="ignore"):  # beyond the largest float it is the largest: see ``adjusted``
        made[seen] = np.where(old > 0, old / penalty, old * penalty)
    return made


def occurrence_penalties(
    logits: NDArray[np.float64],
    ids: NDArray[np.int64],
    counts: NDArray[np.int64],
    presence: float,
    frequency: float,
) -> NDArray[np.float64]:
    """Returns logits (V,) float64 where each of ``ids`` (n,), generated ``counts`` (n,) times, is
    penalised.

    OpenAI's presence and frequency penalties: a token generated c times loses
    ``c * frequency + (c > 0) * presence`` of its logit. The prompt does not count.
    """
    made = logits.copy()
    made[ids] = logits[ids] - counts * frequency - presence
    return made


def without(prediction: Prediction, ids: Collection[int]) -> Prediction:
    """Returns ``prediction`` with no mass on ``ids``, for ``choose``; other tokens must be left."""
    known = [id for id in ids if id < len(prediction.logits)]
    if not known:
        return prediction
    logits = prediction.logits.copy()
    logits[known] = np.float32(logits.min()) - _FAR
    return predict(logits)
