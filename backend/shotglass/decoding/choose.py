"""The choice of one token: greedy, or the inverse of the survivors' cumulative distribution.

What acts on the model's logits, in this order:

1. ``logit_bias`` is added (``processors``);
2. ``repetition_penalty``, on the prompt's and the generated tokens;
3. ``presence_penalty`` and ``frequency_penalty``, on generated tokens; then a ``constraint`` takes
   away the tokens that it does not allow;
4. ``temperature`` and softmax; at 0 the likeliest token is taken and the rest does not act;
5. ``top_k``, 6. ``top_p``, 7. ``min_p`` (``filters``), each on the mass left by the one before;
8. a named random number (``philox.uniform``) picks one of the survivors.

transformers has the same order. vLLM's differs in that min-p comes before top-k and top-p;
llama.cpp takes the temperature last, after all filters. Penalties come before the temperature, as
everywhere, so that they mean the same number of nats of logit whatever the temperature is. min-p
comes last of the filters since it keeps the same tokens of any set, while top-p's
share would shift if min-p had taken mass away before it.

``stages`` lays each filter open: what it leaves and how probable that is, by the same ``survivors``
that ``choose`` draws from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .distribution import Ids, Mask, Prediction, Weights, predict
from .filters import FILTERS, in_order, survivors
from .philox import uniform
from .processors import History, adjusted
from .settings import DecodingSettings

_ONE: Mapping[str, int] = {row.setting: 1 for row in FILTERS}


@dataclass(frozen=True)
class Choice:
    """``logprob`` and ``rank`` are the model's own: T = 1, no bias, penalty or filter. They are
    worked out when they are asked for, which is after the engine has gone on.

    ``prediction`` is what it was chosen from. ``draw`` is in [0, 1). ``survivors``: how many tokens
    each filter left; greedy leaves one and draws nothing (None). ``allowed``: the tokens (n,) that
    a constraint left, ascending; None where there is none.
    """

    id: int
    prediction: Prediction
    draw: float | None
    survivors: Mapping[str, int]
    allowed: Ids | None = None

    @property
    def logprob(self) -> float:
        return self.prediction.logprob(self.id)

    @property
    def rank(self) -> int:
        return self.prediction.rank(self.id)

    @cached_property
    def allowed_logprob(self) -> float:
        """log of the model's own probability of all tokens that the constraint left, in nats; 0
        where there is none."""
        return 0.0 if self.allowed is None else self.prediction.logprob_of(self.allowed)


def choose(
    prediction: Prediction,
    settings: DecodingSettings,
    sample: int,
    step: int,
    history: History | None = None,
    mask: Mask | None = None,
) -> Choice:
    """Chooses token ``step`` of ``sample``; the same arguments give the same choice, always.

    ``history``: what stands before this token, for the penalties; None is nothing. ``mask`` (V,):
    the tokens that a constraint allows, one or more; None allows all.
    """
    possible, allowed = adjusted(prediction, settings, history or History()), None
    if mask is not None:
        allowed = np.flatnonzero(mask)
        possible = predict(possible.logits[allowed])
    if settings.greedy:
        id, draw, counts = int(possible.logits.argmax()), None, _ONE
    else:
        draw = uniform(settings.seed, sample, step)
        left = survivors(possible, settings, reach=draw)
        id, counts = left.at(draw), left.counts
    id = id if allowed is None else int(allowed[id])
    return Choice(id, prediction, draw, counts, allowed)


def forced(prediction: Prediction, id: int) -> Choice:
    """The Choice of a token that the caller has chosen, as if it had been drawn here."""
    return Choice(id, prediction, None, _ONE)


# --- the stages laid open ---


@dataclass(frozen=True)
class Stage:
    """``ids`` (n,) in order, ``p`` (n,) float64 summing to 1, and ``entropy`` of p in nats.

    ``mass``: the part of the whole vocabulary's probability, at the temperature, that is left.
    """

    ids: Ids
    p: Weights
    mass: float
    entropy: float


def stages(
    prediction: Prediction, settings: DecodingSettings, history: History | None = None
) -> dict[str, Stage]:
    """``softmax``, the whole vocabulary, and what each filter leaves, by its setting. Sorts the
    whole vocabulary. At temperature 0 every stage is the likeliest token alone."""
    prediction = adjusted(prediction, settings, history or History())
    if settings.greedy:
        likeliest = _stage(prediction.top(1), np.ones(1), 1.0)
        return dict.fromkeys(("softmax", *_ONE), likeliest)
    ids, weights = in_order(prediction, settings)
    counts = {"softmax": len(ids), **survivors(prediction, settings).counts}
    total = float(weights.sum())
    return {name: _stage(ids[:n], weights[:n], total) for name, n in counts.items()}


def _stage(ids: Ids, weights: Weights, total: float) -> Stage:
    """Weights are at most 1, that of the likeliest token; those rounded to 0 add no entropy."""
    mass = float(weights.sum())
    p = weights / mass
    possible = p[p > 0]
    entropy = -float(np.einsum("i,i->", possible, np.log(possible)))
    return Stage(ids, p, mass / total, max(entropy, 0.0))
