"""Threads for the application's work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

Call = Callable[[], None]


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
        for number in range(count):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    def submit(self, call: Call) -> None:
        self._calls.put(call)

    def _work(self) -> None:
        while True:
            self._calls.get()()
