"""A call that would wait for ever, such as for the other side of a pipe, ends as a failure."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ends_within(seconds: float) -> Iterator[None]:
    """Of the main thread alone; raises AssertionError where the block is not left in time."""

    def fail(*_: object) -> None:
        raise AssertionError(f"It still waits after {seconds:g} seconds.")

    before = signal.signal(signal.SIGALRM, fail)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
