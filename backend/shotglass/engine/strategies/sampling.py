"""The next token of a row: chosen from what the model predicts, told, and perhaps its last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...decoding import Choice, DecodingSettings, Prediction, choose, forced, without
from ...text import Tokenizer
from ..batching.job import Ended, Row, Sampled
from ..batching.messages import Outbox


class Sampler:
    """``stop_ids``: the model's own; they end a text where nothing else is asked for."""

    def __init__(self, outbox: Outbox, tokenizer: Tokenizer, stop_ids: Sequence[int]) -> None:
        self._outbox, self._tokenizer = outbox, tokenizer
        self._stop_ids = frozenset(stop_ids)

    def sample(self, row: Row, prediction: Prediction) -> bool:
        """Whether the row has ended."""
        settings = row.job.settings
        assert settings is not None, "a row that only reads is never active"
        step, given = row.step, row.job.forced
        if step < len(given):
            choice, stop_ids = forced(prediction, given[step]), frozenset[int]()
        else:
            choice, stop_ids = self._choose(row, prediction, settings)
        text, reason = row.take(choice, self._tokenizer.token_bytes(choice.id), stop_ids)
        self._outbox.put(row.job, Sampled(row.prompt, row.sample, step, choice, text))
        if reason is None:
            return False
        ended = Ended(row.prompt, row.sample, reason, row.generated, row.step)
        self._outbox.put(row.job, ended)
        return True

    def _choose(
        self, row: Row, prediction: Prediction, settings: DecodingSettings
    ) -> tuple[Choice, frozenset[int]]:
        """The next token, and the tokens that may end the row here."""
        job, step = row.job, row.step
        stop_ids = frozenset[int]() if job.ignore_stop_tokens else self._stop_ids
        if step >= job.min_tokens:
            return choose(prediction, settings, row.sample, step, row.history), stop_ids
        left = without(prediction, self._stop_ids)
        taken = choose(left, settings, row.sample, step, row.history)
        return replace(taken, prediction=prediction), stop_ids  # what is told of it is the model's
