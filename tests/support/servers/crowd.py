"""Many clients of one live server at once, over raw sockets, and what the server counts of them."""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psutil

TESTS = Path(__file__).parents[2]


class Server:
    """A process that prints its address; ``script`` is one of this folder."""

    def __init__(self, script: str, *arguments: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(script)), *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        )
        assert self.process.stdout is not None
        self.port = urlsplit(self.process.stdout.readline().strip()).port or 0
        self.usage = psutil.Process(self.process.pid)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def client(self, **body: object) -> Client:
        return Client(self.port, body)

    def get(self, path: str) -> tuple[int, bytes, float]:
        """Status, body and seconds."""
        return self._asked("GET", path, None)

    def post(self, path: str, body: dict[str, object]) -> tuple[int, bytes, float]:
        return self._asked("POST", path, json.dumps(body).encode())

    def _asked(self, method: str, path: str, data: bytes | None) -> tuple[int, bytes, float]:
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Connection": "close", "Content-Type": "application/json"}
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body, time.monotonic() - began

    def counted(self, name: str) -> int:
        """A number of /metrics, by its whole name with labels; 0 where it is not there yet."""
        text = self.get("/metrics")[1].decode()
        line = re.search(rf"^shotglass_{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return int(float(line[1])) if line else 0

    def wait(self, reached: Callable[[], bool], seconds: float) -> float:
        """How long it took; fails when that is more than ``seconds``."""
        began = time.monotonic()
        while not reached():
            assert time.monotonic() - began < seconds, f"not reached in {seconds} s"
            time.sleep(0.02)
        return time.monotonic() - began


class Client:
    """One POST to /api/v1/generate, read as it comes."""

    def __init__(self, port: int, body: dict[str, object]) -> None:
        data = json.dumps(body).encode()
        head = (
            "POST /api/v1/generate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.sendall(head.encode() + data)
        self.read = b""

    def until(self, words: bytes) -> bytes:
        """What came, up to and with ``words``."""
        while words not in self.read:
            more = self._socket.recv(65536)
            assert more, f"closed before {words!r}: {self.read[-300:]!r}"
            self.read += more
        return self.read

    def rest(self) -> bytes:
        while more := self._socket.recv(65536):
            self.read += more
        self._socket.close()
        return self.read

    def leave(self, rudely: bool) -> None:
        """By FIN, or rudely by RST."""
        if rudely:
            linger = struct.pack("ii", 1, 0)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._socket.close()


@contextmanager
def serving(script: str, *arguments: object) -> Iterator[Server]:
    server = Server(script, *arguments)
    try:
        yield server
    finally:
        server.stop()
