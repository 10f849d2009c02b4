"""A client's connection: uvicorn's, with h11 as its parser, refusals of our own as problem bodies,
and an end to connections that stand still."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
import uuid
from http import HTTPStatus
from time import monotonic
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ...errors import InvalidRequest, ShotglassError
from .. import problems
from ..security import HEADERS

STILL = 30.0  # seconds without a byte in the direction that is waited for
WHOLE = 120.0  # seconds for a whole request
IDLE = 75.0  # seconds between requests: longer than nginx keeps a connection, which would race
LINGER = (
    2.0  # seconds in which the rest of what is refused is read away, or a reset takes the answer
)
MOST = 1000
HEAD_ROOM = 64 << 10  # bytes of a request's line and headers
CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
RawHeaders = list[tuple[bytes, bytes]]


class Connection(H11Protocol):
    """uvicorn makes one for each client; ``sweep`` looks after all of them."""

    most = MOST

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.conn: Parser = Parser()
        self._heard = self._began = self._sent = monotonic()
        self._unsent, self._refused = 0, False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        if len(self.connections) >= self.most:  # the most dispensable of all is ended
            own = [each for each in self.connections if isinstance(each, Connection)]
            waiting = [(each.dispensable, each) for each in own if each.dispensable is not None]
            if waiting:
                min(waiting, key=lambda pair: pair[0])[1].end()
        # Without Nagle's algorithm, which holds a token back until the one before it is
        # acknowledged, 40 ms later on a kept connection. asyncio turns it off for sockets whose
        # protocol is named, and those of ``socket.create_server`` name none.
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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
            data = () if self.conn.wants_head_alone else (h11.Data(data=body),)
            for event in (head, *data, h11.EndOfMessage()):
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
        elif self.conn.waits_for_body or (self.conn.waits_for_head and self.conn.has_input):
            late = now - self._heard > STILL or now - self._began > WHOLE
        else:
            late = self.conn.waits_for_head and now - self._heard > IDLE
        if late:
            self.transport.abort()

    @property
    def dispensable(self) -> tuple[bool, float] | None:
        """Returns how readily the connection is ended for a new one; the least value is ended
        first. Connections that wait for a request come before those in the middle of one, and of
        each kind the one that has been silent for longest. Returns None while a request is
        answered."""
        if self.conn.waits_for_head or self.conn.waits_for_body:
            return self.conn.waits_for_body, self._heard
        return None

    def end(self) -> None:
        self.connections.discard(self)
        self.transport.abort()


def connection_class(most: int) -> type[Connection]:
    """Returns a connection class for ``most`` clients at once; beyond these, the connection that
    has been without a whole request for longest is closed."""
    return type("Connection", (Connection,), {"most": most})


def most_connections() -> int:
    """Half of the file descriptors that this process may have, for files and models need some."""
    if sys.platform == "win32":
        return MOST
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft // 2))


class Parser(h11.Connection):
    """HTTP/1.1 as h11 reads it, less what two readers may understand differently. ``status``: the
    one to answer with after a RemoteProtocolError."""

    status = 400
    wants_head_alone = False  # the request that was read last

    def __init__(self) -> None:
        super().__init__(h11.SERVER, HEAD_ROOM)

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        try:
            event = super().next_event()
            if isinstance(event, h11.Request):
                self.wants_head_alone = event.method == b"HEAD"
                _require_one_reading(event)
            return event
        except h11.RemoteProtocolError as error:
            too_long = len(self.trailing_data[0]) > HEAD_ROOM
            self.status = 431 if too_long else error.error_status_hint
            raise

    def receive_data(self, data: bytes) -> None:
        """Empty lines before a request are skipped (RFC 9112, section 2.2)."""
        if data and self.waits_for_head and not self.has_input:
            data = data.lstrip(b"\r\n")
            if not data:
                return  # to h11 nothing is the end
        super().receive_data(data)

    @property
    def waits_for_head(self) -> bool:
        return self.their_state is h11.IDLE

    @property
    def waits_for_body(self) -> bool:
        return self.their_state is h11.SEND_BODY

    @property
    def has_input(self) -> bool:
        """Whether a part of a request's head is here."""
        return bool(self.trailing_data[0])


def _require_one_reading(request: h11.Request) -> None:
    """Raises h11.RemoteProtocolError for a body whose end proxies see elsewhere (RFC 9112, section
    6.1 and 6.3), for other versions of HTTP, control characters and too many headers."""
    if sum(len(name) + len(text) + 4 for name, text in request.headers) > HEAD_ROOM:
        raise h11.RemoteProtocolError("too many headers", 431)
    if any(CONTROLS.search(text) for _, text in request.headers):
        raise h11.RemoteProtocolError("a header has a control character")
    names = {name for name, _ in request.headers}
    if request.http_version not in (b"1.0", b"1.1"):
        raise h11.RemoteProtocolError("HTTP/1.0 or HTTP/1.1 was expected", 505)
    if b"transfer-encoding" not in names:
        return
    if b"content-length" in names:
        raise h11.RemoteProtocolError("both Content-Length and Transfer-Encoding")
    if request.http_version == b"1.0":
        raise h11.RemoteProtocolError("Transfer-Encoding in HTTP/1.0")


class HeadersTooLarge(InvalidRequest):
    code, title, status = "headers_too_large", "The request's headers are too large", 431


class NotImplementedHere(ShotglassError):
    code, title, status = "not_implemented", "This server does not speak that", 501


class OtherVersion(ShotglassError):
    code, title, status = "http_version", "This server speaks another version of HTTP", 505


REFUSALS: dict[int, tuple[type[ShotglassError], str]] = {
    431: (HeadersTooLarge, "The headers are larger than this server reads."),
    501: (NotImplementedHere, "The Transfer-Encoding is not one this server knows."),
    505: (OtherVersion, "HTTP/1.0 or HTTP/1.1 was expected."),
}


def refusal(status: int) -> tuple[int, bytes, RawHeaders, bytes]:
    """Status, reason, headers and body of the answer after which the connection is closed."""
    malformed = (InvalidRequest, "What was sent is not a well-formed HTTP request.")
    kind, detail = REFUSALS.get(status, malformed)
    error = kind(detail)
    body = json.dumps(problems.body(error, uuid.uuid4().hex)).encode()
    headers = {"Content-Type": problems.CONTENT_TYPE, **HEADERS, "Connection": "close"}
    headers["Content-Length"] = str(len(body))
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return error.status, HTTPStatus(error.status).phrase.encode(), raw, body
