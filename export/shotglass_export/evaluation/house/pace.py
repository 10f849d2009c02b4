"""How long it will still take, from how long it took so far."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Pace:
    """Counts prompts against what is expected."""

    def __init__(self) -> None:
        self._left = self._done = 0
        self._seconds = 0.0

    def expect(self, prompts: int) -> None:
        self._left += prompts

    @contextmanager
    def working(self, prompts: int) -> Iterator[None]:
        """While ``prompts`` of them are answered; with 0, time that does not count."""
        since = time.monotonic()
        yield
        if prompts:
            self._seconds += time.monotonic() - since
            self._left -= prompts
            self._done += prompts

    def about(self) -> str:
        """What is left, in words: "" until there is something to go by."""
        if not self._done or self._left <= 0:
            return ""
        minutes = self._left * self._seconds / self._done / 60
        return f" (about {minutes:.0f} min left)" if minutes >= 1 else " (under a minute left)"
