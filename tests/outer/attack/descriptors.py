"""More connections than descriptors, bodies that never end, bodies that nobody may send."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

from outer.attack.place import Place, Target, Try, answers, held

LIMIT = 1024  # descriptors of the server
IDLE = 1100
POSTS, SENT = 700, 700_000  # unfinished posts, bytes of each
LARGE = 55_000_000
POST = (
    "POST /api/v1/tokenize HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n"
    "Content-Length: {}\r\n\r\n"
)


def attack(place: Place) -> Iterator[Try]:
    if sys.platform == "win32":
        return
    _need(4 * LIMIT)
    with place.serving(before=_few) as target:
        before = target.usage.num_fds()
        yield from _idle(target)
        yield from _unfinished(target)
        yield from _foreign(target)
        log = target.log.stat().st_size
        yield held(
            "the log is short", log < 10_000, f"{log} bytes: {target.log.read_text()[:1500]}"
        )
        time.sleep(3)
        after = target.usage.num_fds()
        yield held("descriptors are back", after <= before + 5, f"{before}, then {after}")


def _need(wanted: int) -> None:
    """Descriptors for our own ends."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def _few() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (LIMIT, LIMIT))


def _idle(target: Target) -> Iterator[Try]:
    with ExitStack() as opened:
        for _ in range(IDLE):
            with suppress(OSError):
                opened.enter_context(target.connect())
        yield answers(target, f"{IDLE} idle connections")
        used = target.usage.num_fds()
        yield held("half of the descriptors", used < LIMIT // 2 + 150, f"{used} are used")


def _unfinished(target: Target) -> Iterator[Try]:
    memory = target.memory
    with ExitStack() as opened:
        head = POST.format("localhost", SENT + 1).encode()
        for _ in range(POSTS):
            with suppress(OSError):
                connection = opened.enter_context(target.connect())
                connection.setblocking(False)
                _pour(connection, head + b" " * SENT)
        yield answers(target, f"{POSTS} unfinished posts")
        grown = target.memory - memory
        yield held("they are not kept in memory", grown < 200 << 20, f"{grown >> 20} MiB more")
    yield answers(target, "afterwards")


def _foreign(target: Target) -> Iterator[Try]:
    memory, read = target.memory, 0
    for _ in range(6):
        with suppress(OSError), target.connect() as connection:
            connection.sendall(POST.format("evil.example", LARGE).encode() + b" " * 100_000)
            read += connection.recv(12) == b"HTTP/1.1 421"
    yield held("a foreign Host is refused before its body", read == 6, f"{read} of 6 were")
    large = 0
    for _ in range(6):
        with suppress(OSError), target.connect() as connection:
            connection.sendall(POST.format("localhost", LARGE).encode() + b" " * 100_000)
            large += connection.recv(12) == b"HTTP/1.1 413"
    yield held("a large body is refused before it comes", large == 6, f"{large} of 6 were")
    grown = target.memory - memory
    yield held("nothing of them is kept", grown < 50 << 20, f"{grown >> 20} MiB more")


def _pour(connection: socket.socket, data: bytes) -> None:
    """What the server takes of it within a moment."""
    end = time.monotonic() + 0.02
    while data and time.monotonic() < end:
        try:
            data = data[connection.send(data) :]
        except BlockingIOError:
            time.sleep(0.002)
