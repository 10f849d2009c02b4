"""The end of the server while threads of it are inside onnxruntime: searches, and a load."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

from outer.attack.place import Place, Target, Try, held
from support.inputs.measured_task import LABELS, TASK

from shotglass.engine.library import BUNDLED

REAL = "house-gpt2"  # whose runs take long enough that most of the time a thread is in one
KINDS = ("example", "head", "vector")
EXAMPLES = 16
ENDS = 4  # servers that are ended in the middle
LOADS = 4
SOON = 3.0  # seconds


def attack(place: Place) -> Iterator[Try]:
    for number in range(ENDS):
        yield _ended(place, number)
    for number in range(LOADS):
        yield _ended_while_loading(place, number)


def _ended(place: Place, number: int) -> Try:
    """Two signals while searches go on: the second cuts them."""
    options = ("--models", str(BUNDLED), "--model", REAL)
    with place.serving(*options) as target, ExitStack() as opened:
        for kind in KINDS:
            opened.enter_context(_asked(target, kind))
        time.sleep(1.5 + 0.2 * number)
        target.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        target.process.send_signal(signal.SIGTERM)
        code = target.process.wait(60)
        log = target.log.read_text()
    return held(f"end {number}", code == 0 and not log, f"exit code {code}: {log[-300:]}")


def _ended_while_loading(place: Place, number: int) -> Try:
    with place.serving("--models", str(BUNDLED), "--model", REAL, wait=False) as target:
        time.sleep(0.1 * number)
        began = time.monotonic()
        target.process.send_signal(signal.SIGTERM)
        code = target.process.wait(60)
        took = time.monotonic() - began
        log = target.log.read_text()
    said = f"exit code {code} after {took:.1f} s: {log[-300:]}"
    return held(f"end while loading {number}", code == 0 and not log and took < SOON, said)


def _asked(target: Target, kind: str) -> socket.socket:
    """Opened, and read by nobody."""
    shots = [{"input": f"cat {n}", "output": LABELS[n % 2]} for n in range(EXAMPLES)]
    items = [{"input": f"house {n}", "expected": LABELS[n * n % 3 % 2]} for n in range(72)]
    body = {
        "model": REAL, "prompt": TASK | {"shot_sets": {"main": shots}}, "items": items,
        "shot_set": "main", "k": EXAMPLES, "questions": 64,
    } | ({"top": 3} if kind == "vector" else {})  # fmt: skip
    data = json.dumps(body).encode()
    head = f"POST /api/v1/measure/{kind} HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    connection = target.connect(60)
    connection.sendall(head.encode() + data)
    return connection
