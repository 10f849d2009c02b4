"""What is made of a model's files, one thing at a time: exports, and graphs that are added."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from ...engine.batching.cancellation import CancellationToken
from ...errors import QueueFull

LEAVING = 10.0  # seconds in which a cancelled run has ended its process


class Workplace:
    """Held by one run at a time."""

    def __init__(self) -> None:
        self._left = Condition()
        self._holder: CancellationToken | None = None

    @contextmanager
    def hold(self, cancelled: CancellationToken) -> Iterator[None]:
        """The place, until the block ends. A run that was cancelled is waited for, so that whoever
        stops one thing can begin another at once. Raises QueueFull while a run goes on in it."""
        with self._left:
            self._left.wait_for(self._is_still_held_or_free, LEAVING)
            if self._holder is not None:
                raise QueueFull("Another export or graph is being made; try again when it is done.")
            self._holder = cancelled
        try:
            yield
        finally:
            with self._left:
                self._holder = None
                self._left.notify_all()

    def _is_still_held_or_free(self) -> bool:
        return self._holder is None or not self._holder.is_set()
