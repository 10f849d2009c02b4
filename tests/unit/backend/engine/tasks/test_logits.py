"""A distribution whose reader has left."""

from __future__ import annotations

from typing import Any

import pytest

from shotglass.engine import Engine
from shotglass.engine.batching.cancellation import CancellationToken, Cancelled
from shotglass.engine.batching.prefill import CHUNK, add_prompt_logprobs
from shotglass.engine.tasks.logits import next_logits


def test_of_a_prompt_whose_reader_left_no_further_chunk_is_read(
    exact_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = exact_engine.context - 1
    assert tokens > 2 * CHUNK, "the prompt must have three chunks"
    left, chunks = CancellationToken(), []
    name = "shotglass.engine.batching.prefill.add_prompt_logprobs"

    def leaving(sequence: Any, logprobs: Any, logits: Any) -> None:
        left.set()
        chunks.append(len(logits))
        add_prompt_logprobs(sequence, logprobs, logits)

    monkeypatch.setattr(name, leaving)
    with pytest.raises(Cancelled):
        next_logits(exact_engine, [1] * tokens, prompt_top=3, cancelled=left)
    assert len(chunks) == 1
    monkeypatch.setattr(name, add_prompt_logprobs)
    assert len(next_logits(exact_engine, [1, 2], prompt_top=3).prompt_logprobs) == 2
