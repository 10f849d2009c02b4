"""Searches for causes that are left, many at once, and at the end of the server."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from outer.attack.place import Place, Target, Try, held
from support.inputs.measured_task import LABELS, TASK

from shotglass.engine.library import BUNDLED

REAL = "house-gpt2"  # whose runs take long enough that most of the time a thread is in one
KINDS = ("example", "head", "vector")
LEFT = 40
CALM = 8.0  # seconds until nothing is computed for those who left: a busy machine, one step each
TOGETHER = 8
ENDS = 4  # servers that are ended in the middle


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as target:
        yield _left(target)
        yield _together(target)
    for number in range(ENDS):
        yield _ended(place, number)


def _left(target: Target) -> Try:
    """The longest to plan: 4,352 prompts are read before the first event."""
    quiet, threads = _busy(target, 1.0), target.usage.num_threads()
    for _ in range(LEFT):
        with _asked(target, "example", k=16, questions=256):
            time.sleep(0.05)
    time.sleep(CALM)
    busy, more = _busy(target, 1.0), target.usage.num_threads() - threads
    return held(
        f"{LEFT} searches that were left",
        busy < quiet + 0.3 and more <= 1,
        f"{CALM:.0f} s later {more} threads are there and {busy:.1f} processors busy",
    )


def _together(target: Target) -> Try:
    """However many go on, the weights are mapped for one search, and once to tell a cost."""
    most = []
    for count in (1, TOGETHER):
        with ExitStack() as opened:
            for _ in range(count):
                opened.enter_context(_asked(target, "head", k=8, questions=128))
            end, seen = time.monotonic() + 6.0, [0]
            while time.monotonic() < end:
                seen.append(_mapped(target))
            most.append(max(seen))
        time.sleep(2.0)
    alone, together = most
    return held(
        f"{TOGETHER} searches at once",
        alone > 0 and together <= 3 * alone,
        f"the weights are mapped {together} times, {alone} times for one",
    )


def _ended(place: Place, number: int) -> Try:
    """Two signals while searches go on: the second cuts them."""
    options = ("--models", str(BUNDLED), "--model", REAL)
    with place.serving(*options) as target, ExitStack() as opened:
        for kind in KINDS:
            opened.enter_context(_asked(target, kind, k=16, questions=64, model=REAL))
        time.sleep(1.5 + 0.2 * number)
        target.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        target.process.send_signal(signal.SIGTERM)
        code = target.process.wait(60)
        log = target.log.read_text()
    return held(f"end {number}", code == 0 and not log, f"exit code {code}: {log[-300:]}")


def _asked(target: Target, kind: str, k: int, questions: int, model: str = "tiny") -> socket.socket:
    """Opened, and read by nobody."""
    shots = [{"input": f"cat {n}", "output": LABELS[n % 2]} for n in range(k)]
    items = [
        {"input": f"house {n}", "expected": LABELS[n * n % 3 % 2]} for n in range(questions + 8)
    ]
    body = {
        "model": model, "prompt": TASK | {"shot_sets": {"main": shots}}, "items": items,
        "shot_set": "main", "k": k, "questions": questions,
    } | ({"top": 3} if kind == "vector" else {})  # fmt: skip
    data = json.dumps(body).encode()
    head = f"POST /api/v1/measure/{kind} HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    connection = target.connect(60)
    connection.sendall(head.encode() + data)
    return connection


def _busy(target: Target, seconds: float) -> float:
    """Processors that the server uses."""
    before = sum(target.usage.cpu_times()[:2])
    time.sleep(seconds)
    return (sum(target.usage.cpu_times()[:2]) - before) / seconds


def _mapped(target: Target) -> int:
    maps = Path(f"/proc/{target.process.pid}/maps").read_text()
    return sum("weights" in line for line in maps.splitlines())
