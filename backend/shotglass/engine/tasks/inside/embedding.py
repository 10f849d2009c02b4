"""Vectors of texts (embeddings): what a layer makes of their tokens, as one vector a text.

Letters: N texts, S tokens, D width. All is computed in fp32 by the explain graph, a text at a time,
so that a vector has the bits that it has alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ....errors import ContextLengthExceeded, InvalidRequest, NonFiniteLogits
from ....events import End
from ...batching.cancellation import NEVER, CancellationToken
from ...masked_model import MaskedModel
from ...model import Engine
from ...runtime.graph_edits.traced_graph import final_states
from ...runtime.session import Floats
from ..task_events import Usage

Pooling = Literal["mean", "last"]
LONGEST_TEXT = 1024  # tokens: the attention of a layer takes memory with their square
MOST_TOKENS = 100_000  # of all texts together


@dataclass(frozen=True)
class EmbedRequest:
    """A request for embeddings. ``texts`` are texts or token ids; a text is read as a prompt is, so
    with the tokens that the model's tokenizer puts around it, and these count too. ``pooling`` is
    the mean over all tokens, or takes the last one's vector. ``layer`` names the residual stream
    that this layer reads; None is the stream after the last layer and the final norm. ``normalise``
    scales each vector to length 1. ``pointers`` say where each text stands in the request."""

    texts: tuple[str | tuple[int, ...], ...]
    pointers: tuple[str, ...]
    pooling: Pooling = "mean"
    layer: int | None = None
    normalise: bool = True


@dataclass(frozen=True, eq=False)
class Embedding:
    """The embedding ``vector`` (D,) float32 of the text ``index``, which has so many ``tokens``."""

    index: int
    tokens: int
    vector: Floats


def embed(
    engine: Engine | MaskedModel, request: EmbedRequest, cancelled: CancellationToken = NEVER
) -> Iterator[Embedding | End]:
    """Yields an Embedding for each text, in order, then an End. Once ``cancelled`` is set, nothing
    more is run and nothing follows.

    Raises InvalidRequest for a layer that is not there, a text that cannot be read or too much at
    once, TokenOutOfRange, ContextLengthExceeded over LONGEST_TEXT tokens, all before anything is
    run; NonFiniteLogits; NotFound for a model without the explain graph.
    """
    config, usage = engine.manifest.architecture, Usage()
    if request.layer is not None and not 0 <= request.layer < config.layers:
        raise InvalidRequest(
            f"There is no layer {request.layer}: the model has the layers 0 to "
            f"{config.layers - 1}; without one, the vector is of what the last layer leaves.",
            pointer="/layer",
        )
    layer = request.layer
    name = final_states(config) if layer is None else f"hidden_states.{layer}"
    texts = _read(engine, request)
    with engine.capture.series({name}) as series:
        for index, ids in enumerate(texts):
            if cancelled.is_set():
                return
            states = series.run(ids)[name].reshape(len(ids), config.width)
            yield Embedding(index, len(ids), pooled(states, request.pooling, request.normalise))
            usage.read(len(ids))
    yield usage.end()


def pooled(states: Floats, pooling: Pooling, normalise: bool) -> Floats:
    """Pools states (S, D) float32 into one vector (D,) float32, summed in float64. Raises
    NonFiniteLogits, also for a vector of length 0 that is to be normalised."""
    wide = states.astype(np.float64)
    vector = wide.mean(axis=0) if pooling == "mean" else wide[-1]
    if normalise:
        with np.errstate(invalid="ignore", divide="ignore"):
            vector = vector / np.linalg.norm(vector)
    if not np.isfinite(vector).all():
        raise NonFiniteLogits("The vector of this text holds numbers that are not finite.")
    short: Floats = vector.astype(np.float32)
    return short


def _read(engine: Engine | MaskedModel, request: EmbedRequest) -> list[Sequence[int]]:
    """The token ids of each text. Raises InvalidRequest, ContextLengthExceeded."""
    texts: list[Sequence[int]] = []
    total = 0
    for text, pointer in zip(request.texts, request.pointers, strict=True):
        if not text:
            raise InvalidRequest(
                "The text is empty, and a vector says what a text is about: send one that is not, "
                "or leave it out.",
                pointer=pointer,
            )
        try:
            ids = engine.encode(text)
        except InvalidRequest as error:
            error.pointer = pointer
            raise
        engine.require_room(ids, 0, pointer)
        if (over := len(ids) - LONGEST_TEXT) > 0:
            raise ContextLengthExceeded(
                f"This model's maximum context length is {LONGEST_TEXT} tokens for a vector; the "
                f"text is {len(ids)} tokens, {over} too many. Cut it into parts.",
                over_by=over,
                pointer=pointer,
            )
        total += len(ids)
        if total > MOST_TOKENS:
            raise InvalidRequest(
                f"The texts up to this one have {total:,} tokens; {MOST_TOKENS:,} at most were "
                "expected: send fewer at once.",
                pointer=pointer,
            )
        texts.append(ids)
    return texts
