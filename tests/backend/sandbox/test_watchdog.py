"""What takes too long is ended once, and what came in time is left alone."""

from __future__ import annotations

import threading
import time

from shotglass.sandbox.watchdog import Watchdog


def test_a_block_that_takes_too_long_is_ended_and_one_in_time_is_not() -> None:
    watchdog, ended = Watchdog(), threading.Event()
    with watchdog.over(60, ended.set):
        pass
    assert not watchdog.late
    with watchdog.over(0.05, ended.set):  # earlier than what the thread waits for
        assert ended.wait(10)
    assert watchdog.late
    ended.clear()
    with watchdog.over(60, ended.set):
        pass
    assert not watchdog.late
    assert not ended.is_set()
    watchdog.close()


def test_many_short_blocks_need_one_thread_and_are_never_ended() -> None:
    watchdog, ended, before = Watchdog(), threading.Event(), set(threading.enumerate())
    end = time.monotonic() + 1.2
    while time.monotonic() < end:  # longer than one of them may take
        with watchdog.over(1.0, ended.set):
            pass
    (thread,) = set(threading.enumerate()) - before
    assert not ended.is_set()
    watchdog.close()
    thread.join(10)
    assert not thread.is_alive()


def test_after_it_was_closed_another_block_is_watched_again() -> None:
    watchdog, ended = Watchdog(), threading.Event()
    for _ in range(2):
        with watchdog.over(0.05, ended.set):
            assert ended.wait(10)
        ended.clear()
        watchdog.close()
