"""A server in front of the real one, of whose model an 8-bit and a browser's copy can be made: what
is 8-bit is scripted, a little off from what the model says, and so is the making."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from system.e2e.models.cutting import CHUNK, HOPS, Between, Handler

POINTS = {"n": 282, "median": 0.66, "p90": 3.4, "max": 11.7}
QUALITY = {"positions": 2048, "points": POINTS}
OFF = 0.9  # of a label's probability, in 8 bits
REFUSAL = "The copy strays from the exact model: its mean KL is 3 nats; at most 0.02 was expected."
STEP = {"type": "progress", "text": "Writing weights", "share": 0.25}


@dataclass
class Copies:
    """``server``: the real one's address; ``model``: the model with copies. The making ends when
    ``go`` is set, as a failure while ``refuses``; ``closed`` is set when the page gave it up."""

    server: str
    model: str
    made: set[str] = field(default_factory=set)
    refuses: bool = False
    go: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def summary(self, model: dict[str, Any]) -> dict[str, Any]:
        """The model as a server lists it that makes copies."""
        fp32 = {"name": "fp32", "kind": "native-fp32", "made": True, "quality": None}
        if model["id"] != self.model:  # one that is kept in 16 bits: its only graph is exact
            entries = [fp32 | {"kind": "native", "status": "idle"}]
            web = {"made": True, "kind": "native"}
            return model | {"precision": "fp32", "precisions": entries, "web": web}
        made = "int8" in self.made
        int8 = {
            "name": "int8",
            "kind": "native",
            "made": made,
            "quality": QUALITY if made else None,
        }
        entries = [entry | {"status": "ready"} for entry in (fp32, int8)]
        web = {"made": "web" in self.made, "kind": "web"}
        return model | {"precision": "fp32", "precisions": entries, "web": web}

    def manifest(self, manifest: dict[str, Any]) -> dict[str, Any]:
        """The model's, whose graph over 16-bit weights is a browser's copy, once that is made."""
        graphs = manifest["graphs"]
        halves = graphs.pop("native")
        if "web" in self.made:
            graphs["web"] = halves
            manifest["quality"]["web"] = QUALITY
        return manifest


@contextmanager
def copying(state: Copies) -> Iterator[str]:
    """Its address."""
    passing = Between(state.server, watched="")
    handler = type("Handler", (_Handler,), {"state": passing, "copies": state})
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        state.go.set()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64  # a browser opens many connections at once


class _Handler(Handler):
    protocol_version = "HTTP/1.1"  # though a connection ends with its answer
    copies: Copies

    def _pass(self, body: bytes | None) -> None:
        if body is not None and self.path.endswith("/graphs"):
            self._make(json.loads(body)["precision"])
        elif body is None and self.path == "/api/v1/models":
            self._list()
        elif body is None and self.path == f"/api/v1/models/{self.copies.model}":
            self._json(self.copies.manifest(self._real()))
        else:
            self._ask(body)

    def _list(self) -> None:
        found = self._real()
        found["models"] = [self.copies.summary(model) for model in found["models"]]
        self._json(found)

    def _real(self) -> Any:
        with self._answer(None) as answer:
            return json.loads(answer.read())

    def _json(self, value: object) -> None:
        self._head(200, {"Content-Type": "application/json"})
        self.wfile.write(json.dumps(value).encode())

    def _ask(self, body: bytes | None) -> None:
        """Asks the real server, which knows of no copies."""
        precision = None
        if body is not None:
            request = json.loads(body)
            precision = request.pop("precision", None)
            self.copies.asked.append((self.path, precision))
            body = json.dumps(request).encode()
        with self._answer(body) as answer:
            self._head(answer.status, dict(answer.headers.items()))
            with suppress(OSError):  # the page has left
                if precision == "int8":
                    for line in answer:
                        self.wfile.write(_off(line))
                while chunk := answer.read1(CHUNK):
                    self.wfile.write(chunk)

    def _make(self, precision: str) -> None:
        self._head(200, {"Content-Type": "text/event-stream"})
        try:
            self._tell(STEP)
            while not self.copies.go.wait(0.05):
                self.wfile.write(b": ka\n\n")
        except OSError:
            self.copies.closed.set()
            return
        time.sleep(0.05)  # a copy takes a moment
        if self.copies.refuses:
            problem = {"type": "/errors/import_failed", "title": "", "status": 500}
            self._tell({"type": "failed", "problem": problem | {"detail": REFUSAL}})
            return
        self.copies.made.add(precision)
        self.path = "/api/v1/models"
        [model] = [model for model in self._real()["models"] if model["id"] == self.copies.model]
        self._tell({"type": "made", "model": self.copies.summary(model)})

    def _tell(self, event: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in HOPS | {"content-length", "content-encoding"}:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()


def _off(line: bytes) -> bytes:
    """A line of a stream with every label a little less likely."""
    if not line.startswith(b"data:"):
        return line
    event = json.loads(line[5:])
    for label in event.get("labels", []):
        label["p"] *= OFF
    if "mass" in event:
        event["mass"] *= OFF
    return f"data: {json.dumps(event)}\n".encode()
