"""Runs in progress: how many there may be at once, the events of one as they come, who reads it,
and what may end it early.

A reader of a run also checks the client, the clock and the shutdown, however long the engine is
silent. However a run ends, its iterator is closed, which cancels the work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Generic, TypeVar

from flask import request

from ...engine.batching.cancellation import CancellationToken
from ...errors import QueueFull, ShotglassError
from ...events import Pause
from ..front.exchange import GONE, UNREAD, WAKE
from ..problems import Draining
from .metrics import Meter

POLL = 0.05  # seconds between two looks at the client
MOST_UNREAD = 16 << 20  # bytes kept for a client that does not read them

Wake = Callable[[], None]
E = TypeVar("E")
Begin = Callable[[CancellationToken], Iterator[E]]
"""Makes a run's events; the argument is set when nobody waits for them any more. The iterator gives
a ``Pause`` where it would have to wait, and calls the argument's ``wake`` when it can go on. One
that waits by itself is to be read ``in_thread``."""


class Admission:
    """Counts runs, or ``what`` else takes its time. ``drain`` refuses new ones; ``cut`` asks the
    running ones to end now."""

    def __init__(self, most: int, what: str = "requests are running") -> None:
        self._most, self._what = most, what
        self._running = 0
        self._changed = threading.Condition()
        self.draining = False
        self.cut = threading.Event()

    @property
    def running(self) -> int:
        return self._running

    def enter(self) -> None:
        """Raises Draining or QueueFull; else ``leave`` must be called once."""
        with self._changed:
            self.refuse_when_draining()
            if self._running >= self._most:
                raise QueueFull(
                    f"{self._running} {self._what}, as many as this server has at once; try again "
                    "in a moment."
                )
            self._running += 1

    def leave(self) -> None:
        with self._changed:
            self._running -= 1
            self._changed.notify_all()

    @contextmanager
    def run(self) -> Iterator[None]:
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def refuse_when_draining(self) -> None:
        if self.draining:
            raise Draining("The server is shutting down; try again in a moment.")

    def drain(self) -> None:
        with self._changed:
            self.draining = True

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether all runs ended in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._running == 0, seconds)


class SlowReader(ShotglassError):
    code, title, status = "slow_reader", "The client reads too slowly", 408


def _never() -> bool:
    return False


def _nothing() -> int:
    return 0


@dataclass(frozen=True)
class Client:
    """``gone``: whether the client has left; ``name``: under which it takes turns with other
    clients; ``unread``: bytes that were made for it and not sent yet. ``wake``:
    ``front.exchange.WAKE``; None behind a server that has none, where a stream is waited for in the
    request's thread."""

    gone: Callable[[], bool] = _never
    name: str = ""
    unread: Callable[[], int] = _nothing
    wake: Callable[[], Wake] | None = None


def client(user: object = None) -> Client:
    """The client of the request in progress. Its name is the address and, for programs that serve
    many users, the ``user`` of the body. Servers other than our front close the streams of clients
    that have disconnected themselves."""
    environ = request.environ
    name = f"{request.remote_addr} {user if isinstance(user, str) else ''}"
    gone, unread = environ.get(GONE, _never), environ.get(UNREAD, _nothing)
    return Client(gone, name, unread, environ.get(WAKE))


class Run(Generic[E]):
    """For one thread at a time, to be closed. ``take`` gives the next event without waiting;
    iterated, a run waits, and gives None after a heartbeat of silence. Both raise StopIteration at
    the end and when the client has left, Draining when the server must stop now, SlowReader, and
    whatever the engine raises."""

    def __init__(
        self,
        begin: Begin[E],
        admission: Admission,
        client: Client,
        heartbeat: float,
        meter: Meter | None = None,
    ) -> None:
        """Raises Draining or QueueFull. ``heartbeat``: the longest silence, in seconds."""
        self._admission, self._client, self._meter = admission, client, meter
        self.heartbeat = heartbeat
        admission.enter()
        self._news: SimpleQueue[None] = SimpleQueue()
        self._wake: Wake = partial(self._news.put, None)
        self._cancelled = CancellationToken(client.name, lambda: self._wake())
        self._events = begin(self._cancelled)
        self._closed = False

    def hand_over(self) -> bool:
        """Let the server call again when there are new events, so that no thread has to wait; False
        where it cannot."""
        if self._client.wake is None:
            return False
        self._wake = self._client.wake()
        return True

    def all(self) -> list[E]:
        """Every event, once the last has come; the run is then closed."""
        with closing(self):
            return [event for event in self if event is not None]

    def take(self) -> E | None:
        try:
            event = self._taken()
        except StopIteration:
            raise
        except Exception:
            if self._meter:
                self._meter.failed()
            raise
        if self._meter and event is not None:
            self._meter.saw(event)
        return event

    def __iter__(self) -> Run[E]:
        return self

    def __next__(self) -> E | None:
        deadline = monotonic() + self.heartbeat
        while (event := self.take()) is None and (left := deadline - monotonic()) > 0:
            with suppress(Empty):
                self._news.get(timeout=min(POLL, left))
        return event

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._cancelled.set()
        getattr(self._events, "close", lambda: None)()
        self._admission.leave()
        if self._meter:
            self._meter.closed()

    def _taken(self) -> E | None:
        if self._admission.cut.is_set():
            raise Draining("The server is shutting down and had to cut this run short.")
        if self._client.gone():
            raise StopIteration
        if (unread := self._client.unread()) > MOST_UNREAD:
            raise SlowReader(f"{unread:,} bytes are waiting to be read.")
        event = next(self._events)
        return None if isinstance(event, Pause) else event
