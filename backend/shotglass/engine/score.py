"""How probable is each label after a prompt? Form (mass on all) and choice (share of each)."""

from __future__ import annotations

from collections.abc import Sequence

from ..events import Score
from .encoded_labels import EncodedLabels
from .engine import Engine
from .job import Job, Prefilled
from .readout import score_event
from .run import running


def score(engine: Engine, prompt: str, labels: Sequence[str], lane: str = "") -> Score:
    """Raises ContextLengthExceeded, LabelConflict, InvalidRequest, QueueFull."""
    ids = engine.encode(prompt)
    engine.require_room(ids, 1)  # before each label costs an encoding of it all
    encoded = EncodedLabels.after(engine.tokenizer, prompt, ids, labels)
    engine.require_room(ids, encoded.longest)
    job = Job([ids], settings=None, labels=[encoded.ids])
    with running(engine, job) as messages:
        message = next(messages)
    assert isinstance(message, Prefilled), "a job that only reads reports nothing else"
    return score_event(engine, lane, message, encoded)
