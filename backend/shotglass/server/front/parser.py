"""HTTP/1.1 as h11 reads it, less what two readers may understand differently."""

from __future__ import annotations

import re

import h11

HEAD_ROOM = 64 << 10  # bytes of a request's line and headers
CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class Parser(h11.Connection):
    """``status`` tells, after a RemoteProtocolError, which answer fits."""

    status = 400

    def __init__(self) -> None:
        super().__init__(h11.SERVER, HEAD_ROOM)

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        try:
            event = super().next_event()
            if isinstance(event, h11.Request):
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
