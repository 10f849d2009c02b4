"""Runs whose iterator waits by itself, for a process or a file: a thread of its own reads it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Generic, TypeVar

from ...engine.batching.cancellation import CancellationToken
from ...events import Waiting
from .live_run import Begin

E = TypeVar("E")
NAME = "run"  # of the threads


def in_thread(begin: Callable[[CancellationToken], Iterator[E]]) -> Begin[E]:
    """The same run without waiting. Its iterator is begun and closed by its own thread."""
    return partial(EventsInThread, begin)


def wait_until_over(seconds: float) -> None:
    """Waits until all such threads have noticed that their runs are cancelled, for ``seconds`` at
    most."""
    deadline = monotonic() + seconds
    for thread in threading.enumerate():
        if thread.name == NAME:
            thread.join(max(0.0, deadline - monotonic()))


class _Over:
    """Nothing follows."""


class EventsInThread(Generic[E]):
    """``streaming.live_run.Events``. The thread starts when an event is first asked for."""

    def __init__(
        self,
        begin: Callable[[CancellationToken], Iterator[E]],
        cancelled: CancellationToken,
    ) -> None:
        self._begin, self._cancelled = begin, cancelled
        self._queue: SimpleQueue[E | Exception | _Over] = SimpleQueue()
        self._notify: Callable[[], None] = lambda: None
        self._started = False

    def poll(self) -> E | None:
        if not self._started:
            self._started = True
            threading.Thread(target=self._read, name=NAME, daemon=True).start()
        try:
            item = self._queue.get_nowait()
        except Empty:
            return None
        if isinstance(item, _Over):
            raise StopIteration
        if isinstance(item, Exception):
            raise item
        return item

    def notify(self, callback: Callable[[], None]) -> None:
        self._notify = callback

    def waiting(self) -> Waiting | None:
        return None

    def close(self) -> None:
        self._cancelled.set()

    def _read(self) -> None:
        events: Iterator[E] = iter(())
        try:
            events = self._begin(self._cancelled)
            for event in events:
                if self._cancelled.is_set():
                    break
                self._put(event)
            self._put(_Over())
        except Exception as error:
            self._put(error)
        finally:
            getattr(events, "close", lambda: None)()

    def _put(self, item: E | Exception | _Over) -> None:
        self._queue.put(item)
        self._notify()
