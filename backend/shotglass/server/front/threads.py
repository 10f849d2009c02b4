"""The front's threads: workers that make answers, one thread that continues answers which have to
wait, and calls for the event loop.

One thread continues all answers that wait, and it wakes the event loop once for all of them: so a
step of the engine that advances sixteen streams wakes two threads, not sixteen.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Protocol

Call = Callable[[], None]
LOOK = 0.05  # seconds between two looks at answers that nothing has woken
AT_ONCE = 32  # pieces in one turn, which all others wait for
Turn = Callable[[], bool]
"""Goes on with an answer as far as it can without waiting; whether it is to be called again."""


class Executor(Protocol):
    """Takes calls, which must not raise."""

    def submit(self, call: Call) -> None: ...


class Inline:
    """Makes a call at once, in the thread that submits it: for what takes less than a millisecond,
    and must not wait until a thread is free."""

    def submit(self, call: Call) -> None:
        call()


class Workers:
    """``count`` daemon threads that take calls in the order in which they were submitted.

    A ThreadPoolExecutor is joined when the interpreter exits, so a model that is being loaded would
    delay the end of the server; these threads do not. A call must not raise.
    """

    def __init__(self, count: int, name: str) -> None:
        self._calls: SimpleQueue[Call] = SimpleQueue()
        self._busy = 0
        self._changed = threading.Condition()
        for number in range(count):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    def submit(self, call: Call) -> None:
        self._calls.put(call)

    def wait_until_idle(self, seconds: float) -> None:
        """Waits until nothing runs, for ``seconds`` at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._busy == 0, seconds)

    def _work(self) -> None:
        while True:
            call = self._calls.get()
            with self._changed:
                self._busy += 1
            call()
            del call  # with what it holds, while this thread waits for another
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()


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
        """Returns the streams that were woken or added, each once. Waits until there are some, or
        until it is time to look."""
        turns: dict[Turn, None] = {}
        with suppress(Empty):
            turn, new = self._called.get(timeout=LOOK if self._waiting else None)
            while True:
                if new:
                    self._waiting[turn] = 0.0
                if turn in self._waiting:
                    turns[turn] = None
                turn, new = self._called.get_nowait()
        return turns


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
