"""Who waits for a job, and that they do so no more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event


class Leaving(Event):
    """Set by another thread when nobody waits for the job any more. Who works on it is told at
    once, so that a long step need not be waited for.

    ``client``: by which name the job takes turns with those of others.
    """

    def __init__(self, client: str = "") -> None:
        super().__init__()
        self.client = client
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
