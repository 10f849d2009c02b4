"""What waitress refuses before the app sees it (broken HTTP, sizes) is told as a problem too."""

from __future__ import annotations

import json
import uuid
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from ..errors import BodyTooLarge, InvalidRequest, ShotglassError
from . import problems
from .security import HEADERS


class HeadersTooLarge(InvalidRequest):
    code, title, status = "headers_too_large", "The request's headers are too large", 431


class NotImplementedHere(ShotglassError):
    code, title, status = "not_implemented", "This server does not speak that", 501


class Refusal(ErrorTask):
    """Answers and closes the connection: what follows on it cannot be trusted to be a request."""

    def execute(self) -> None:
        request: Any = self.request
        error = _ours(request.error.code)
        text = json.dumps(problems.body(error, uuid.uuid4().hex)).encode()
        self.status = f"{error.status} {request.error.reason}"
        kind = ("Content-Type", problems.CONTENT_TYPE)
        self.response_headers = [kind, *HEADERS.items()]
        self.content_length = len(text)
        self.set_close_on_finish()
        self.write(text)


class Channel(HTTPChannel):
    error_task_class = Refusal


def _ours(code: int) -> ShotglassError:
    if code == 413:
        return BodyTooLarge("The body is far larger than this server reads.")
    if code == 431:
        return HeadersTooLarge("The headers are larger than this server reads.")
    if code == 501:
        return NotImplementedHere("The Transfer-Encoding is not one this server knows.")
    if code >= 500:
        return ShotglassError("An error nobody expected; the server's log tells more.")
    return InvalidRequest("What was sent is not a well-formed HTTP request.")
