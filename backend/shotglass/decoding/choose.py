"""The choice of one token: greedy, or the inverse of the survivors' cumulative distribution.

What acts on the model's logits, in this order:

1. ``logit_bias`` is added (``processors``);
2. ``repetition_penalty``, on the prompt's and the generated tokens;
3. ``presence_penalty`` and ``frequency_penalty``, on generated tokens;
4. ``temperature`` and softmax; at 0 the likeliest token is taken and the rest does not act;
5. ``top_k``, 6. ``top_p``, 7. ``min_p`` (``filters``), each on the mass left by the one before;
8. a named random number (``philox``) picks one of the survivors.

transformers has the same order. vLLM's differs in that min-p comes before top-k and top-p;
llama.cpp takes the temperature last, after all filters. Penalties come before the temperature, as
everywhere, so that they mean the same number of nats of logit whatever the temperature is. min-p
comes last of the filters since it keeps the same tokens of any set, while top-p's
share would shift if min-p had taken mass away before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .distribution import Prediction
from .filters import survivors
from .philox import uniform
from .processors import History, adjusted
from .settings import DecodingSettings


@dataclass(frozen=True)
class Choice:
    """``logprob`` and ``rank`` are the model's own: T = 1, no bias, penalty or filter. They are
    worked out when they are asked for, which is after the engine has gone on.

    ``prediction`` is what it was chosen from. ``draw`` is in [0, 1). ``survivors``: how many tokens
    each filter left; greedy leaves one and draws nothing (None).
    """

    id: int
    prediction: Prediction
    draw: float | None
    survivors: Mapping[str, int]

    @property
    def logprob(self) -> float:
        return self.prediction.logprob(self.id)

    @property
    def rank(self) -> int:
        return self.prediction.rank(self.id)


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
        return Choice(int(penalised.logits.argmax()), prediction, None, _ONE)
    draw = uniform(settings.seed, sample, step)
    left = survivors(penalised, settings, reach=draw)
    counts = {"top_k": left.top_k, "top_p": left.top_p, "min_p": left.min_p}
    return Choice(left.at(draw), prediction, draw, counts)


def forced(prediction: Prediction, id: int) -> Choice:
    """A token that somebody else has chosen, as if it had been taken here."""
    return Choice(id, prediction, None, _ONE)


_ONE = {"top_k": 1, "top_p": 1, "min_p": 1}
