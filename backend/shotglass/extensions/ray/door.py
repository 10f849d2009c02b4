"""The door at which the requests of a server in several processes arrive.

The door answers whatever needs no model loaded: the page, files, exports, training runs, a folder
of one's own. It asks for keys, counts places and keeps what is kept. What a model computes is asked
of a replica. A request of which nothing was answered yet when its replica ended goes to another;
what had begun ends in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from urllib.parse import quote

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from ...engine.batching.cancellation import CancellationToken
from ...errors import ShotglassError
from ...events import Failed
from ...server import problems
from ...server.compat.answer import ClientLeft, data_line
from ...server.front.exchange import ResponseHead
from ...server.routes.operations import counts, readiness, ready_reply
from ...server.services import Services
from ...server.streaming.admission import Admission
from ...server.streaming.in_thread import in_thread
from ...server.streaming.live_run import LiveRun, client
from ...server.streaming.metrics import merged
from ...server.streaming.sse import RunStream, line
from .prefix import prefix_of
from .replica import Inquiry, Piece

# What replicas answer: these blueprints, and two endpoints that say what a replica has loaded.
COMPUTING = frozenset(
    {
        "explaining",
        "fill",
        "generate",
        "logits",
        "measure",
        "openai",
        "score",
        "tracing",
    }
)
STATES = frozenset({"models.models", "ops.props"})
LONG = "measure"  # the blueprint of runs that take minutes
ATTEMPTS = 3  # replicas that may end under a request before it is taken to end them
OURS = "/api/"  # paths whose streams end with an event of ours
EVENTS = "text/event-stream"
AWAY = "The replica that had this request has gone. What it wrote is lost; ask again."


class ReplicaAway(ShotglassError):
    """The process that computed the answer has ended."""

    code, title, status = "replica_away", "A replica is away", 502


class ReplicaEnded(Exception):
    """A replica's process is not there any more."""


class Computers(Protocol):
    """The replicas, seen from the door."""

    def answer(self, inquiry: Inquiry, cancelled: CancellationToken) -> Iterator[Piece]:
        """Yields the answer of a replica: a head, then bytes. Raises ReplicaEnded."""

    def each(self, method: str) -> list[tuple[str, Any]]:
        """Returns what a method of ``Replica`` gives on each of those that answer."""


def answered(
    computers: Computers, inquiry: Inquiry, cancelled: CancellationToken
) -> Iterator[Piece]:
    """Answers by a replica, or by another one where the first ended before its first piece. Raises
    ReplicaAway."""
    for _ in range(ATTEMPTS):
        has_begun = False
        try:
            for piece in computers.answer(inquiry, cancelled):
                has_begun = True
                yield piece
            return
        except ReplicaEnded as error:
            if has_begun:
                raise ReplicaAway(AWAY) from error
    raise ReplicaAway(
        f"{ATTEMPTS} replicas have ended while they computed this: ask for less, or give them more "
        "memory."
    )


class PassedOn(RunStream[Piece]):
    """An answer as a replica makes it, heartbeats included. A stream of events that breaks off says
    so in its last one; of anything else the end is missing, which its reader notices."""

    def __init__(self, run: LiveRun[Piece], path: str, is_stream: bool) -> None:
        self._path, self._is_stream = path, is_stream
        super().__init__(run, b"", problems.request_id())

    def encoded(self, event: Piece) -> bytes:
        return event if isinstance(event, bytes) else b""

    def silence(self) -> bytes:
        return b""

    def failed(self, problem: ShotglassError) -> bytes:
        if not self._is_stream:
            raise problem
        body = problems.body(problem, self._instance)
        if self._path.startswith(OURS):
            return line(Failed("", body))
        error = body["error"]  # twice, as in OpenAI's responses; other clients look for the second
        flat = {name: error[name] for name in ("code", "message", "param")}
        return data_line({"type": "error"} | flat | {"error": error})


@dataclass(frozen=True)
class Door:
    """``states``: requests that only ask what is loaded, which need no place of a run."""

    services: Services
    computers: Computers
    states: Admission

    def pass_on(self, **_: str) -> Response:
        """The answer of a replica. Raises QueueFull, ReplicaAway, Draining, ClientLeft."""
        is_state = f"{request.endpoint}" in STATES
        run = LiveRun(
            in_thread(partial(answered, self.computers, _inquiry())),
            self.states if is_state else self.services.admission,
            client(),
            self.services.config.heartbeat,
            is_long=request.blueprint == LONG,
        )
        try:
            head = next(filter(None, run), None)
        except Exception:
            run.close()
            raise
        if not isinstance(head, ResponseHead):
            run.close()
            raise ClientLeft("The client has closed its connection.")
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers
        ]
        is_stream = dict(headers).get("content-type", "").startswith(EVENTS)
        return Response(PassedOn(run, request.path, is_stream), head.status, headers)

    def ready(self) -> Response:
        """Returns the state of a ready replica, or where none is ready that of the first."""
        if self.services.admission.draining:
            return ready_reply(readiness(self.services))
        states = dict(self.computers.each("readiness"))
        ready = [state for state in states.values() if state["status"] == "ok"]
        overall = next(iter((*ready, *states.values())), {"status": "loading"})
        by_replica = {name: state["status"] for name, state in states.items()}
        return ready_reply(overall | {"replicas": by_replica})

    def metrics(self) -> Response:
        text = merged(counts(self.services), dict(self.computers.each("counts")))
        return Response(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def stand_before(computers: Computers, app: Flask, services: Services) -> None:
    """Makes ``app`` the door of ``computers`` from now on."""
    door = Door(services, computers, Admission(services.config.threads, "requests are waiting"))
    computing = COMPUTING.union(*(part.asking for part in services.parts))
    for endpoint in app.view_functions:
        if endpoint in STATES or endpoint.partition(".")[0] in computing:
            app.view_functions[endpoint] = door.pass_on
    own = {"ops.ready": door.ready, "ops.health": door.ready, "ops.metrics": door.metrics}
    app.view_functions |= own


def _inquiry() -> Inquiry:
    """The request in progress, under the id by which its answer goes."""
    headers = {name.lower(): value for name, value in request.headers}
    headers |= {"x-request-id": problems.request_id()}
    environ = request.environ
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "raw_path": quote(f"{request.script_root}{request.path}").encode(),
        "query_string": request.query_string,
        "client": (request.remote_addr or "", 0),
        "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"] or 0)),
        "headers": [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
        ],
    }
    return Inquiry(scope, request.get_data(), prefix_of(request.get_data()))
