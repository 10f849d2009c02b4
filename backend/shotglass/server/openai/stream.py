"""Chunks as a server-sent stream: ``data:`` lines that end in ``[DONE]`` only if all went well.

OpenAI's clients read nothing but ``data:`` lines and ``:`` comments: no ids, no event names.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

from flask import Response

from ...engine.tasks.complete import CompletionEvent
from ...errors import ShotglassError
from ...events import End
from .. import problems
from ..responses import json_reply
from ..streaming.run import Run
from ..streaming.sse import HEARTBEAT, event_stream
from .answer import Answer

DONE = b"data: [DONE]\n\n"


class ClientLeft(ShotglassError):
    """Nobody is there to read this, unless a connection was closed in one direction only."""

    code, title, status = "client_left", "The client has closed the connection", 408


class ChunkStream:
    """What WSGI iterates and closes. An error after the first byte is told and nothing follows."""

    def __init__(
        self, run: Run[CompletionEvent], answer: Answer, first: CompletionEvent, instance: str
    ) -> None:
        self._run, self._answer, self._instance = run, answer, instance
        self._first: CompletionEvent | None = first
        self._over = False

    def __iter__(self) -> ChunkStream:
        return self

    def __next__(self) -> bytes:
        while not self._over:
            if data := self._next():
                return data
        raise StopIteration

    def close(self) -> None:
        self._run.close()

    def _next(self) -> bytes:
        try:
            step, self._first = self._first or next(self._run), None
        except Exception as error:
            self._over = True
            self._run.close()
            if isinstance(error, StopIteration):  # the client left
                return b""
            return _error_line(error, self._instance)
        if step is None:
            return HEARTBEAT
        chunks = b"".join(map(_line, self._answer.chunks(step)))
        if not isinstance(step, End):
            return chunks
        self._over = True
        self._run.close()  # the work is done: others need not wait until this has been read
        return chunks + DONE


def answered(run: Run[CompletionEvent], answer: Answer, stream: bool, instance: str) -> Response:
    """Raises what the run raises before its first step, or, where nothing streams, ever."""
    if stream:
        return event_stream(ChunkStream(run, answer, _first(run), instance))
    with closing(run):
        return json_reply(_whole(run, answer))


def _first(run: Run[CompletionEvent]) -> CompletionEvent:
    try:
        for step in run:
            if step is not None:
                return step
        raise ClientLeft("The client has closed its connection.")
    except Exception:
        run.close()
        raise


def _whole(run: Run[CompletionEvent], answer: Answer) -> dict[str, Any]:
    steps = [step for step in run if step is not None]
    if not steps or not isinstance(steps[-1], End):
        raise ClientLeft("The client has closed its connection.")
    return answer.whole(steps, steps[-1])


def _error_line(error: Exception, instance: str) -> bytes:
    known = problems.known(error, instance)
    return _line({"error": problems.body(known, instance)["error"]})


def _line(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data, allow_nan=False).encode() + b"\n\n"
