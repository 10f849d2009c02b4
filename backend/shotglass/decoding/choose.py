"""The choice of one token: greedy, or the inverse of the survivors' cumulative distribution.

What acts on the model's logits, in this order:

1. ``logit_bias`` is added (``bias``);
2. ``repetition_penalty``, on the prompt's and the generated tokens (``repetition``);
3. ``presence_penalty`` and ``frequency_penalty``, on generated tokens (``occurrence``);
4. ``temperature`` and softmax; at 0 the likeliest token is taken and the rest does not act;
5. ``top_k``, 6. ``top_p``, 7. ``min_p`` (``filters``), each on the mass left by the one before;
8. a named random number (``philox``) picks one of the survivors.

transformers has the same order. vLLM's differs in that min-p comes before top-k and top-p;
llama.cpp takes the temperature last, after all filters. Penalties come before the temperature, as
everywhere, so that they mean the same number of nats of logit whatever the temperature is. min-p
comes last of the filters since it keeps the same tokens of any set (``min_p``), while top-p's
share would shift if min-p had taken mass away before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .adjust import adjusted
from .distribution import Prediction
from .filters import survivors
from .history import History
from .philox import uniform
from .settings import DecodingSettings


@dataclass(frozen=True)
class Choice:
    """``logprob`` and ``rank`` are the model's own: T = 1, no bias, penalty or filter.

    ``draw`` is in [0, 1). ``survivors``: how many tokens each filter left; greedy leaves one and
    draws nothing (None).
    """

    id: int
    logprob: float
    rank: int
    draw: float | None
    survivors: Mapping[str, int]


def choose(
    prediction: Prediction,
    settings: DecodingSettings,
    sample: int,
    step: int,
    history: History | None = None,
) -> Choice:
    """Chooses token ``step`` of ``sample``; the same arguments give the same choice, always.

    ``history``: what stands before this token, for the penalties; None is nothing.
    """
    penalised = adjusted(prediction, settings, history or History())
    if settings.greedy:
        return _choice(prediction, int(penalised.logits.argmax()), None, _ONE)
    draw = uniform(settings.seed, sample, step)
    left = survivors(penalised, settings, reach=draw)
    counts = {"top_k": left.top_k, "top_p": left.top_p, "min_p": left.min_p}
    return _choice(prediction, left.at(draw), draw, counts)


def forced(prediction: Prediction, id: int) -> Choice:
    """A token that somebody else has chosen, as if it had been taken here."""
    return _choice(prediction, id, None, _ONE)


def _choice(
    prediction: Prediction, id: int, draw: float | None, survivors: Mapping[str, int]
) -> Choice:
    return Choice(id, prediction.logprob(id), prediction.rank(id), draw, survivors)


_ONE = {"top_k": 1, "top_p": 1, "min_p": 1}
