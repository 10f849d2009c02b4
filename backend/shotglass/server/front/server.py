"""uvicorn in a thread of its own, over a socket that listens already."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from pathlib import Path
from time import monotonic
from typing import cast

from uvicorn import Config, Server

from ...errors import ShotglassError, escaped
from .bridge import Bridge
from .connection import IDLE, Connection, connection_class, most_connections

SWEEP = 1.0  # seconds between two looks at all connections
LAST_WORDS = 0.5  # seconds for requests that are cancelled to answer so


class BrokenOff(logging.Filter):
    """An answer of ours that is broken off, since its file was replaced or the server ends, is one
    line of the log and not a trace: uvicorn is told of it by an exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (ShotglassError, OSError)):
            record.msg, record.args = "An answer was broken off: %s", (escaped(str(error)),)
            record.exc_info = None
        return not isinstance(error, asyncio.CancelledError)


class Front:
    """Serves from ``start`` until ``stop``."""

    def __init__(
        self,
        bridge: Bridge,
        listener: socket.socket,
        flush: float,
        tls: tuple[Path | None, Path | None] = (None, None),
    ) -> None:
        """``flush``: seconds that the last bytes have to reach their clients; ``tls``: files of the
        certificate and its key, for a server that speaks https."""
        certificate, key = tls
        self._listener, self._flush = listener, flush
        most = most_connections()
        config = Config(
            bridge,
            http=connection_class(most),
            backlog=max(16, min(128, most // 2)),  # asyncio accepts as many before it looks at one
            loop="asyncio",
            ws="none",
            interface="asgi3",
            lifespan="off",
            log_config=None,
            log_level="error",  # a malformed request is its sender's affair
            access_log=False,
            ssl_certfile=certificate,
            ssl_keyfile=key,
            proxy_headers=False,  # ``environ_of`` reads them, of known proxies alone
            server_header=False,
            timeout_keep_alive=int(IDLE),
            timeout_graceful_shutdown=int(flush),
        )
        self._server = Server(config)
        logging.getLogger("uvicorn.error").addFilter(BrokenOff())
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No new connections; those there are close when their answers have been sent."""
        self._server.should_exit = True
        self._thread.join(self._flush + 1.0)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        sweeping = asyncio.create_task(self._sweep())
        await self._server.serve([self._listener])
        # Requests that uvicorn has cancelled answer that the server ends, unless they are cancelled
        # a second time, as the end of this loop would do.
        if cancelled := set(self._server.server_state.tasks):
            await asyncio.wait(cancelled, timeout=LAST_WORDS)
        sweeping.cancel()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP)
            now = monotonic()
            for connection in list(self._server.server_state.connections):
                cast(Connection, connection).close_if_still(now)
