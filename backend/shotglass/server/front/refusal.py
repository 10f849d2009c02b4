"""What is refused before the application sees it (broken HTTP, sizes) is told as a problem too."""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus

from ...errors import InvalidRequest, ShotglassError
from .. import problems
from ..security import HEADERS

RawHeaders = list[tuple[bytes, bytes]]


class HeadersTooLarge(InvalidRequest):
    code, title, status = "headers_too_large", "The request's headers are too large", 431


class NotImplementedHere(ShotglassError):
    code, title, status = "not_implemented", "This server does not speak that", 501


class OtherVersion(ShotglassError):
    code, title, status = "http_version", "This server speaks another version of HTTP", 505


def refusal(status: int) -> tuple[int, bytes, RawHeaders, bytes]:
    """Status, reason, headers and body of the answer after which the connection is closed."""
    error = _ours(status)
    body = json.dumps(problems.body(error, uuid.uuid4().hex)).encode()
    headers = {"Content-Type": problems.CONTENT_TYPE, **HEADERS, "Connection": "close"}
    headers["Content-Length"] = str(len(body))
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return error.status, HTTPStatus(error.status).phrase.encode(), raw, body


def _ours(status: int) -> ShotglassError:
    if status == 431:
        return HeadersTooLarge("The headers are larger than this server reads.")
    if status == 501:
        return NotImplementedHere("The Transfer-Encoding is not one this server knows.")
    if status == 505:
        return OtherVersion("HTTP/1.0 or HTTP/1.1 was expected.")
    return InvalidRequest("What was sent is not a well-formed HTTP request.")
