"""Slots of sequences that are decoded, and of one whose prompt is computed beside them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from numpy.random import default_rng
from support.models.tiny import write_tiny_folder

from shotglass.decoding import BeamSettings
from shotglass.engine import Engine, Library
from shotglass.engine.batching.messages import Prefilled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.beam_search import BeamSearch
from shotglass.engine.strategies.scoring import Scoring
from shotglass.engine.tasks.task_events import running


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_a_search_that_grows_leaves_a_prompt_that_is_being_computed_its_slot(
    tmp_path: Path, family: str
) -> None:
    """The prompt takes two chunks. Between them the search, which has followed its continuation
    with one hypothesis so far, takes three more slots."""
    write_tiny_folder(tmp_path, "tiny", family, 3)
    folder = Library([tmp_path]).folder("tiny")
    with closing(Engine.open(folder, slots=8, threads=1, prefix_room=0)) as engine:
        prompt = default_rng(0).integers(5, engine.vocabulary, 180).tolist()
        alone = logits_after(engine, Job([prompt], Scoring()))
        settings, stops = BeamSettings(width=4, max_tokens=8), engine.manifest.stop_ids
        beside = Job([prompt], Scoring())
        with engine._scheduler._changed:  # the engine thread sees both jobs at once
            engine.submit(search := Job([[5, 6, 7]], BeamSearch(settings, stops, forced=[8, 9])))
            engine.submit(beside)
        message = beside.messages.get()
        assert isinstance(message, Prefilled)
        assert message.prediction.logits.tobytes() == alone
        engine.cancel(search)


def logits_after(engine: Engine, job: Job) -> bytes:
    with running(engine, job) as messages:
        (message,) = messages
    assert isinstance(message, Prefilled)
    return message.prediction.logits.tobytes()
