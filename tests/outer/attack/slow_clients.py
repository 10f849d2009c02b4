"""Clients that read or send slowly: others are answered meanwhile, and the stuck ones are ended."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

from outer.attack.place import PATIENCE, Place, Target, Try, held

STUCK = 45.0  # seconds after which a connection that does not move must be gone
DRIPPING = 140.0  # seconds after which one must be gone whose request is still not whole
FILE = "/api/v1/models/big/files/weights.fp32.bin"
ARCHIVE = "/api/v1/models/big/download/portable"
GET = "GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n"
POST = "POST /api/v1/tokenize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def attack(place: Place) -> Iterator[Try]:
    with place.serving() as target:
        for path, more in ((FILE, ""), (FILE, "Range: bytes=1-\r\n"), (ARCHIVE, "")):
            yield from _readers(target, f"48 readers of {path} {more.strip()}", path, more)
        yield from _stuck(target)
        yield _dripping(target)
        halves = [("headers", "GET / HTTP/1.1\r\nHos", 150)]
        halves += [("bodies", f"{POST}Content-Length: 900\r\n\r\n{{", 100)]
        for name, half, count in halves:
            with ExitStack() as opened:
                for _ in range(count):
                    _begun(target, opened, half)
                yield _answers(target, f"{count} half {name}")
        yield held("no thread is lost", target.usage.num_threads() < 130, "there are more threads")


def _readers(target: Target, name: str, path: str, more: str) -> Iterator[Try]:
    with ExitStack() as opened:
        begun = [_begun(target, opened, GET.format(path, more)) for _ in range(48)]
        time.sleep(0.5)
        yield _answers(target, name)
        statuses = [one.recv(12)[9:12] for one in begun]
        some = set(statuses) <= {b"200", b"206", b"429"} and b"429" in statuses
        yield held(f"{name}: statuses", some, f"{set(statuses)}")
        models = target.ask("/api/v1/models")
        quick = models.status == 200 and models.seconds < 2 * PATIENCE
        yield held(f"{name}: models", quick, f"{models.status} in {models.seconds:.1f} s")
    time.sleep(1.5)
    again = target.ask(path, Range="bytes=0-9")
    yield held(f"{name}: free again", again.status in (200, 206), f"status {again.status}")


def _stuck(target: Target) -> Iterator[Try]:
    """One that takes nothing, one whose body stops, one whose headers stop."""
    with ExitStack() as opened:
        halves = {
            "a reader": GET.format(FILE, ""),
            "headers": "GET / HTTP/1.1\r\nHos",
            "a body": f"{POST}Content-Length: 900\r\n\r\n{{",
        }
        begun = {name: _begun(target, opened, half) for name, half in halves.items()}
        before = time.monotonic()
        while time.monotonic() - before < STUCK and _open(target) < len(begun):
            time.sleep(0.1)  # until the server has accepted them
        while time.monotonic() - before < STUCK and _open(target):
            time.sleep(0.5)
        seconds = time.monotonic() - before
        left = _open(target)
        yield held("what is stuck is ended", not left, f"{left} are open after {seconds:.0f} s")
        yield held("but not at once", seconds > 20, f"after {seconds:.0f} s")
        assert begun


def _dripping(target: Target) -> Try:
    """A byte now and then is no request."""
    with ExitStack() as opened:
        connection = _begun(target, opened, f"{POST}Content-Length: 9000\r\n\r\n{{")
        before = time.monotonic()
        while (seconds := time.monotonic() - before) < DRIPPING:
            time.sleep(2.0)
            try:
                connection.sendall(b" ")
            except OSError:
                return held(
                    "a body that drips", seconds > 60, f"it was ended after {seconds:.0f} s"
                )
    return Try("a body that drips", f"it is open after {seconds:.0f} s")


def _open(target: Target) -> int:
    found = target.usage.net_connections("tcp")
    return sum(1 for one in found if one.status == "ESTABLISHED" and one.raddr)


def _begun(target: Target, opened: ExitStack, half: str) -> socket.socket:
    connection = opened.enter_context(socket.socket())
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(10)
    connection.connect(target.address)
    connection.sendall(half.encode())
    return connection


def _answers(target: Target, name: str) -> Try:
    try:
        worst = max(target.health() for _ in range(10))
    except OSError as error:
        return Try(name, f"health: {error}")
    return held(name, worst < PATIENCE, f"health took {worst:.1f} s")
