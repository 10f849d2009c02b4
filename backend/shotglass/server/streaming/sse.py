"""Events as a server-sent stream: ``data:`` lines and ``:`` comments, nothing else.

The stream is an object and not a generator, because closing a generator that has not begun runs
none of its code, and a run must always be closed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from time import monotonic
from typing import Any, Generic, TypeVar

from flask import Response

from ...errors import ShotglassError
from ...events import End, Event, Failed
from .. import problems
from .live_run import LiveRun

HEARTBEAT = b": ka\n\n"
LOOK = 1.0  # seconds between two looks at the place of a run that waits
PATIENCE = 0.4  # seconds of silence before the first

E = TypeVar("E")


class RunStream(ABC, Generic[E]):
    """A run as WSGI iterates and closes it. An error after the first byte is sent as the last event
    of the stream. Where the server can be woken, an empty piece means that there is nothing to send
    yet."""

    def __init__(self, run: LiveRun[E], first: bytes, instance: str) -> None:
        self._run, self._first, self._instance = run, first, instance
        self._over, self._last_sent = False, monotonic()
        self._woken = run.hand_over()

    @abstractmethod
    def encoded(self, event: E) -> bytes:
        """Returns what is sent for an event, which may be nothing."""

    @abstractmethod
    def failed(self, problem: ShotglassError) -> bytes:
        """Returns what is sent as the last event of a run that failed."""

    def __iter__(self) -> RunStream[E]:
        return self

    def __next__(self) -> bytes:
        data, self._first = self._first, b""
        while not data:
            if self._over:
                raise StopIteration
            try:
                event = self._run.take() if self._woken else next(self._run)
            except StopIteration:
                self._end()
                raise
            except Exception as error:
                self._end()
                return self.failed(problems.known(error, self._instance))
            if event is None:
                return self.silence()
            data = self.encoded(event)
            if isinstance(event, End):
                self._end()  # the work is done: others need not wait until this has been read
        self._last_sent = monotonic()
        return data

    def close(self) -> None:
        self._run.close()

    def _end(self) -> None:
        self._over = True
        self._run.close()

    def silence(self) -> bytes:
        """Returns what is sent where there is no event yet, maybe nothing. A run that is iterated
        counts the seconds of its silence itself."""
        now = monotonic()
        if self._woken and now - self._last_sent < self._run.heartbeat:
            return b""
        self._last_sent = now
        return HEARTBEAT


class EventStream(RunStream[Event]):
    """Events as they are, and for how long the run waits; an error is a last Failed."""

    def __init__(
        self, run: LiveRun[Event], first: bytes, instance: str, patience: float = PATIENCE
    ) -> None:
        super().__init__(run, first, instance)
        self._looked, self._before = monotonic() - LOOK + patience, -1

    def silence(self) -> bytes:
        now = monotonic()
        if now - self._looked >= LOOK:
            self._looked, waiting = now, self._run.waiting()
            if waiting is not None and waiting.before != self._before:
                self._before, self._last_sent = waiting.before, now
                return line(waiting)
        return super().silence()

    def encoded(self, event: Event) -> bytes:
        return line(event)

    def failed(self, problem: ShotglassError) -> bytes:
        return line(Failed("", problems.body(problem, self._instance)))


def line(event: Event) -> bytes:
    """JSON escapes line ends, so an event is always one line."""
    return b"data: " + event.to_json().encode() + b"\n\n"


def streamed(run: LiveRun[Event], instance: str) -> Response:
    """Raises what the run raises before its first event: a bad request can then still be answered
    by a problem. A run that has no place yet is not waited for."""
    if run.is_in_line:
        return event_stream(EventStream(run, b"", instance, patience=0))
    try:
        first = next(filter(None, run), None)
    except Exception:
        run.close()
        raise
    if first is None:  # the client left
        run.close()
    return event_stream(EventStream(run, line(first), instance) if first else ())


def streamed_at_once(run: LiveRun[Event], instance: str) -> Response:
    """Streams a run that may be silent for long: a comment is sent at once, so that the client sees
    that it has begun."""
    return event_stream(EventStream(run, HEARTBEAT, instance))


def event_stream(body: Iterable[bytes]) -> Response:
    return Response(
        body,
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def collected(run: LiveRun[Event]) -> list[dict[str, Any]]:
    """Returns all events of a run at once, and raises its errors."""
    return [event.to_dict() for event in run.all()]
