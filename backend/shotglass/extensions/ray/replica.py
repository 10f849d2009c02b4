"""The app in a process that computes: a request comes as it stood at the door and has been let in;
its answer goes back piece by piece."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from ...server.app import create_app, make_services
from ...server.config import ServerConfig
from ...server.front.bridge import Bridge
from ...server.front.exchange import ResponseHead
from ...server.front.threads import Workers
from ...server.model_registry import MOST_WAITING
from ...server.routes.operations import counts, readiness
from ...server.security import Gate, client_paths
from ...server.serve import SWITCH, executors
from ...server.streaming.admission import SPARE

MOST = 64  # requests that a replica has at once; others wait at the door
PLACES = 2  # times as many as MOST needs: the door counts, and a replica never refuses one

Piece = ResponseHead | bytes


@dataclass(frozen=True)
class Inquiry:
    """A request. ``scope`` as ASGI has it, with the keys that ``front.environ`` reads; ``prefix``
    as of ``prefix_of``."""

    scope: dict[str, Any]
    body: bytes
    prefix: str = ""


class Replica:
    """Named by its machine and process."""

    def __init__(self, config: ServerConfig) -> None:
        """Keys were asked for at the door, which may go by the names of another machine."""
        sys.setswitchinterval(SWITCH)
        names = (*config.allowed_hosts, *config.names)
        threads = PLACES * max(MOST, config.threads)
        config = replace(config, api_keys=(), allowed_hosts=names, threads=threads)
        self._services = services = make_services(config)
        self._name = f"{platform.node()}:{os.getpid()}"
        app = create_app(config, services)
        workers = Workers(threads + SPARE + MOST_WAITING, "request")
        answering = executors(workers, client_paths(services.parts))
        gate = Gate(app, config, services.parts)
        self._bridge = Bridge(app, gate, answering, config.path_prefix)
        services.hosting.prepare()

    async def answer(self, inquiry: Inquiry) -> AsyncIterator[Piece]:
        """The head once the first bytes of the body are there too, or its end."""
        left = asyncio.Event()
        messages: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        rest = [{"type": "http.request", "body": inquiry.body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if rest:
                return rest.pop()
            await left.wait()
            return {"type": "http.disconnect"}

        task = asyncio.create_task(self._bridge(inquiry.scope, receive, messages.put))
        task.add_done_callback(lambda _: messages.put_nowait(None))
        try:
            head: ResponseHead | None = None
            while (message := await messages.get()) is not None:
                if message["type"] == "http.response.start":
                    head = ResponseHead(message["status"], message["headers"])
                elif message["body"] or not message["more_body"]:
                    if head is not None:
                        yield head
                        head = None
                    yield message["body"]
            await task
        finally:
            left.set()

    async def readiness(self) -> tuple[str, dict[str, str]]:
        return self._name, readiness(self._services)

    async def counts(self) -> tuple[str, bytes]:
        return self._name, counts(self._services)
