"""The whole next-token distribution after a prompt, as the model gives it."""

from __future__ import annotations

from collections.abc import Sequence

from ..decoding.distribution import Logits
from ..errors import InvalidRequest
from ..events import Piece
from .engine import Engine
from .job import Job, Prefilled
from .run import running


def next_logits(
    engine: Engine, prompt: str, continuation: Sequence[int] = ()
) -> tuple[list[Piece], Logits]:
    """The prompt's tokens, and logits (V,) float32 of what follows it and ``continuation``.

    The continuation is given as token ids, since a text made token by token may be cut into
    other tokens when it is read as a whole.

    Raises ContextLengthExceeded, InvalidRequest, QueueFull, NonFiniteLogits.
    """
    _check(continuation, engine.vocabulary)
    ids = [*engine.encode(prompt), *continuation]
    engine.require_room(ids, 0)
    with running(engine, Job([ids], settings=None, labels=[()])) as messages:
        message = next(messages)
    assert isinstance(message, Prefilled), "a job that only reads reports nothing else"
    return engine.tokenizer.pieces(prompt), message.prediction.logits


def _check(continuation: Sequence[int], vocabulary: int) -> None:
    for place, id in enumerate(continuation):
        if not 0 <= id < vocabulary:
            raise InvalidRequest(
                f"{id} is no token: ids from 0 to {vocabulary - 1} were expected.",
                pointer=f"/continuation/{place}",
            )
