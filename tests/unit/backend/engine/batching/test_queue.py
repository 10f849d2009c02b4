"""How many sequences may wait for a slot, and what is said beyond."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.sampling import Sampling
from shotglass.errors import QueueFull

LONG = DecodingSettings(temperature=1, max_tokens=200, n=8)


def test_a_full_queue_turns_others_away_and_an_empty_one_takes_any_request(tmp_path: Path) -> None:
    write_tiny_folder(tmp_path, "tiny", "llama")
    folder = Library([tmp_path]).folder("tiny")
    with closing(Engine.open(folder, slots=1, queue=4, precision="fp32", threads=1)) as engine:
        first = Job([[5, 6]], Sampling(LONG))
        engine.submit(first)  # more than the queue holds; nobody waits
        with pytest.raises(QueueFull, match="sequences are waiting already"):
            engine.submit(Job([[7, 8]], Sampling(LONG)))
        engine.cancel(first)
