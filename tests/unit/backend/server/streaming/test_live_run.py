"""A run, which its reader takes events from or waits for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from shotglass.errors import QueueFull
from shotglass.events import Done, Event
from shotglass.server.streaming.admission import Admission
from shotglass.server.streaming.in_thread import in_thread, wait_until_over
from shotglass.server.streaming.live_run import MOST_UNREAD, Client, LiveRun, SlowReader

NOBODY = Client()


def event(index: int) -> Event:
    return Done("", index, "length", "", 0)


def test_a_run_is_counted_until_it_is_closed() -> None:
    admission = Admission(1)
    run = LiveRun(in_thread(lambda cancelled: iter([event(0)])), admission, NOBODY, 1)
    with pytest.raises(QueueFull):
        LiveRun(in_thread(lambda cancelled: iter([])), admission, NOBODY, 1)
    assert list(run) == [event(0)]
    run.close()
    run.close()
    LiveRun(in_thread(lambda cancelled: iter([])), admission, NOBODY, 1).close()
    assert admission.wait_until_idle(0)


def test_silence_is_told_by_nothing_once_a_heartbeat() -> None:
    go = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        go.wait(20)
        yield event(0)

    run = LiveRun(in_thread(events), Admission(1), NOBODY, 0.1)
    assert next(run) is None
    go.set()
    assert event(0) in run
    run.close()


def test_closing_a_busy_iterator_cancels_it_and_closes_it_in_its_own_thread() -> None:
    closed = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        try:
            yield event(0)
            cancelled.wait(60)
        finally:
            closed.set()

    run = LiveRun(in_thread(events), Admission(1), NOBODY, 1)
    assert next(run) == event(0)
    time.sleep(0.05)  # the thread of the run waits by now
    run.close()
    assert closed.wait(20)


def test_a_client_that_does_not_read_ends_the_run() -> None:
    closed, unread = threading.Event(), [MOST_UNREAD]

    def events(cancelled: threading.Event) -> Iterator[Event]:
        try:
            for index in range(1000):
                yield event(index)
        finally:
            closed.set()

    run = LiveRun(in_thread(events), Admission(1), Client(unread=lambda: unread[0]), 1)
    assert next(run) == event(0)
    unread[0] += 1
    with pytest.raises(SlowReader):
        next(run)
    run.close()
    assert closed.wait(20)


def test_taking_does_not_wait_and_tells_the_server_when_there_is_more() -> None:
    go, woken = threading.Event(), threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        yield event(0)
        go.wait(60)
        yield event(1)

    run = LiveRun(in_thread(events), Admission(1), Client(wake=lambda: woken.set), 1)
    assert next(run) == event(0)
    assert run.hand_over()
    assert run.take() is None
    assert not woken.is_set()
    go.set()
    assert woken.wait(20)
    assert run.take() == event(1)
    assert woken.wait(20)
    assert list(run) == []
    run.close()


def test_a_run_in_a_thread_raises_what_its_iterator_raises() -> None:
    def events(cancelled: threading.Event) -> Iterator[Event]:
        yield event(0)
        raise QueueFull("Too many.")

    run = LiveRun(in_thread(events), Admission(1), NOBODY, 1)
    assert next(run) == event(0)
    with pytest.raises(QueueFull, match="Too many"):
        next(run)
    run.close()


def test_a_run_that_was_never_read_is_never_begun() -> None:
    begun = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        begun.set()
        yield event(0)

    admission = Admission(1)
    LiveRun(in_thread(events), admission, NOBODY, 1).close()
    assert not begun.wait(0.1)
    assert admission.wait_until_idle(0)


def test_all_events_are_gathered_and_the_run_is_closed() -> None:
    """Some of which have to be waited for."""

    def events(cancelled: threading.Event) -> Iterator[Event]:
        for index in range(100):
            if index % 30 == 0:
                time.sleep(0.02)  # the reader has to wait
            yield event(index)

    admission = Admission(1)
    run = LiveRun(in_thread(events), admission, NOBODY, 1)
    assert run.all() == [event(index) for index in range(100)]
    assert admission.wait_until_idle(0)


def test_what_ends_a_run_that_is_gathered_is_raised() -> None:
    def events(cancelled: threading.Event) -> Iterator[Event]:
        yield event(0)
        raise QueueFull("Too many.")

    admission = Admission(1)
    run = LiveRun(in_thread(events), admission, NOBODY, 1)
    with pytest.raises(QueueFull, match="Too many"):
        run.all()
    assert admission.wait_until_idle(0)


def test_a_client_that_leaves_ends_a_run_that_is_gathered_however_silent_it_is() -> None:
    left, ended = threading.Event(), threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        yield event(0)
        if cancelled.wait(20):
            ended.set()

    run = LiveRun(in_thread(events), Admission(1), Client(gone=left.is_set), 1)
    threading.Timer(0.2, left.set).start()
    assert run.all() == [event(0)]
    assert ended.wait(20)


def test_the_end_of_the_server_waits_until_the_threads_of_runs_have_ended() -> None:
    """One that is inside onnxruntime when the interpreter ends aborts the process."""
    ended = threading.Event()

    def events(cancelled: threading.Event) -> Iterator[Event]:
        yield event(0)
        cancelled.wait(20)
        time.sleep(0.3)  # the step that it is at
        ended.set()

    run = LiveRun(in_thread(events), Admission(1), NOBODY, 1)
    assert next(run) == event(0)
    run.close()
    wait_until_over(20)
    assert ended.is_set()
