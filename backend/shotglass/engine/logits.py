"""The whole next-token distribution after a prompt, as the model gives it."""

from __future__ import annotations

from ..decoding.distribution import Logits
from ..events import Piece
from .engine import Engine
from .job import Job, Prefilled
from .run import running


def next_logits(engine: Engine, prompt: str) -> tuple[list[Piece], Logits]:
    """The prompt's tokens, and logits (V,) float32 of what follows.

    Raises ContextLengthExceeded, InvalidRequest, QueueFull, NonFiniteLogits.
    """
    ids = engine.encode(prompt)
    engine.require_room(ids, 0)
    with running(engine, Job([ids], settings=None, labels=[()])) as messages:
        message = next(messages)
    assert isinstance(message, Prefilled), "a job that only reads reports nothing else"
    return engine.tokenizer.pieces(prompt), message.prediction.logits
