"""The readout of the head: about each token of a text, and at each layer of one token.

Probabilities are over the whole vocabulary; a rank of 0 is the likeliest. Letters: S tokens,
L layers, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ....decoding import Prediction, predict
from ....events import Alternative
from ...runtime.session import Floats

SHOWN = 5  # tokens of each layer

Name = Callable[[int], str]
"""A token's text."""


LensAfter = Literal["layer", "attention"]
LensKind = Literal["logit", "jacobian"]


@dataclass(frozen=True)
class Surprisal:
    """The surprisal of a token is -log p of it given those before it, ``nats``; its probability
    ``p`` and its rank stand beside it."""

    nats: float
    p: float
    rank: int


@dataclass(frozen=True)
class NamedToken:
    id: int
    text: str


@dataclass(frozen=True)
class Standing:
    """The standing of one token in a distribution."""

    p: float
    rank: int


@dataclass(frozen=True)
class LensLayer:
    """What the head reads in the residual stream before layer ``layer``, counted from 0, so after
    layer ``layer`` - 1 (for layer = L after the last one); in a lens ``after`` the attention it is
    the stream behind the attention of layer ``layer``. It has the likeliest tokens there, where two
    tokens stand, and ``entropy`` in nats."""

    layer: int
    top: tuple[Alternative, ...]
    final: Standing
    next: Standing | None
    entropy: float


@dataclass(frozen=True)
class Lens:
    """The readout of all layers at token ``row``. ``final`` is that of the last layer, and ``next``
    the token that follows in the text, or None at its end. ``kind`` says whether the head reads the
    stream as it is (logit), or carried to the last layer by the mean linear map (jacobian)."""

    row: int
    final: NamedToken
    next: NamedToken | None
    layers: tuple[LensLayer, ...]
    after: LensAfter = "layer"
    kind: LensKind = "logit"


def surprisals(logits: Floats, ids: Sequence[int]) -> tuple[Surprisal | None, ...]:
    """Returns the surprisal of each of ids (S,) from logits (S, V), with None for the first, which
    nothing precedes.

    Raises NonFiniteLogits.
    """
    each: list[Surprisal | None] = [None]
    for row, id in zip(logits, ids[1:], strict=False):  # the last row speaks of what is not there
        prediction = predict(row)
        logprob = prediction.logprob(id)
        each.append(Surprisal(max(-logprob, 0.0), float(np.exp(logprob)), prediction.rank(id)))
    return tuple(each)


def read_lens(
    logits: Floats,
    row: int,
    next_id: int | None,
    name: Name,
    after: LensAfter = "layer",
    kind: LensKind = "logit",
) -> Lens:
    """Reads the lens off ``logits`` (L+1, V) of one token's layers. Raises NonFiniteLogits."""
    predictions = [predict(layer) for layer in logits]
    final = int(predictions[-1].top(1)[0])
    layers = []
    for index, prediction in enumerate(predictions):
        ids = prediction.top(SHOWN).tolist()
        top = tuple(Alternative(id, name(id), _standing(prediction, id).p) for id in ids)
        following = None if next_id is None else _standing(prediction, next_id)
        standing = _standing(prediction, final)
        layers.append(LensLayer(index, top, standing, following, prediction.entropy))
    next_token = None if next_id is None else NamedToken(next_id, name(next_id))
    return Lens(row, NamedToken(final, name(final)), next_token, tuple(layers), after, kind)


def _standing(prediction: Prediction, id: int) -> Standing:
    return Standing(float(np.exp(prediction.logprob(id))), prediction.rank(id))
