"""Long work that takes turns, so that however many ask for it one at a time holds what it needs."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from .cancellation import CancellationToken

TURN = 5.0  # seconds; a graph that is loaded again for each costs a tenth of that
LOOK = 0.05  # seconds between two looks at whether who waits was cancelled


class Turns:
    """Thread-safe. Whoever asks waits until those before him are through, or have had a turn."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: deque[Turn] = deque()

    @contextmanager
    def turn(self, cancelled: CancellationToken) -> Iterator[Turn]:
        """Gives the caller its turn for the block. Raises Cancelled if the token is set before."""
        turn = Turn(self, cancelled)
        with self._changed:
            self._line.append(turn)
        try:
            self._wait(turn)
            yield turn
        finally:
            with self._changed:
                self._line.remove(turn)
                self._changed.notify_all()

    def to_the_end(self, turn: Turn) -> None:
        with self._changed:
            self._line.remove(turn)
            self._line.append(turn)
            self._changed.notify_all()
        self._wait(turn)

    def _wait(self, turn: Turn) -> None:
        with self._changed:
            while self._line[0] is not turn:
                turn.cancelled.require()
                self._changed.wait(LOOK)
        turn.began = monotonic()

    @property
    def others_wait(self) -> bool:
        return len(self._line) > 1


class Turn:
    def __init__(self, turns: Turns, cancelled: CancellationToken) -> None:
        self._turns, self.cancelled = turns, cancelled
        self.began = 0.0

    @property
    def over(self) -> bool:
        """Whether the turn has lasted long enough while others wait for theirs."""
        return monotonic() - self.began > TURN and self._turns.others_wait

    def pass_on(self) -> None:
        """Let go before of what only one may hold. Returns when it is the caller's turn again;
        raises Cancelled."""
        self._turns.to_the_end(self)
