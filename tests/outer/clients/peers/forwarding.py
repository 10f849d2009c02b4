"""Our server under the names that a peer's tests know: of the model, and of nothing else.

``/~NAME/v1/...`` is ``/v1/...`` with NAME as another name of the served model, in requests and
answers. ``/~exchanges`` tells what was asked and how it was answered since the last call.
``/~defaults`` takes, by address, what the peer's server would have been started with and a request
may say as well: it is added to requests that do not say it.
"""

from __future__ import annotations

import http.client
import json
import select
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

PASSED_ON = (
    "content-type", "accept", "authorization", "origin", "x-request-id", "x-api-key", "range",
    "if-match", "if-none-match", "if-range", "if-modified-since",
)  # fmt: skip
TOLD = (
    "content-type", "retry-after", "x-request-id", "allow", "www-authenticate", "content-range",
    "accept-ranges", "etag",
)  # fmt: skip


class Forwarding(ThreadingHTTPServer):
    """``name``: the other name, where the path has none.
    ``roots``: paths that are also at the root for the peer, and are under ``/v1`` here; such a peer
    takes any name, and none."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, server: str, model: str, name: str, roots: Sequence[str] = ()) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.target, self.model, self.name = urlsplit(server), model, name
        self.roots, self.any_name = roots, bool(roots)
        self.exchanges: list[str] = []
        self.defaults: dict[str, dict[str, Any]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Forwarding
    protocol_version = "HTTP/1.0"

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        if self.path == "/~exchanges":
            told, self.server.exchanges = self.server.exchanges, []
            self._answer(200, {"Content-Type": "application/json"}, json.dumps(told).encode())
        else:
            self._forward()

    def do_POST(self) -> None:
        if self.path == "/~defaults":
            self.server.defaults = json.loads(self._body())
            self._answer(200, {}, b"")
        else:
            self._forward()

    do_OPTIONS = do_DELETE = do_PUT = do_HEAD = do_PATCH = do_TRACE = do_POST

    def _forward(self) -> None:
        name, path = self.server.name, self.path
        if path.startswith("/~"):
            quoted, _, path = path[2:].partition("/")
            name, path = unquote(quoted), f"/{path}"
        if path in self.server.roots:
            path = f"/v1{path}"
        body = self._body()
        target = self.server.target
        upstream = http.client.HTTPConnection(target.hostname or "", target.port, timeout=900)
        headers = {key: self.headers[key] for key in PASSED_ON if key in self.headers}
        upstream.request(self.command, path, self._renamed(body, path, name) or None, headers)
        try:
            if self._waited_for(upstream):
                self._pass_on(upstream.getresponse(), path, name)
            else:
                self.server.exchanges.append(f"{self.command} {path} left before the answer")
        finally:
            upstream.close()

    def _waited_for(self, upstream: http.client.HTTPConnection) -> bool:
        """Whether the client is still there once the server answers; a client that leaves before
        is to be noticed by the server too."""
        ready, _, _ = select.select([self.connection, upstream.sock], [], [])
        if upstream.sock in ready:
            return True
        with suppress(OSError):
            return bool(self.connection.recv(1, socket.MSG_PEEK))
        return False

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _renamed(self, body: bytes, path: str, name: str) -> bytes:
        defaults = self.server.defaults.get(path, {})
        with suppress(ValueError):
            data = json.loads(body)
            if isinstance(data, dict) and (self.server.any_name or data.get("model") == name):
                return json.dumps(defaults | data | {"model": self.server.model}).encode()
        return body

    def _pass_on(self, answer: http.client.HTTPResponse, path: str, name: str) -> None:
        headers = {key: answer.headers[key] for key in TOLD if key in answer.headers}
        streamed = "event-stream" in headers.get("content-type", "")
        whole = b"" if streamed else answer.read()
        self._remember(path, answer.status, whole)
        self._answer(answer.status, headers, self._named(whole, name))
        with suppress(OSError):
            while streamed and (line := answer.readline()):
                self.wfile.write(self._named(line, name))
                self.wfile.flush()

    def _named(self, data: bytes, name: str) -> bytes:
        for key in ("model", "id", "root"):
            mine, other = (json.dumps({key: text})[1:-1] for text in (self.server.model, name))
            data = data.replace(mine.encode(), other.encode())
        return data

    def _remember(self, path: str, status: int, body: bytes) -> None:
        words = [self.command, path, str(status)]
        with suppress(ValueError, KeyError, TypeError):
            error = json.loads(body)["error"]
            words += [error["code"], error["param"] or "-"]
        self.server.exchanges.append(" ".join(words))

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        with suppress(OSError):
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)


@contextmanager
def forwarding(
    server: str, model: str, name: str, roots: Sequence[str] = ()
) -> Iterator[Forwarding]:
    with Forwarding(server, model, name, roots) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()
