"""An answer to an OpenAI client, piece by piece or whole; whole is its pieces put together.

A stream of choices is ``data:`` lines that end in ``[DONE]`` only if all went well: no ids, no
event names. That of ``/v1/responses`` is in ``response_answer.py``,
that of llama.cpp's ``/completion`` in ``llama_cpp/answer.py``.
"""

from __future__ import annotations

import json
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask import Response

from ...errors import ShotglassError
from ...events import Accepted, CompletionToken, Done, End, Event, Reason, TokenLogprobs
from ...text import Tokenizer
from .. import problems
from ..responses import json_reply
from ..streaming.run import Run
from ..streaming.sse import RunStream, event_stream

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
    """What every chunk of an answer says. ``prefix`` begins its id."""

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


class Answer(ABC):
    """To one request, for one run."""

    @abstractmethod
    def encoded(self, step: Event) -> bytes:
        """What a stream sends for a step; nothing for some."""

    @abstractmethod
    def failed(self, error: Json) -> bytes:
        """The last of a stream that breaks off; ``error`` as OpenAI has it."""

    @abstractmethod
    def whole(self, steps: list[Event], end: End) -> Json | list[Json]:
        """``end`` is the last of ``steps``."""


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
        """What a step adds to the choices, each with its ``index``."""

    @abstractmethod
    def join(self, pieces: list[Json]) -> Json:
        """A whole choice from all its pieces."""

    @property
    def beside(self) -> Json:
        """What an answer says of the prompt beside its choices; in a stream, the first chunks."""
        return {}

    def index(self, step: CompletionToken | Done) -> int:
        return int(step.lane) * self._samples + step.sample

    def encoded(self, step: Event) -> bytes:
        chunks = b"".join(map(_line, self.chunks(step)))
        return chunks + DONE if isinstance(step, End) else chunks

    def failed(self, error: Json) -> bytes:
        return _line({"error": error})

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
        """Of each prompt's samples the n with the highest mean log-probability, best first."""
        if self._samples == self._n:
            return indices
        chosen = []
        for start in range(0, len(indices), self._samples):
            ranked = sorted(indices[start : start + self._samples], key=self._mean, reverse=True)
            chosen += ranked[: self._n]
        return chosen

    def _mean(self, index: int) -> float:
        logprobs = self._logprobs.get(index, [0.0])
        return sum(logprobs) / len(logprobs)


def usage(end: End) -> Json:
    """Tokens of prompts, each counted once, and of all samples."""
    return {
        "prompt_tokens": end.prompt_tokens,
        "completion_tokens": end.generated_tokens,
        "total_tokens": end.prompt_tokens + end.generated_tokens,
        "prompt_tokens_details": {"cached_tokens": cached(end)},
    }


def cached(end: End) -> int:
    """Tokens of prompts that were not computed for this request, because an earlier one or another
    prompt of it begins alike."""
    return max(0, end.prompt_tokens - end.computed_prompt_tokens)


LEAST = -9999.0  # stands for minus infinity, which is no JSON


def finite(logprob: float) -> float:
    """NaN never comes here: logits that are no numbers end a run (``NonFiniteLogits``)."""
    return max(logprob, LEAST)


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
    found: dict[str, float] = {}
    for id, logprob in (*reading.top, (reading.id, reading.logprob)):
        text = tokenizer.token_text(id)
        found[text] = max(found.get(text, LEAST), finite(logprob))
    return found


def chat_logprobs(tokenizer: Tokenizer, readings: Sequence[TokenLogprobs]) -> Json:
    return {"content": [_entry(tokenizer, reading) for reading in readings], "refusal": None}


def _entry(tokenizer: Tokenizer, reading: TokenLogprobs) -> Json:
    top = [_token(tokenizer, id, logprob) for id, logprob in reading.top]
    return _token(tokenizer, reading.id, reading.logprob or 0.0) | {"top_logprobs": top}


def _token(tokenizer: Tokenizer, id: int, logprob: float) -> Json:
    data = list(tokenizer.token_bytes(id))
    return {"token": tokenizer.token_text(id), "logprob": finite(logprob), "bytes": data}


class ClientLeft(ShotglassError):
    """Is only read where the client closed its connection in one direction."""

    code, title, status = "client_left", "The client has closed the connection", 408


class AnswerStream(RunStream[Event]):
    """An answer as its run goes on."""

    def __init__(self, run: Run[Event], answer: Answer, first: Event, instance: str) -> None:
        self._answer = answer
        super().__init__(run, self.encoded(first), instance)

    def encoded(self, event: Event) -> bytes:
        return self._answer.encoded(event)

    def failed(self, problem: ShotglassError) -> bytes:
        return self._answer.failed(problems.body(problem, self._instance)["error"])


def answered(run: Run[Event], answer: Answer, stream: bool, instance: str) -> Response:
    """Raises what the run raises before its first step, or, where nothing streams, ever."""
    if stream:
        return event_stream(AnswerStream(run, answer, _first(run), instance))
    return json_reply(_whole(run, answer))


def _first(run: Run[Event]) -> Event:
    try:
        for step in run:
            if step is not None:
                return step
        raise ClientLeft("The client has closed its connection.")
    except Exception:
        run.close()
        raise


def _whole(run: Run[Event], answer: Answer) -> Json | list[Json]:
    steps = run.all()
    if not steps or not isinstance(steps[-1], End):
        raise ClientLeft("The client has closed its connection.")
    return answer.whole(steps, steps[-1])


def _line(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data, allow_nan=False).encode() + b"\n\n"
