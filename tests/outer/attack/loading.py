"""The first requests to a model, 64 at once, while it is looked at and loaded."""

from __future__ import annotations

import json
import resource
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from outer.attack.place import PATIENCE, Place, Target, Try, held
from outer.hostile.handmade import spoilt_graphs
from support.models.tiny import write_tiny_folder

MANY = 64
MEMORY_STEP, MOST_MEMORY = 1 << 20, 64 << 20  # bytes beyond what the server has
HEAD = "POST /api/v1/generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
PATHS = {
    "generate": ("/api/v1/generate", b'{"model":"tiny","prompt":"a","settings":{"max_tokens":2}}'),
    "completions": ("/v1/completions", b'{"model":"tiny","prompt":"a","max_tokens":2}'),
    "vocabulary": ("/api/v1/models/tiny/vocabulary", None),
}


def attack(place: Place) -> Iterator[Try]:
    for name, (path, body) in PATHS.items():
        with place.serving(wait=False) as target:
            yield from _first(target, name, path, body)
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
    few = statuses[503] >= MANY // 2
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


def _first(target: Target, name: str, path: str, body: bytes | None) -> Iterator[Try]:
    waits: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            waits.append(target.health())

    looking = threading.Thread(target=look)
    looking.start()
    with ThreadPoolExecutor(MANY) as pool:
        method = "POST" if body else "GET"
        asked = [pool.submit(target.ask, path, method, body) for _ in range(MANY)]
        answers = [one.result() for one in asked]
    over.set()
    looking.join()
    statuses = Counter(answer.status for answer in answers)
    known = set(statuses) <= {200, 429, 503} and statuses[200] > 0
    yield held(f"{name}: statuses", known, f"{statuses}")
    told = all("retry-after" in one.headers for one in answers if one.status in (429, 503))
    yield held(f"{name}: who must wait is told how long", told, "Retry-After is missing")
    worst = max(waits)
    yield held(f"{name}: health meanwhile", worst < PATIENCE, f"it took {worst:.1f} s")
