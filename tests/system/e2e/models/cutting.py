"""A server in front of the real one that cuts a download off, or slows it down, and counts."""

from __future__ import annotations

import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

CHUNK = 1 << 18
WHOLE = sys.maxsize
ASKED = ("Range", "If-Range", "If-None-Match", "Content-Type", "Accept")
HOPS = {"connection", "transfer-encoding", "server", "date"}


@dataclass
class Between:
    """``watched``: how the path ends whose first download breaks after ``cut`` bytes, and all of
    them wait ``pause`` seconds after each chunk. ``ranges``: their Range headers."""

    server: str
    watched: str
    cut: int = WHOLE
    pause: float = 0.0
    ranges: list[str | None] = field(default_factory=list)

    def take(self, wanted: str | None) -> int:
        """How many bytes of a new download may pass."""
        self.ranges.append(wanted)
        allowed, self.cut = self.cut, WHOLE
        return allowed


@contextmanager
def between(state: Between) -> Iterator[str]:
    """Its address."""
    handler = type("Handler", (Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Handler(BaseHTTPRequestHandler):
    state: Between

    def do_GET(self) -> None:
        self._pass(None)

    def do_POST(self) -> None:
        self._pass(self.rfile.read(int(self.headers["Content-Length"])))

    def _pass(self, body: bytes | None) -> None:
        watched = self.path.endswith(self.state.watched)
        left = self.state.take(self.headers["Range"]) if watched else WHOLE
        with self._answer(body) as answer:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in HOPS:
                    self.send_header(name, value)
            self.end_headers()
            while left and (chunk := answer.read1(CHUNK)):
                self.wfile.write(chunk[:left])
                left -= min(left, len(chunk))
                time.sleep(self.state.pause if watched else 0)

    def _answer(self, body: bytes | None) -> Any:
        headers = {name: self.headers[name] for name in ASKED if name in self.headers}
        request = urllib.request.Request(self.state.server + self.path, body, headers)
        try:
            return urllib.request.urlopen(request, timeout=60)
        except HTTPError as error:
            return error

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""
