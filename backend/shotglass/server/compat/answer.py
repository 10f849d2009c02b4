"""The answer to a client of another server's API: step by step as the run goes on, or whole."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from functools import partial
from typing import Any

from flask import Response

from ...engine.tasks import Runner
from ...engine.tasks.complete import CompletionRequest
from ...errors import ShotglassError
from ...events import End, Event
from .. import problems
from ..responses import json_reply
from ..services import Services
from ..streaming.live_run import LiveRun, client
from ..streaming.metrics import Meter
from ..streaming.sse import RunStream, event_stream
from .fields import pointing_at

Json = dict[str, Any]


class Answer(ABC):
    """The answer to one request, made of one run."""

    @abstractmethod
    def encoded(self, step: Event) -> bytes:
        """Returns what a stream sends for a step, which may be nothing."""

    @abstractmethod
    def failed(self, error: Json) -> bytes:
        """The last of a stream that breaks off; ``error`` as OpenAI has it."""

    @abstractmethod
    def whole(self, steps: list[Event], end: End) -> Json | list[Json]:
        """``end`` is the last of ``steps``."""


class ClientLeft(ShotglassError):
    """Is only read where the client closed its connection in one direction."""

    code, title, status = "client_left", "The client has closed the connection", 408


class AnswerStream(RunStream[Event]):
    """An answer as its run goes on."""

    def __init__(self, run: LiveRun[Event], answer: Answer, first: Event, instance: str) -> None:
        self._answer = answer
        super().__init__(run, self.encoded(first), instance)

    def encoded(self, event: Event) -> bytes:
        return self._answer.encoded(event)

    def failed(self, problem: ShotglassError) -> bytes:
        return self._answer.failed(problems.body(problem, self._instance)["error"])


def started(
    services: Services,
    model: Runner,
    completion: CompletionRequest,
    answer: Answer,
    stream: bool,
    user: object = None,
) -> Response:
    """The answer to a completion that begins now; ``user`` as ``client`` takes it. Raises what the
    run raises before its first step, or, where nothing streams, ever."""
    start = partial(model.complete, completion)
    heartbeat, meter = services.config.heartbeat, Meter(services.metrics)
    run = LiveRun(start, services.admission, client(user), heartbeat, meter)
    with pointing_at(""):
        if stream:
            return event_stream(AnswerStream(run, answer, _first(run), problems.request_id()))
        steps = run.all()
        if not steps or not isinstance(steps[-1], End):
            raise ClientLeft("The client has closed its connection.")
        return json_reply(answer.whole(steps, steps[-1]))


def _first(run: LiveRun[Event]) -> Event:
    try:
        for step in run:
            if step is not None:
                return step
        raise ClientLeft("The client has closed its connection.")
    except Exception:
        run.close()
        raise


def cached(end: End) -> int:
    """Tokens of prompts that were not computed for this request, because an earlier one or another
    prompt of it begins alike."""
    return max(0, end.prompt_tokens - end.computed_prompt_tokens)


LEAST = -9999.0  # stands for minus infinity, which is no JSON


def finite(logprob: float) -> float:
    """NaN never comes here: logits that are no numbers end a run (``NonFiniteLogits``)."""
    return max(logprob, LEAST)


def data_line(data: Json) -> bytes:
    """An event of a stream."""
    return b"data: " + json.dumps(data, allow_nan=False).encode() + b"\n\n"
