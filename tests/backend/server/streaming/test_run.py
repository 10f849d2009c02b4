"""A run and its reader thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from shotglass.errors import QueueFull
from shotglass.events import Done, Event
from shotglass.server.streaming import run as running
from shotglass.server.streaming.admission import Admission
from shotglass.server.streaming.run import Run, SlowReader


def event(index: int) -> Event:
    return Done("", index, "length", "", 0)


def never() -> bool:
    return False


def test_a_run_is_counted_until_it_is_closed() -> None:
    admission = Admission(1)
    run = Run(lambda cancelled: iter([event(0)]), admission, never, 1)
    with pytest.raises(QueueFull):
        Run(lambda cancelled: iter([]), admission, never, 1)
    assert list(run) == [event(0)]
    run.close()
    run.close()
    Run(lambda cancelled: iter([]), admission, never, 1).close()
    assert admission.wait_until_idle(0)


def test_silence_is_told_by_nothing_once_a_heartbeat() -> None:
    go = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        go.wait(5)
        yield event(0)

    run = Run(events, Admission(1), never, 0.1)
    began = time.monotonic()
    assert next(run) is None
    assert 0.09 < time.monotonic() - began < 1
    go.set()
    assert event(0) in run
    run.close()


def test_closing_a_busy_iterator_cancels_it_and_closes_it_in_its_own_thread() -> None:
    closed = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        try:
            yield event(0)
            cancelled.wait(5)
        finally:
            closed.set()

    run = Run(events, Admission(1), never, 1)
    assert next(run) == event(0)
    time.sleep(0.05)
    run.close()
    assert closed.wait(1)


def test_a_client_that_does_not_read_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_WAITING", 10)
    closed = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        try:
            for index in range(1000):
                yield event(index)
        finally:
            closed.set()

    run = Run(events, Admission(1), never, 1)
    assert closed.wait(1)
    with pytest.raises(SlowReader):
        list(run)
    run.close()
