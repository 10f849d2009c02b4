"""How probable is each label after a prompt? Form (mass on all) and choice (share of each)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...events import Score
from ..batching.job import Job, Prefilled
from ..model import Engine
from .encoded_labels import EncodedLabels
from .readout import score_event
from .run import running


def score(engine: Engine, prompt: str, labels: Sequence[str], lane: str = "") -> Score:
    """Raises ContextLengthExceeded, LabelConflict, InvalidRequest, QueueFull."""
    return next(score_each(engine, [(prompt, labels)], lane))


def score_each(
    engine: Engine, asked: Sequence[tuple[str, Sequence[str]]], lane: str = ""
) -> Iterator[Score]:
    """One Score for each (prompt, labels), in order, equal to ``score`` of it bit for bit.

    Neighbours that begin alike are read from where they differ. Raises as ``score`` does, before
    the first one.
    """
    pairs = [encode_pair(engine, prompt, labels) for prompt, labels in asked]
    job = Job([ids for ids, _ in pairs], None, [labels.ids for _, labels in pairs])
    with running(engine, job) as messages:
        for message in messages:
            assert isinstance(message, Prefilled), "a job that only reads reports nothing else"
            yield score_event(engine, lane, message, pairs[message.prompt][1])


def encode_pair(
    engine: Engine, prompt: str, labels: Sequence[str]
) -> tuple[list[int], EncodedLabels]:
    """The tokens of a prompt and of its labels. Raises ContextLengthExceeded, LabelConflict,
    InvalidRequest."""
    ids = engine.encode(prompt)
    engine.require_room(ids, 1)  # before each label costs an encoding of it all
    encoded = EncodedLabels.after(engine.tokenizer, prompt, labels)
    engine.require_room(ids, encoded.longest)
    return ids, encoded
