"""Chunks as a server-sent stream: ``data:`` lines that end in ``[DONE]`` only if all went well.

OpenAI's clients read nothing but ``data:`` lines and ``:`` comments: no ids, no event names.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from ...errors import ShotglassError
from ...events import End, Event
from .. import problems
from ..responses import json_reply
from ..streaming.run import Run
from ..streaming.sse import RunStream, event_stream
from .answer import Answer

DONE = b"data: [DONE]\n\n"


class ClientLeft(ShotglassError):
    """Nobody is there to read this, unless a connection was closed in one direction only."""

    code, title, status = "client_left", "The client has closed the connection", 408


class ChunkStream(RunStream[Event]):
    """The chunks of an answer."""

    def __init__(self, run: Run[Event], answer: Answer, first: Event, instance: str) -> None:
        self._answer = answer
        super().__init__(run, self.encoded(first), instance)

    def encoded(self, event: Event) -> bytes:
        chunks = b"".join(map(_line, self._answer.chunks(event)))
        return chunks + DONE if isinstance(event, End) else chunks

    def failed(self, problem: ShotglassError) -> bytes:
        return _line({"error": problems.body(problem, self._instance)["error"]})


def answered(run: Run[Event], answer: Answer, stream: bool, instance: str) -> Response:
    """Raises what the run raises before its first step, or, where nothing streams, ever."""
    if stream:
        return event_stream(ChunkStream(run, answer, _first(run), instance))
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


def _whole(run: Run[Event], answer: Answer) -> dict[str, Any]:
    steps = run.all()
    if not steps or not isinstance(steps[-1], End):
        raise ClientLeft("The client has closed its connection.")
    return answer.whole(steps, steps[-1])


def _line(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data, allow_nan=False).encode() + b"\n\n"
