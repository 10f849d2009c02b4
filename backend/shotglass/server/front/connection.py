"""A client's connection: uvicorn's, with our refusals, and an end to those that stand still."""

from __future__ import annotations

import asyncio
import socket
import sys
from time import monotonic
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .parser import Parser
from .refusal import refusal

STILL = 30.0  # seconds without a byte in the direction that is waited for
WHOLE = 120.0  # seconds for a whole request
IDLE = 75.0  # seconds between requests: longer than nginx keeps a connection, which would race
LINGER = (
    2.0  # seconds in which the rest of what is refused is read away, or a reset takes the answer
)
MOST = 1000


def _send_at_once(transport: asyncio.Transport) -> None:
    """Without Nagle's algorithm, which holds a token back until the one before it is acknowledged,
    40 ms later on a kept connection. asyncio turns it off for sockets whose protocol is named, and
    those of ``socket.create_server`` name none."""
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Connection(H11Protocol):
    """uvicorn makes one for each client; ``sweep`` looks after all of them."""

    most = MOST

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.conn: Parser = Parser()
        self._heard = self._began = self._sent = monotonic()
        self._unsent, self._refused = 0, False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if len(self.connections) >= self.most:
            self._make_room()
        _send_at_once(transport)
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._heard = monotonic()
        if self.conn.waits_for_head and not self.conn.has_input:
            self._began = self._heard
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as all errors are answered, and close: what follows on the
        connection cannot be trusted to be a request."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            status, reason, headers, body = refusal(self.conn.status)
            head = h11.Response(status_code=status, headers=headers, reason=reason)
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self._refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.close)

    def resume_writing(self) -> None:
        self._sent = monotonic()
        super().resume_writing()

    def on_response_complete(self) -> None:
        self._heard = monotonic()  # from now on it may be idle
        super().on_response_complete()

    def close_if_still(self, now: float) -> None:
        """A client that neither takes what is there for it nor sends what it began to send."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent < self._unsent:
            self._sent = now
        self._unsent = unsent
        if unsent:
            self._heard, late = now, now - self._sent > STILL
        else:
            late = self._is_late(now)
        if late:
            self.transport.abort()

    @property
    def dispensable(self) -> tuple[bool, float] | None:
        """Less is more so: no request at all, then one that is not whole; each since when it was
        heard of. None while a request is answered."""
        if self.conn.waits_for_head or self.conn.waits_for_body:
            return self.conn.waits_for_body, self._heard
        return None

    def _is_late(self, now: float) -> bool:
        if self.conn.waits_for_body or (self.conn.waits_for_head and self.conn.has_input):
            return now - self._heard > STILL or now - self._began > WHOLE
        return self.conn.waits_for_head and now - self._heard > IDLE

    def _make_room(self) -> None:
        """End the most dispensable of all connections."""
        found = [(one.dispensable, one) for one in self.connections if isinstance(one, Connection)]
        waiting = [(rank, one) for rank, one in found if rank is not None]
        if waiting:
            min(waiting, key=lambda pair: pair[0])[1].end()

    def end(self) -> None:
        self.connections.discard(self)
        self.transport.abort()


def connection_class(most: int) -> type[Connection]:
    """For ``most`` clients at once; beyond, the one without a whole request for longest goes."""
    return type("Connection", (Connection,), {"most": most})


def most_connections() -> int:
    """Half of the file descriptors that this process may have, for files and models need some."""
    if sys.platform == "win32":
        return MOST
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft // 2))
