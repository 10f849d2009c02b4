"""What shows the inside of a model, and what measures it: large answers at once, which are read by
nobody or as text, and small ones for long. Memory stays bounded, and others are answered."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from outer.attack.place import PATIENCE, Place, Target, Try, held
from support.inputs.measured_task import LABELS, TASK

from shotglass.engine.library import BUNDLED

REAL = "house-gpt2"
TEXT = "the cat sat on the mat and " * 60
HEAD_OFF = {"kind": "head", "layer": 0, "head": 1}
UNREAD = {"layers": [0, 1, 2, 3, 4, 5], "scores": True, "hidden": True}
UNREAD_AT_ONCE, UNREAD_ROOM = 40, 400 << 20  # bytes by which the server may grow
AS_TEXT = {"layers": [0, 1]}
TEXTS_AT_ONCE, TEXTS_ROOM = 36, 600 << 20
SMALL, SEARCHES, CLIENTS = 900, 240, 4  # requests of each kind, and a third of it to warm up
GROWTH = 28_000  # bytes by which the server may grow a request, where one has 60 kB of arrays


def attack(place: Place) -> Iterator[Try]:
    for large in (_unread, _as_text):
        with place.serving("--models", str(BUNDLED), "--model", REAL) as target:
            yield from large(target)
    for path, requests, body in _small():
        with place.serving() as target:
            yield _lasting(target, path, requests, body)


def _unread(target: Target) -> Iterator[Try]:
    """All but a few are turned away, and those few are sent later."""
    body = _large(UNREAD)
    one = len(target.ask("/api/v1/explain", "POST", body).body)
    before, looks = target.memory, [(0, 0.0)]
    with ExitStack() as opened:
        asked = [opened.enter_context(_asked(target, body)) for _ in range(UNREAD_AT_ONCE)]
        end = time.monotonic() + 40
        while time.monotonic() < end:
            looks.append((target.memory - before, target.health()))
            time.sleep(0.1)
        statuses = Counter(connection.recv(12)[9:12] for connection in asked)
    yield from _bounded("unread", looks, UNREAD_ROOM)
    some = set(statuses) == {b"200", b"429"}
    yield held("unread: statuses", some, f"{dict(statuses)} of {one:,} bytes each")
    time.sleep(1)
    again = target.ask("/api/v1/explain", "POST", body)
    yield held("unread: free again", again.status == 200, f"{again.status} {again.body[:200]!r}")


def _as_text(target: Target) -> Iterator[Try]:
    body = _large(AS_TEXT)
    statuses: Counter[int] = Counter()
    before, looks = target.memory, [(0, 0.0)]

    def ask() -> None:
        answer = target.ask("/api/v1/explain", "POST", body, Accept="application/json")
        statuses[answer.status] += 1

    with _threads(ask, TEXTS_AT_ONCE) as threads:
        while any(thread.is_alive() for thread in threads):
            looks.append((target.memory - before, target.health()))
            time.sleep(0.1)
    yield from _bounded("as text", looks, TEXTS_ROOM)
    some = statuses[200] > 0 and set(statuses) <= {200, 429}
    yield held("as text: statuses", some, f"{dict(statuses)}")


def _bounded(name: str, looks: list[tuple[int, float]], room: int) -> Iterator[Try]:
    grown, slowest = (max(column) for column in zip(*looks, strict=True))
    yield held(f"{name}: memory", grown < room, f"it grew by {grown >> 20} MiB")
    yield held(f"{name}: health", slowest < PATIENCE, f"it took {slowest:.1f} s")


def _lasting(target: Target, path: str, requests: int, body: Callable[[int], bytes]) -> Try:
    """Many requests, each a little different, from few clients."""
    statuses: Counter[int] = Counter()
    numbers = count()

    def ask(count: int) -> None:
        left = threading.Semaphore(count)

        def client() -> None:
            while left.acquire(blocking=False):
                statuses[target.ask(path, "POST", body(next(numbers))).status] += 1

        with _threads(client, CLIENTS):
            pass

    ask(requests // 3)
    before = target.memory
    ask(requests)
    grown, good = target.memory - before, set(statuses) == {200}
    kept = f"it grew by {grown >> 10} KiB in {requests} requests, {dict(statuses)}"
    return held(f"{path}: memory in the long run", good and grown < GROWTH * requests, kept)


def _large(options: dict[str, object]) -> bytes:
    return json.dumps({"model": REAL, "prompt": TEXT} | options).encode()


def _small() -> Iterator[tuple[str, int, Callable[[int], bytes]]]:
    shots = [{"input": f"cat {n}", "output": LABELS[n % 2]} for n in range(2)]
    task = {"prompt": TASK | {"shot_sets": {"main": shots}}, "shot_set": "main"}
    search = {"k": 2, "questions": 2}
    for path, own in (
        ("explain", {"layers": [0], "scores": True, "hidden": True, "lens": 2}),
        ("trace", {"layer": 0}),
        ("score", {"labels": list(LABELS), "interventions": [HEAD_OFF]}),
    ):
        yield (
            f"/api/v1/{path}",
            SMALL,
            lambda n, own=own: _body(own, prompt=f"the cat number {n % 500}"),
        )
    for path, own in (
        ("", {"conditions": {"k": [0, 2]}}),
        ("/example", search),
        ("/head", search | {"draws": 1}),
        ("/vector", search | {"top": 1}),
    ):
        yield (
            f"/api/v1/measure{path}",
            SEARCHES,
            lambda n, own=own: _body(task | own, items=_items(n)),
        )


def _body(own: dict[str, object], **values: object) -> bytes:
    return json.dumps({"model": "tiny"} | own | values).encode()


def _items(number: int) -> list[dict[str, str]]:
    return [
        {"input": f"house {number % 500} {n}", "expected": LABELS[n * n % 3 % 2]} for n in range(4)
    ]


def _asked(target: Target, body: bytes) -> socket.socket:
    """Opened, and read by nobody."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(60)
    connection.connect(target.address)
    head = "POST /api/v1/explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return connection


@contextmanager
def _threads(call: Callable[[], None], number: int) -> Iterator[list[threading.Thread]]:
    threads = [threading.Thread(target=call) for _ in range(number)]
    for thread in threads:
        thread.start()
    yield threads
    for thread in threads:
        thread.join()
