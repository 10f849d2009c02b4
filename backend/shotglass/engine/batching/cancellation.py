"""Cancellation of a job by another thread, for example when the client has disconnected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event


class Cancelled(Exception):
    """The job was cancelled before it was through."""


class CancellationToken(Event):
    """Set by another thread to cancel the job. Callbacks are called immediately,
    so that a long step can be ended before it is through.

    ``client``: the name under which the scheduler gives the job its turns among those of others.
    """

    def __init__(self, client: str = "") -> None:
        super().__init__()
        self.client = client
        self._callbacks: list[Callable[[], None]] = []

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Iterator[None]:
        """Calls ``callback`` when the token is set during the block, or at once if it is set
        already. Afterwards the token, which may outlive what it would have cancelled, no longer
        refers to it."""
        self._callbacks.append(callback)
        try:
            if self.is_set():
                callback()
            yield
        finally:
            self._callbacks.remove(callback)

    def require(self) -> None:
        """Raises Cancelled once the token is set. Work that looks between its steps calls it."""
        if self.is_set():
            raise Cancelled

    def set(self) -> None:
        super().set()
        for callback in list(self._callbacks):
            callback()


NEVER = CancellationToken()  # of what nobody cancels
