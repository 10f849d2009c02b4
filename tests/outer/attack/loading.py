"""Requests to a model while it is looked at, where it cannot be loaded, and at the server's end."""

from __future__ import annotations

import json
import resource
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from outer.attack.place import Place, Target, Try, held
from outer.hostile.handmade import spoilt_graphs
from support.models.tiny import write_tiny_folder

MANY = 96
MEMORY_STEP, MOST_MEMORY = 1 << 20, 64 << 20  # bytes beyond what the server has
HEAD = "POST /api/v1/generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def attack(place: Place) -> Iterator[Try]:
    yield from _tried(place)
    yield from _ended(place)
    yield from _without_memory(place)


@contextmanager
def _endless(place: Place) -> Iterator[tuple[Target, bytes]]:
    """A server of a model whose graph never ends, and what to post to /api/v1/generate."""
    with TemporaryDirectory(dir=place.folder) as scratch:
        models = Path(scratch)
        good = write_tiny_folder(models / "good", "model", "gpt2", layers=1)
        made = spoilt_graphs(good, models / "made", "native-fp32.onnx")
        (folder,) = [path for name, _, path in made if name == "onnx-endless"]
        command = ("--models", str(folder.parent), "--model", folder.name)
        with place.serving(*command, wait=False) as target:
            model = json.loads((folder / "manifest.json").read_text())["id"]
            body = {"model": model, "prompt": "a", "settings": {"max_tokens": 1}}
            yield target, json.dumps(body).encode()


def _tried(place: Place) -> Iterator[Try]:
    """It is tried in a process of its own, and the server never loads it; few requests wait for
    that."""
    with _endless(place) as (target, body), ThreadPoolExecutor(MANY) as pool:
        ask = (target.ask, "/api/v1/generate", "POST", body)
        answers = [one.result() for one in [pool.submit(*ask) for _ in range(MANY)]]
    statuses = Counter(answer.status for answer in answers)
    waited = [answer.body.decode() for answer in answers if answer.status == 500]
    refused = bool(waited) and all("tried it first" in words for words in waited)
    yield held("a graph that never ends", refused, f"{statuses} {waited[:1]}")
    few = statuses[503] >= MANY // 3
    yield held("few wait for a graph that never ends", few, f"they all do: {statuses}")


def _ended(place: Place) -> Iterator[Try]:
    """The server ends while requests wait for a model: one is read, one was left."""
    with _endless(place) as (target, body), ThreadPoolExecutor(2) as pool:
        ask = (target.ask, "/api/v1/generate", "POST", body)
        waiting, left = pool.submit(*ask), target.connect()
        left.sendall(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        time.sleep(0.5)
        target.process.terminate()
        left.close()
        answer, code, log = waiting.result(), target.process.wait(60), target.log.read_text()
    hardened = answer.headers.get("x-content-type-options") == "nosniff"
    draining = answer.status == 503 and hardened and b"draining" in answer.body
    yield held("waiting when the server ends", draining, f"{answer.status} {answer.body[:200]!r}")
    quiet = code == 0 and "Traceback" not in log
    yield held("the end while requests wait", quiet, f"exit code {code}: {log[-300:]}")


def _without_memory(place: Place) -> Iterator[Try]:
    """The server may have ever more, until it suffices to load a model that was looked at before:
    where it runs out is another place each time."""
    write_tiny_folder(place.models, "other", "llama", 4)
    body = b'{"model":"other","prompt":"a","settings":{"max_tokens":2}}'
    with place.serving("--model", "other"):
        pass
    answers = []
    with place.serving() as target:
        used = target.usage.memory_info().vms
        for more in range(0, MOST_MEMORY, MEMORY_STEP):
            limits = (used + more, resource.RLIM_INFINITY)
            resource.prlimit(target.process.pid, resource.RLIMIT_AS, limits)
            answers.append(target.ask("/api/v1/generate", "POST", body))
            if answers[-1].status == 200:
                break
    *short, last = answers
    odd = [one.body for one in short if one.status != 503 or b"not enough memory" not in one.body]
    yield held("too little memory for a model", bool(short) and not odd, f"{len(short)}: {odd[:1]}")
    yield held("enough memory for it again", last.status == 200, f"{last.status} {last.body!r}")
