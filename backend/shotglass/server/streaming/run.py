"""One run in progress: the engine's events, read in a thread of their own.

So the request's thread can meanwhile watch the client, the clock and the shutdown, however long
the engine is silent. Whatever way a run ends, its iterator is closed, which cancels the work.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from ...engine.batching.cancellation import CancellationToken
from ...errors import ShotglassError
from ..problems import Draining
from .admission import Admission
from .metrics import Meter

POLL = 0.05  # seconds between two looks at the client
MOST_WAITING = 8192  # events kept for a client that does not read them

E = TypeVar("E")
Begin = Callable[[CancellationToken], Iterator[E]]
"""Makes a run's events; the argument is set when nobody waits for them any more."""


class SlowReader(ShotglassError):
    code, title, status = "slow_reader", "The client reads too slowly", 408


class _Over:
    """Nothing follows."""


class Reader(Generic[E]):
    """Moves events from an iterator to a queue; closes the iterator at the end."""

    def __init__(self, start: Begin[E], client: str) -> None:
        self._cancelled = CancellationToken(client)
        self._events = start(self._cancelled)
        self._queue: SimpleQueue[E | Exception | _Over] = SimpleQueue()
        threading.Thread(target=self._read, name="run", daemon=True).start()

    def take(self, seconds: float) -> E | None:
        """The next event, or None when there is none yet. Raises what the iterator raised,
        StopIteration at its end."""
        try:
            item = self._queue.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(item, _Over):
            raise StopIteration
        if isinstance(item, Exception):
            raise item
        return item

    def close(self) -> None:
        """Cancel the work; the iterator is closed here or, if it is busy, by its own thread."""
        self._cancelled.set()
        try:
            self._close_events()
        except ValueError:
            return  # "generator already executing"

    def _read(self) -> None:
        try:
            for event in self._events:
                if self._cancelled.is_set():
                    break
                if self._queue.qsize() >= MOST_WAITING:
                    raise SlowReader(f"{MOST_WAITING} events are waiting to be read.")
                self._queue.put(event)
            self._queue.put(_Over())
        except Exception as error:
            self._queue.put(error)
        finally:
            self._close_events()

    def _close_events(self) -> None:
        close = getattr(self._events, "close", None)
        if close is not None:
            close()


class Run(Generic[E]):
    """An iterator for one thread, to be closed. An item is an event, or None after a heartbeat of
    silence. Raises Draining when the server must stop now, and whatever the engine raises."""

    def __init__(
        self,
        start: Begin[E],
        admission: Admission,
        client_gone: Callable[[], bool],
        heartbeat: float,
        meter: Meter | None = None,
        client: str = "",
    ) -> None:
        """Raises Draining or QueueFull. ``heartbeat``: the longest silence, in seconds;
        ``client``: by which name the run takes turns with others."""
        self._admission, self._gone, self._heartbeat = admission, client_gone, heartbeat
        self._meter = meter
        admission.enter()
        self._reader = Reader(start, client)
        self._closed = False

    def __iter__(self) -> Run[E]:
        return self

    def __next__(self) -> E | None:
        try:
            item = self._next()
        except StopIteration:
            raise
        except Exception:
            if self._meter:
                self._meter.failed()
            raise
        if self._meter:
            self._meter.saw(item)
        return item

    def _next(self) -> E | None:
        deadline = time.monotonic() + self._heartbeat
        while (left := deadline - time.monotonic()) > 0:
            if self._admission.cut.is_set():
                raise Draining("The server is shutting down and had to cut this run short.")
            if self._gone():
                raise StopIteration
            event = self._reader.take(min(POLL, left))
            if event is not None:
                return event
        return None

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._reader.close()
            self._admission.leave()
            if self._meter:
                self._meter.closed()
