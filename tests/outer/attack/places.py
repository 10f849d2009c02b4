"""One client that takes every place there is: its long runs, read by nobody, keep nobody out.

Another client is another address of loopback, and the class behind the same router is the same one.
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from outer.attack.measuring import Load
from outer.attack.place import Place, Target, Try

RUNS = 60  # more than there are places
SETTLED = 3.0  # seconds in which one that has been asked for begins
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
ASKED = {"model": "tiny", "prompt": "a house", "settings": {"max_tokens": 2}}


def attack(place: Place) -> Iterator[Try]:
    with place.serving("--model", "tiny") as target, ExitStack() as stack:
        body = Load(prompts=20_000, clients=0).body()
        for _ in range(RUNS):
            stack.enter_context(posted(target, "/api/v1/measure", body, HERE))
        most = _most_running(target)
        yield Try("long runs", None if most == 24 else f"{most} have a place; 24 were expected")
        for name, address in (("another client", ELSEWHERE), ("the same address", HERE)):
            yield Try(f"a stream of {name}", _answered(target, address))
        whole = target.ask(
            "/api/v1/generate", "POST", json.dumps(ASKED | {"stream": False}).encode()
        )
        yield Try("a request that cannot wait", None if whole.status == 200 else f"{whole.status}")


def _most_running(target: Target) -> int:
    """How many run once no more of them begin."""
    before, now = 0, _running(target)
    while now > before or not now:
        time.sleep(SETTLED)
        before, now = now, _running(target)
    return now


def _running(target: Target) -> int:
    found = re.search(r"requests_active (\d+)", target.ask("/metrics").body.decode())
    assert found, "the server counts what runs"
    return int(found[1])


def posted(target: Target, path: str, body: dict[str, Any], address: str) -> socket.socket:
    """What was asked for and has not been read."""
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    connection = socket.create_connection(target.address, 30, (address, 0))
    connection.sendall(head.encode() + data)
    return connection


def _answered(target: Target, address: str) -> str | None:
    """What is wrong with a stream that the client asks for now."""
    with posted(target, "/api/v1/generate", ASKED, address) as connection:
        read = b""
        while more := connection.recv(65536):
            read += more
    ended = b'"type": "end"' in read
    return None if ended and b'"waiting"' not in read.split(b'"start"')[0] else repr(read[-200:])
