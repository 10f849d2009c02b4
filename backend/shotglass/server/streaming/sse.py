"""Events as a server-sent stream: ``data:`` lines and ``:`` comments, nothing else.

The stream is an object and not a generator, because closing a generator that has not begun runs
none of its code, and a run must always be closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response

from ...events import End, Event, Failed
from .. import problems
from .run import Run

HEARTBEAT = b": ka\n\n"


class EventStream:
    """What WSGI iterates and closes. An error after the first byte becomes a last Failed event."""

    def __init__(self, run: Run[Event], first: bytes, instance: str) -> None:
        self._run, self._instance = run, instance
        self._first = first
        self._over = False

    def __iter__(self) -> EventStream:
        return self

    def __next__(self) -> bytes:
        if self._over:
            raise StopIteration
        if self._first:
            first, self._first = self._first, b""
            return first
        try:
            next_event = next(self._run)
        except Exception as error:
            self._over = True
            self._run.close()
            if isinstance(error, StopIteration):
                raise
            problem = problems.known(error, self._instance)
            return line(Failed("", problems.body(problem, self._instance)))
        if isinstance(next_event, End):
            self._over = True
            self._run.close()  # the work is done: others need not wait until this has been read
        return HEARTBEAT if next_event is None else line(next_event)

    def close(self) -> None:
        self._run.close()


def line(event: Event) -> bytes:
    """JSON escapes line ends, so an event is always one line."""
    return b"data: " + event.to_json().encode() + b"\n\n"


def streamed(run: Run[Event], instance: str) -> Response:
    """Raises what the run raises before its first event: a bad request can still be told as one."""
    try:
        first = next((event for event in run if event is not None), None)
    except Exception:
        run.close()
        raise
    if first is None:  # the client left
        run.close()
    return event_stream(EventStream(run, line(first), instance) if first else ())


def streamed_at_once(run: Run[Event], instance: str) -> Response:
    """For a run that may be silent for long: a comment tells that it has begun."""
    return event_stream(EventStream(run, HEARTBEAT, instance))


def event_stream(body: Iterable[bytes]) -> Response:
    return Response(
        body,
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def collected(run: Run[Event]) -> list[dict[str, Any]]:
    """All events of a run at once; its errors are raised."""
    try:
        return [event.to_dict() for event in run if event is not None]
    finally:
        run.close()
