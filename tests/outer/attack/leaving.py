"""Answers that end before they are whole: their reader has left, and nothing more is computed for
it; or their file was written again, and that is a line of the log and no trace."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from outer.attack.place import BIG, Place, Target, Try, held
from support.models.tiny import write_tiny_folder
from support.servers.fakes import write_folder

LEFT = 12
SLOW = {"layers": 8, "width": 208, "context": 4000}  # a prompt takes a second and more
CALM = 1.0  # seconds until nothing is computed for those who left: a step of each
FILE = "weights.fp32.bin"
SEEN = re.compile(r'^shotglass_tokens_computed_total\{kind="prompt"\} (\d+)', re.MULTILINE)
GET = f"GET /api/v1/models/big/files/{FILE} HTTP/1.1\r\nHost: localhost\r\n\r\n"


def attack(place: Place) -> Iterator[Try]:
    with TemporaryDirectory(dir=place.folder) as scratch:
        models = Path(scratch) / "models"
        write_tiny_folder(models, "slow", "llama", 3, **SLOW)
        big = write_folder(models, "big", size=BIG)
        with place.serving("--models", str(models), "--model", "slow") as target:
            yield _logits(target)
            yield _changed(target, big / FILE)


def _logits(target: Target) -> Try:
    """With the log-probabilities of the prompt, which are read chunk by chunk."""
    prompt = "one, two, three, 123. " * 200
    body = json.dumps({"model": "slow", "prompt": prompt, "prompt_top": 3}).encode()
    head = "POST /api/v1/logits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    for _ in range(LEFT):
        with target.connect() as connection:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(0.05)
    time.sleep(CALM)
    before = computed(target)
    time.sleep(CALM)
    more = computed(target) - before
    return held(f"{LEFT} readers of logits who left", not more, f"{more} tokens computed for them")


def computed(target: Target) -> int:
    """Tokens of prompts that the server says it has computed."""
    told = SEEN.search(target.ask("/metrics").body.decode())
    assert told, "the server counts the tokens it computes"
    return int(told[1])


def _changed(target: Target, file: Path) -> Try:
    """The file that is sent is open already, so another one in its place would not be noticed."""
    with target.connect() as connection:
        connection.sendall(GET.encode())
        size = len(connection.recv(4096))
        file.touch()
        while more := len(connection.recv(1 << 20)):
            size += more
    log = target.log.read_text()
    line = "An answer was broken off" in log and log.count("\n") == 1
    return held("a download of a changed file", size < BIG and line, f"{size} bytes: {log[-500:]}")
