"""Runs whose iterator waits by itself, for a process or a file: a thread of its own reads it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Generic, TypeVar

from ...engine.batching.cancellation import CancellationToken
from ...events import Pause
from .run import Begin

E = TypeVar("E")
NAME = "run"  # of the threads


def in_thread(begin: Begin[E]) -> Begin[E | Pause]:
    """The same run without waiting. Its iterator is begun and closed by its own thread; the token
    that it is given has no ``wake``, so that it waits for an engine too."""

    def reading(cancelled: CancellationToken) -> Iterator[E | Pause]:
        return _Reader(begin, cancelled).events()

    return reading


def wait_until_over(seconds: float) -> None:
    """Until all such threads have noticed that their runs are cancelled, for so long at most."""
    deadline = monotonic() + seconds
    for thread in threading.enumerate():
        if thread.name == NAME:
            thread.join(max(0.0, deadline - monotonic()))


class _Over:
    """Nothing follows."""


class _Reader(Generic[E]):
    def __init__(self, begin: Begin[E], cancelled: CancellationToken) -> None:
        self._begin, self._outer = begin, cancelled
        self._inner = CancellationToken(cancelled.client)
        self._queue: SimpleQueue[E | Exception | _Over] = SimpleQueue()

    def events(self) -> Iterator[E | Pause]:
        with self._outer.calling(self._inner.set):
            threading.Thread(target=self._read, name=NAME, daemon=True).start()
            while True:
                try:
                    item = self._queue.get_nowait()
                except Empty:
                    yield Pause()
                    continue
                if isinstance(item, _Over):
                    return
                if isinstance(item, Exception):
                    raise item
                yield item

    def _read(self) -> None:
        events: Iterator[E] = iter(())
        try:
            events = self._begin(self._inner)
            for event in events:
                if self._inner.is_set():
                    break
                self._put(event)
            self._put(_Over())
        except Exception as error:
            self._put(error)
        finally:
            getattr(events, "close", lambda: None)()

    def _put(self, item: E | Exception | _Over) -> None:
        self._queue.put(item)
        if self._outer.wake is not None:
            self._outer.wake()
