"""Answers that are lists of choices, piece by piece or whole; whole is the pieces put together.

A stream is ``data:`` lines without ids or event names; it ends in ``[DONE]`` only if all went well.
"""

from __future__ import annotations

import time
import uuid
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ....events import Accepted, CompletionToken, Done, End, Event, Reason, TokenLogprobs
from ....text import Tokenizer
from ..answer import LEAST, Answer, cached, data_line, finite

Json = dict[str, Any]
FINISH: dict[Reason, str] = {
    "stop_token": "stop",
    "stop_text": "stop",
    "length": "length",
    "cancelled": "stop",
}
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Head:
    """The fields that every chunk of an answer has. ``prefix`` begins its id."""

    prefix: Literal["cmpl-", "chatcmpl-", "resp_"]
    model: str
    fingerprint: str

    def fields(self) -> Json:
        return {
            "id": f"{self.prefix}{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": self.model,
            "system_fingerprint": self.fingerprint,
        }


class ChoicesAnswer(Answer):
    """A list of choices: ``samples`` are made of each prompt, the ``n`` likeliest of them are
    answered.

    ``tell_usage``: in a stream, what was used comes last.
    """

    kind: str  # of the whole answer
    chunk_kind: str

    def __init__(self, head: Head, samples: int, n: int, tell_usage: bool) -> None:
        self._head = head.fields()
        self._samples, self._n, self._tell_usage = samples, n, tell_usage
        self._logprobs: dict[int, list[float]] = {}

    @abstractmethod
    def pieces(self, step: Event) -> Iterator[Json]:
        """Returns what a step adds to the choices, each with its ``index``."""

    @abstractmethod
    def join(self, pieces: list[Json]) -> Json:
        """A whole choice from all its pieces."""

    @property
    def beside(self) -> Json:
        """Returns what an answer says of the prompt beside its choices, which in a stream are the
        first chunks."""
        return {}

    def index(self, step: CompletionToken | Done) -> int:
        return int(step.lane) * self._samples + step.sample

    def encoded(self, step: Event) -> bytes:
        chunks = b"".join(map(data_line, self.chunks(step)))
        return chunks + DONE if isinstance(step, End) else chunks

    def failed(self, error: Json) -> bytes:
        return data_line({"error": error})

    def chunks(self, step: Event) -> Iterator[Json]:
        shared = self._head | {"object": self.chunk_kind}
        shared |= self.beside if isinstance(step, Accepted) else {}
        for piece in self.pieces(step):
            yield shared | {"choices": [piece]} | ({"usage": None} if self._tell_usage else {})
        if isinstance(step, End) and self._tell_usage:
            yield shared | {"choices": [], "usage": usage(step)}

    def whole(self, steps: list[Event], end: End) -> Json:
        pieces: dict[int, list[Json]] = {}
        for step in steps:
            for piece in self.pieces(step):
                pieces.setdefault(piece["index"], []).append(piece)
            if isinstance(step, CompletionToken):
                logprob = step.logprobs.logprob or 0.0
                self._logprobs.setdefault(self.index(step), []).append(logprob)
        chosen = self._best(sorted(pieces))
        choices = [
            self.join(pieces[index]) | {"index": place} for place, index in enumerate(chosen)
        ]
        fields = {"object": self.kind, "choices": choices, "usage": usage(end)}
        return self._head | fields | self.beside

    def _best(self, indices: list[int]) -> list[int]:
        """Returns the n samples of each prompt with the highest mean log-probability, best
        first."""
        if self._samples == self._n:
            return indices
        chosen = []
        for start in range(0, len(indices), self._samples):
            own = indices[start : start + self._samples]
            logprobs = {index: self._logprobs.get(index, [0.0]) for index in own}
            means = {index: sum(values) / len(values) for index, values in logprobs.items()}
            ranked = sorted(own, key=means.__getitem__, reverse=True)
            chosen += ranked[: self._n]
        return chosen


def usage(end: End) -> Json:
    """Tokens of prompts, each counted once, and of all samples."""
    return {
        "prompt_tokens": end.prompt_tokens,
        "completion_tokens": end.generated_tokens,
        "total_tokens": end.prompt_tokens + end.generated_tokens,
        "prompt_tokens_details": {"cached_tokens": cached(end)},
    }


def completion_logprobs(
    tokenizer: Tokenizer, readings: Sequence[TokenLogprobs], starts: Sequence[int]
) -> Json:
    """``starts``: where each token begins in the choice's text, in code points."""
    return {
        "tokens": [tokenizer.token_text(reading.id) for reading in readings],
        "token_logprobs": [
            None if reading.logprob is None else finite(reading.logprob) for reading in readings
        ],
        "top_logprobs": [_top(tokenizer, reading) for reading in readings],
        "text_offset": list(starts),
    }


def _top(tokenizer: Tokenizer, reading: TokenLogprobs) -> dict[str, float] | None:
    """The likeliest tokens by their text, and the token itself with the very float that
    ``token_logprobs`` has; of two with the same text the likelier one."""
    if reading.logprob is None:
        return None
    likeliest: dict[str, float] = {}
    for id, logprob in (*reading.top, (reading.id, reading.logprob)):
        text = tokenizer.token_text(id)
        likeliest[text] = max(likeliest.get(text, LEAST), finite(logprob))
    return likeliest


def chat_logprobs(tokenizer: Tokenizer, readings: Sequence[TokenLogprobs]) -> Json:
    def token(id: int, logprob: float) -> Json:
        data = list(tokenizer.token_bytes(id))
        return {"token": tokenizer.token_text(id), "logprob": finite(logprob), "bytes": data}

    content = [
        token(reading.id, reading.logprob or 0.0)
        | {"top_logprobs": [token(id, logprob) for id, logprob in reading.top]}
        for reading in readings
    ]
    return {"content": content, "refusal": None}
