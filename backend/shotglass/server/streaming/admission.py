"""How many runs there may be at once, and the orderly end: no new ones, then none at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import QueueFull
from ..problems import Draining


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
