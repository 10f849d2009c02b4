"""A confined process that is kept answers again and again, and none of its failures stays; what
takes too long is ended once, and what came in time is left alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from support.processes.until import until

from shotglass.sandbox import Limits, Worker
from shotglass.sandbox.worker import Watchdog

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux's")
DEEDS = "support.processes.confined_deeds"
PATIENCE = 30.0


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Worker]]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]), prepend=os.pathsep)
    made = []

    def make(deed: str, seconds: int = 1) -> Worker:
        made.append(Worker(f"{DEEDS}:{deed}", Limits(memory=64 << 20, seconds=seconds)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_one_process_answers_one_question_after_another(worker: Callable[..., Worker]) -> None:
    asked = worker("number")
    first, second = asked.ask({"a": ["é", None]}, PATIENCE), asked.ask("b", PATIENCE)
    assert first is not None
    assert second is not None
    assert (first.returned[0], second.returned[0]) == ({"a": ["é", None]}, "b")
    assert first.returned[1] == second.returned[1] != os.getpid()
    assert {"seccomp"} <= set(first.enforced)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("spin", "took longer than 1 seconds"),
        ("fill_memory", "needed more memory"),
        ("crash", "SIGSEGV"),
        ("leave", "ended with code 3"),
        ("write", "PermissionError|OSError"),
        ("say_much", "no usable answer|SIGKILL|needed more memory"),
        ("print", None),
    ],
)
def test_each_failure_is_told_and_the_next_question_is_answered(
    worker: Callable[..., Worker], question: str, why: str | None
) -> None:
    asked = worker("one_of_them")
    begun = time.monotonic()
    told = asked.ask(question, PATIENCE)
    assert told is not None
    if why is None:
        assert told.returned == "printed"
    else:
        assert re.search(why, told.failed or "")
    again = asked.ask("obey", PATIENCE)
    assert again is not None
    assert again.returned == "obeyed"
    assert time.monotonic() - begun < 20


def test_who_will_not_wait_for_another_question_is_told_none(
    worker: Callable[..., Worker],
) -> None:
    asked = worker("one_of_them")
    asked.warm()
    other = Thread(target=asked.ask, args=("spin", PATIENCE))
    other.start()
    until(lambda: asked.ask("obey", 0.05) is None)  # as soon as the other has it
    other.join()


def test_its_time_is_of_each_question_and_not_of_all(worker: Callable[..., Worker]) -> None:
    asked = worker("work", 30)
    first, *_, last = [asked.ask(seconds, PATIENCE) for seconds in (0, 1.2, 0)]
    assert first is not None
    assert last is not None
    assert last.returned >= first.returned + 1  # its end has moved on by what was used


@pytest.mark.parametrize("question", [None, "spin"])
def test_it_does_not_outlive_who_asked(worker: Callable[..., Worker], question: str | None) -> None:
    """Neither idle nor busy; killed, nobody can close anything."""
    program = (
        "import os, threading, time\n"
        "from shotglass.sandbox import Limits, Worker\n"
        "worker = Worker('support.processes.confined_deeds:one_of_them', Limits(seconds=1))\n"
        "worker.warm()\n"
        f"asked = {question!r}\n"
        "if asked: threading.Thread(target=worker.ask, args=(asked, 9)).start(); time.sleep(0.3)\n"
        "print(worker._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    path = Path(f"/proc/{int(done.stdout)}")
    deadline = time.monotonic() + 30
    while path.exists() and "Z" not in _state(path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not path.exists() or "Z" in _state(path)


def _state(path: Path) -> str:
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


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
