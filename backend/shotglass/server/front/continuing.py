"""Answers that wait for something are gone on with by one thread, and told to the event loop in
one call: so a step of the engine that advances sixteen streams wakes two threads, not sixteen."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic

LOOK = 0.05  # seconds between two looks at answers that nothing has woken
AT_ONCE = 32  # pieces in one turn, which all others wait for
Turn = Callable[[], bool]
"""Goes on with an answer as far as it can without waiting; whether it is to be called again."""


class Continuing:
    """The thread that takes all turns, and the calls it has for the event loop.

    Every turn is taken when it is added, when it is woken, and after ``LOOK`` seconds in which it
    was not, so that those that are silent look at their clients and the clock. A turn must not
    raise.
    """

    def __init__(self) -> None:
        self._called: SimpleQueue[tuple[Turn, bool]] = SimpleQueue()
        self._waiting: dict[Turn, float] = {}  # with when it was taken last
        self._looked = monotonic()
        threading.Thread(target=self._work, name="streams", daemon=True).start()

    def add(self, turn: Turn) -> None:
        self._called.put((turn, True))

    def wake(self, turn: Turn) -> None:
        """Nothing happens when it has not been added yet, or is over."""
        self._called.put((turn, False))

    def _work(self) -> None:
        while True:
            self._go_on()  # whose variables hold no answer that is over

    def _go_on(self) -> None:
        woken, now = self._woken(), monotonic()
        if now - self._looked >= LOOK:
            woken |= {turn: None for turn, last in self._waiting.items() if now - last >= LOOK}
            self._looked = now
        for turn in woken:
            self._waiting[turn] = now
            if not turn():
                del self._waiting[turn]

    def _woken(self) -> dict[Turn, None]:
        """Those that were woken or added, each once; waits until there are some, or for a look."""
        found: dict[Turn, None] = {}
        with suppress(Empty):
            turn, new = self._called.get(timeout=LOOK if self._waiting else None)
            while True:
                if new:
                    self._waiting[turn] = 0.0
                if turn in self._waiting:
                    found[turn] = None
                turn, new = self._called.get_nowait()
        return found


class LoopCalls:
    """Calls for the event loop from other threads: however many there are, it is woken once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._calls: deque[Callable[[], None]] = deque()
        self._woken = False

    def put(self, call: Callable[[], None]) -> None:
        self._calls.append(call)
        if not self._woken:
            self._woken = True
            with suppress(RuntimeError):  # the event loop has been closed
                self._loop.call_soon_threadsafe(self._make)

    def _make(self) -> None:
        self._woken = False  # before the calls are taken, so that none is left behind
        while self._calls:
            self._calls.popleft()()
