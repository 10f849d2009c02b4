"""Leaving: an event that another thread sets when nobody waits for a job any more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event


class Leaving(Event):
    """Who works on the job is told at once, so that a long step need not be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._told: list[Callable[[], None]] = []

    def tell(self, told: Callable[[], None]) -> None:
        """``told`` is called when the event is set; now, if it is set already."""
        self._told.append(told)
        if self.is_set():
            told()

    def set(self) -> None:
        super().set()
        for told in list(self._told):
            told()
