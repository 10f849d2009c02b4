"""How soon the next one in a line has its turn, by how long those before it took."""

from __future__ import annotations

from collections import deque
from time import monotonic

FEWEST, MOST = 4, 64  # intervals that a mean is taken of


class Pace:
    """Of one line; guarded by its lock. The time in which nobody waits is not counted."""

    def __init__(self) -> None:
        self._intervals: deque[float] = deque(maxlen=MOST)  # seconds between two turns
        self._last: float | None = None  # when the line last moved, or began

    def waits(self) -> None:
        """Somebody has come to the line."""
        if self._last is None:
            self._last = monotonic()

    def rests(self) -> None:
        """Nobody waits any more."""
        self._last = None

    def turn(self, more: bool) -> None:
        """One has had a turn; ``more``: others wait still."""
        now = monotonic()
        if self._last is not None:
            self._intervals.append(now - self._last)
        self._last = now if more else None

    def seconds(self, before: int) -> float | None:
        """Until the turn of one that has ``before`` others before it; None while too few turns have
        been seen."""
        if len(self._intervals) < FEWEST:
            return None
        each = sum(self._intervals) / len(self._intervals)
        waited = 0.0 if self._last is None else monotonic() - self._last
        return max(0.0, (before + 1) * each - waited)
