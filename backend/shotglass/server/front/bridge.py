"""ASGI outside, WSGI inside: headers are judged, then the body is read, then a thread works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container
from typing import Any, Protocol

from .environ import Environ, environ_of, give_body
from .exchange import Application, Exchange, Send
from .threads import Continuing, Executor, Inline, LoopCalls

SMALL = 64 << 10  # a body that is always read
ALL_BODIES = 64 << 20  # bytes of larger ones that may be read at once
LARGE = 2 << 20
MOST_LARGE = 4  # bodies of more bytes than LARGE that may be read, or be answered, at once
Receive = Callable[[], Any]


class Gatekeeper(Protocol):
    """Refuses requests; a refusal is an application that answers in place of the other."""

    def most(self, path: str) -> int:
        """Bytes that a body may have."""

    def judge(self, environ: Environ) -> Application | None:
        """Judges a request by its headers alone, before the body is read. None lets it pass."""

    def too_large(self, environ: Environ) -> Application:
        """The body has more bytes than ``most``."""

    def too_many(self, environ: Environ) -> Application:
        """The bodies of all requests that are being read fill the memory meant for them."""

    def too_late(self, environ: Environ) -> Application:
        """The server ends before the answer has begun."""


class Bridge:
    """``app`` behind ASGI's interface; ``executor_of`` gives the executor of a path; ``prefix`` and
    ``proxies`` as for ``environ_of``."""

    def __init__(
        self,
        app: Application,
        gate: Gatekeeper,
        executor_of: Callable[[str], Executor],
        prefix: str = "",
        proxies: Container[str] = (),
    ) -> None:
        self._app, self._gate, self._executor_of = app, gate, executor_of
        self._prefix, self._proxies = prefix, proxies
        self._continuing = Continuing()
        self._calls: LoopCalls | None = None  # of the loop that the first request comes from
        self._reading = 0  # bytes of bodies that are being read
        self._large: set[int] = set()  # requests with a large body, until they are answered

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        environ = environ_of(scope, self._prefix, self._proxies)
        app: Application | None = self._app
        try:
            if "HTTP_TRANSFER_ENCODING" in environ or environ["CONTENT_LENGTH"] != "0":
                app = self._gate.judge(environ) or await self._read(environ, receive)
            if app is None:
                return  # the client left
            exchange = self._exchange(app, environ)
            watch = asyncio.create_task(_watch(receive, exchange))
            try:
                await exchange.run(send)
            except asyncio.CancelledError:  # the server ends, and this answer is not ready
                if exchange.has_begun:
                    raise
                await self._exchange(self._gate.too_late(environ), environ, Inline()).run(send)
            finally:
                exchange.leave()
                watch.cancel()
        finally:
            self._large.discard(id(environ))

    def _exchange(
        self, app: Application, environ: Environ, executor: Executor | None = None
    ) -> Exchange:
        if self._calls is None:
            self._calls = LoopCalls(asyncio.get_running_loop())
        executor = executor or self._executor_of(environ["PATH_INFO"])
        return Exchange(app, environ, executor, self._continuing, self._calls)

    async def _read(self, environ: Environ, receive: Receive) -> Application | None:
        """Reads the body into ``environ`` and returns the application that answers; None when the
        client has disconnected."""
        body = bytearray()
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                body += message["body"]
                self._reading += len(message["body"])
                if len(body) > self._gate.most(environ["PATH_INFO"]):
                    return self._gate.too_large(environ)
                if self._is_full(environ, len(body)):
                    return self._gate.too_many(environ)
                if not message["more_body"]:
                    give_body(environ, bytes(body))
                    return self._app
        finally:
            self._reading -= len(body)

    def _is_full(self, environ: Environ, size: int) -> bool:
        """Whether there is no room for a body of this size, which is counted where there is."""
        if size > LARGE and id(environ) not in self._large:
            if len(self._large) == MOST_LARGE:
                return True
            self._large.add(id(environ))
        return size > SMALL and self._reading > ALL_BODIES


async def _watch(receive: Receive, exchange: Exchange) -> None:
    """Reports to the exchange when the client disconnects, also while nothing is sent."""
    while (await receive())["type"] != "http.disconnect":
        pass
    exchange.leave()
