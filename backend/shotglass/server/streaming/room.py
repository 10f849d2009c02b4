"""Memory that answers share: what finds no room waits for it in its thread, while few others do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import QueueFull

MOST_WAITING = 36  # a class; fewer than there are places for runs, so that others go on meanwhile
PATIENCE = 30.0  # seconds


class Room:
    """Thread-safe. ``size`` in whatever unit ``taken`` counts; ``what`` takes it, in the plural."""

    def __init__(self, size: int, what: str) -> None:
        self._size, self._what = size, what
        self._used = self._holders = self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, amount: int) -> Iterator[None]:
        """Takes room for the block. What is larger than all of the room has it to itself. Raises
        QueueFull where MOST_WAITING others wait, and after PATIENCE seconds."""
        amount = min(amount, self._size)
        with self._changed:
            if self._waiting >= MOST_WAITING and not self._fits(amount):
                raise self._full()
            self._waiting += 1
            fits = self._changed.wait_for(lambda: self._fits(amount), PATIENCE)
            self._waiting -= 1
            if not fits:
                raise self._full()
            self._used += amount
            self._holders += 1
        try:
            yield
        finally:
            with self._changed:
                self._used -= amount
                self._holders -= 1
                self._changed.notify_all()

    def _fits(self, amount: int) -> bool:
        return self._used + amount <= self._size

    def _full(self) -> QueueFull:
        waiting = f", and {self._waiting} wait for some" if self._waiting else ""
        return QueueFull(
            f"The room that this server has for {self._what} is taken by {self._holders}{waiting}; "
            f"try again in about {PATIENCE:.0f} seconds.",
            retry_after=round(PATIENCE),
        )
