"""Ends what takes too long: one thread that is kept, since starting one costs each question more
than the question itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf


class Watchdog:
    """``late`` tells after a block whether it was ended. For one block at a time."""

    def __init__(self) -> None:
        self.late = False
        self._changed = threading.Condition()
        self._due, self._end = inf, _nothing
        self._wakes = inf  # when the thread looks next
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, seconds: float, end: Callable[[], None]) -> Iterator[None]:
        """Calls ``end``, from another thread, where the block takes longer than ``seconds``."""
        with self._changed:
            self.late, self._end, self._due = False, end, time.monotonic() + seconds
            self._wake()
        try:
            yield
        finally:
            with self._changed:
                self._due, self._end = inf, _nothing

    def _wake(self) -> None:
        """Only where it would look too late: mostly it has been waiting for an earlier block."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
            self._thread.start()
        elif self._due < self._wakes:
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while self._thread is threading.current_thread():
                left = self._due - time.monotonic()
                if left <= 0:
                    self.late, self._due = True, inf
                    self._end()
                    continue
                self._wakes = self._due
                self._changed.wait(None if left == inf else left)

    def close(self) -> None:
        """Ends the thread; the next block starts another."""
        with self._changed:
            self._thread = None
            self._changed.notify()


def _nothing() -> None:
    """There is no block to end."""
