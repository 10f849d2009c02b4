"""Answers that do not come to their end: whose client leaves, and whose file is replaced."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import BinaryIO

from outer.attack.place import BIG, Place, Target, Try, held
from support.servers.fakes import write_folder

from shotglass.engine.library import BUNDLED

REAL, TOKENS = "house-gpt2", 500
LEFT = 24  # requests, which are computed for seconds
SLACK = 60.0  # seconds until nothing is computed any more
BEGUN = 100_000  # bytes that have come, so that the file is open
FILE = "/api/v1/models/replaced/files/weights.fp32.bin"
LINE = "An answer was broken off"


def attack(place: Place) -> Iterator[Try]:
    with place.serving("--models", str(BUNDLED), "--model", REAL) as target:
        yield _left(target)
    yield from _replaced(place)


def _left(target: Target) -> Try:
    """All logits of long prompts are asked for, and everybody leaves."""
    before = _computed(target, "prompt")
    with ExitStack() as opened:
        for number in range(LEFT):
            opened.enter_context(_asked(target, number))
        time.sleep(0.5)
    end = time.monotonic() + SLACK
    while _count(target, "shotglass_requests_active") and time.monotonic() < end:
        time.sleep(0.05)
    share = (_computed(target, "prompt") - before) / (LEFT * TOKENS)
    return held("logits for nobody", share < 0.5, f"{100 * share:.0f} % of them are computed")


def _asked(target: Target, number: int) -> socket.socket:
    """Opened, and read by nobody."""
    body = {"model": REAL, "prompt_ids": [300 + number] * TOKENS, "prompt_top": 5}
    data = json.dumps(body).encode()
    head = "POST /api/v1/logits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    connection = target.connect(60)
    connection.sendall(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
    return connection


def _computed(target: Target, kind: str) -> float:
    return _count(target, f'shotglass_tokens_computed_total{{kind="{kind}"}}')


def _count(target: Target, name: str) -> float:
    text = target.ask("/metrics").body.decode()
    line = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert line is not None, f"/metrics does not tell {name}"
    return float(line[1])


def _replaced(place: Place) -> Iterator[Try]:
    """A model is imported again while one of its files is sent, and the old file becomes shorter
    or other bytes."""
    yield from _spoilt(place, "shorter", lambda file: file.truncate(BIG // 2))
    yield from _spoilt(place, "other bytes", lambda file: file.write(b"other bytes"))


def _spoilt(place: Place, name: str, spoil: Callable[[BinaryIO], object]) -> Iterator[Try]:
    write_folder(place.models, "replaced", size=BIG)
    with place.serving() as target, target.connect(30) as connection:
        connection.sendall(f"GET {FILE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        read = 0
        while read < BEGUN:
            read += len(connection.recv(BEGUN))
        (place.models / "replaced").rename(place.folder / "before")
        write_folder(place.models, "replaced", size=BIG)
        with (place.folder / "before" / "weights.fp32.bin").open("r+b") as file:
            spoil(file)
        while read < BIG and (more := connection.recv(1 << 20)):
            read += len(more)
        log = target.log.read_text()
    for folder in (place.models / "replaced", place.folder / "before"):
        shutil.rmtree(folder)
    yield held(f"a file that is {name} is broken off", 0 < read < BIG, f"{read} bytes came")
    short = LINE in log and "Traceback" not in log
    yield held(f"{name}: one line of the log", short, log[-300:] or "nothing is logged")
