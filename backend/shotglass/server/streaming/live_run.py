"""Runs in progress: how many there may be at once, the events of one as they come, who reads it,
and what may end it early.

A reader of a run also checks the client, the clock and the shutdown, however long the engine is
silent. However a run ends, its iterator is closed, which cancels the work.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Generic, Protocol, TypeVar

from flask import request

from ...engine.batching.cancellation import CancellationToken
from ...errors import ShotglassError
from ...events import Waiting
from ..front.exchange import GONE, UNREAD, WAKE
from ..problems import Draining
from .admission import CLIENT, Admission, Wake
from .metrics import Meter

POLL = 0.05  # seconds between two looks at the client
MOST_UNREAD = 16 << 20  # bytes kept for a client that does not read them

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)


class Events(Protocol[E_co]):
    """The source of a run's events: ``engine.tasks.task_events.TaskEvents``, or an iterator
    ``in_thread``."""

    def poll(self) -> E_co | None:
        """The next event; None where there is none yet. Raises StopIteration."""

    def notify(self, callback: Callable[[], None]) -> None:
        """``callback`` is called, by whatever thread, when ``poll`` may have more to give."""

    def waiting(self) -> Waiting | None:
        """Returns for how long the run still waits for its turn, if it does."""

    def close(self) -> None: ...


Begin = Callable[[CancellationToken], Events[E]]
"""Makes a run's events; the argument is set when nobody waits for them any more."""


class SlowReader(ShotglassError):
    code, title, status = "slow_reader", "The client reads too slowly", 408


@dataclass(frozen=True)
class Client:
    """``gone``: whether the client has left; ``name``: under which it takes turns with other
    clients; ``address``: by which its places are counted; ``unread``: bytes that were made for it
    and not sent yet. ``wake``: ``front.exchange.WAKE``; None behind a server that has none, where a
    stream is waited for in the request's thread. ``bool`` and ``int`` give False and 0."""

    gone: Callable[[], bool] = bool
    name: str = ""
    address: str = ""
    unread: Callable[[], int] = int
    wake: Callable[[], Wake] | None = None


def client(user: object = None) -> Client:
    """The client of the request in progress. Its name is the address, or in a class the seat, and,
    for programs that serve many users, the ``user`` of the body. Servers other than our front close
    the streams of clients that have disconnected themselves."""
    environ = request.environ
    address = environ.get(CLIENT) or request.remote_addr or ""
    name = f"{address} {user if isinstance(user, str) else ''}"
    gone, unread = environ.get(GONE, bool), environ.get(UNREAD, int)
    return Client(gone, name, address, unread, environ.get(WAKE))


class LiveRun(Generic[E]):
    """A run, for one thread at a time, which must be closed. ``take`` returns the next event
    without waiting. Iterated, a run waits, and yields None after a heartbeat of silence. Both raise
    StopIteration at the end and when the client has left, Draining when the server must stop now,
    SlowReader, and whatever the engine raises."""

    def __init__(
        self,
        begin: Begin[E],
        admission: Admission,
        client: Client,
        heartbeat: float,
        meter: Meter | None = None,
        *,
        is_long: bool = False,
        can_wait: bool = False,
    ) -> None:
        """Raises Draining or QueueFull. ``heartbeat``: the longest silence, in seconds;
        ``is_long``: it may take minutes; ``can_wait``: its stream can say that it waits for a
        place."""
        self._admission, self._client, self._meter = admission, client, meter
        self.heartbeat = heartbeat
        self._news: SimpleQueue[None] = SimpleQueue()
        self._wake: Wake = partial(self._news.put, None)
        self._cancelled = CancellationToken(client.name)
        self._begin: Begin[E] | None = begin  # until it has begun: it may hold a model's files
        self._events: Events[E] | None = None
        self._closed = False
        can_wait = can_wait and client.wake is not None
        self._ticket = admission.ticket(client.address, is_long, can_wait, self._wake)

    def hand_over(self) -> bool:
        """Let the server call again when there are new events, so that no thread has to wait; False
        where it cannot."""
        if self._client.wake is None:
            return False
        self._wake = self._ticket.wake = self._client.wake()
        if self._events is not None:
            self._events.notify(self._wake)
        return True

    @property
    def is_in_line(self) -> bool:
        """Whether the run has no place yet."""
        return not self._ticket.admitted

    def waiting(self) -> Waiting | None:
        """While it waits for a place, or for its first turn in the engine."""
        if not self._ticket.admitted:
            return self._admission.place(self._ticket)
        return None if self._events is None else self._events.waiting()

    def all(self) -> list[E]:
        """Every event, once the last has come; the run is then closed."""
        with closing(self):
            return [event for event in self if event is not None]

    def take(self) -> E | None:
        try:
            if self._admission.cut.is_set():
                raise Draining("The server is shutting down and had to cut this run short.")
            if self._client.gone():
                raise StopIteration
            if (unread := self._client.unread()) > MOST_UNREAD:
                raise SlowReader(f"{unread:,} bytes are waiting to be read.")
            if not self._ticket.admitted:
                self._admission.refuse_when_draining()
                return None
            if self._events is None:
                if self._begin is None:
                    raise StopIteration
                self._events, self._begin = self._begin(self._cancelled), None
                self._events.notify(self._wake)
            event = self._events.poll()
        except StopIteration:
            raise
        except Exception:
            if self._meter:
                self._meter.failed()
            raise
        if self._meter and event is not None:
            self._meter.saw(event)
        return event

    def __iter__(self) -> LiveRun[E]:
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
        self._begin = None
        self._cancelled.set()
        if self._events is not None:
            self._events.close()
            self._events = None  # which hold the model, and with it its files
        self._admission.give_back(self._ticket)
        if self._meter:
            self._meter.closed()
