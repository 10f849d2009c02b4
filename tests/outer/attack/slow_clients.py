"""Clients that read or send slowly: others are answered meanwhile."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

from outer.attack.place import PATIENCE, Place, Target, Try, answers, held

FILE = "/api/v1/models/big/files/weights.fp32.bin"
ARCHIVE = "/api/v1/models/big/download/portable"
GET = "GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n"
POST = "POST /api/v1/tokenize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as target:
        for path, more in ((FILE, ""), (FILE, "Range: bytes=1-\r\n"), (ARCHIVE, "")):
            yield from _readers(target, f"48 readers of {path} {more.strip()}", path, more)
        halves = [("headers", "GET / HTTP/1.1\r\nHos", 150)]
        halves += [("bodies", f"{POST}Content-Length: 900\r\n\r\n{{", 100)]
        for name, half, count in halves:
            with ExitStack() as opened:
                for _ in range(count):
                    _begun(target, opened, half)
                yield answers(target, f"{count} half {name}")
        yield held("no thread is lost", target.usage.num_threads() < 130, "there are more threads")


def _readers(target: Target, name: str, path: str, more: str) -> Iterator[Try]:
    with ExitStack() as opened:
        begun = [_begun(target, opened, GET.format(path, more)) for _ in range(48)]
        time.sleep(0.5)
        yield answers(target, name)
        statuses = [one.recv(12)[9:12] for one in begun]
        some = set(statuses) <= {b"200", b"206", b"429"} and b"429" in statuses
        yield held(f"{name}: statuses", some, f"{set(statuses)}")
        models = target.ask("/api/v1/models")
        quick = models.status == 200 and models.seconds < 2 * PATIENCE
        yield held(f"{name}: models", quick, f"{models.status} in {models.seconds:.1f} s")
    time.sleep(1.5)
    again = target.ask(path, Range="bytes=0-9")
    yield held(f"{name}: free again", again.status in (200, 206), f"status {again.status}")


def _begun(target: Target, opened: ExitStack, half: str) -> socket.socket:
    connection = opened.enter_context(socket.socket())
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(10)
    connection.connect(target.address)
    connection.sendall(half.encode())
    return connection
