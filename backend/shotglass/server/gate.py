"""What is judged by a request's headers alone, before any of its body is read."""

from __future__ import annotations

from flask import Flask, Response, request

from ..errors import BodyTooLarge, ShotglassError
from . import problems
from .config import ServerConfig
from .front.environ import Environ
from .problems import NoRoom
from .security import check_request

READ_AWAY = 64 << 20  # bytes


class Gate:
    """Makes the refusals that answer in place of the application."""

    def __init__(self, app: Flask, config: ServerConfig) -> None:
        self._app, self._config = app, config

    @property
    def most(self) -> int:
        """Bytes of a body."""
        return self._config.body_limit

    def judge(self, environ: Environ) -> Response | None:
        """None: the body may be read."""
        with self._app.request_context(environ):
            try:
                check_request(request, self._config)
                if (request.content_length or 0) > self.most:
                    raise self._over()
            except ShotglassError as error:
                return self._refusal(error)
        return None

    def too_large(self, environ: Environ) -> Response:
        with self._app.request_context(environ):
            return self._refusal(self._over())

    def too_many(self, environ: Environ) -> Response:
        error = NoRoom("Too many large requests are arriving at once; try again in a moment.")
        with self._app.request_context(environ):
            return self._refusal(error)

    def _over(self) -> BodyTooLarge:
        return BodyTooLarge(f"The body is larger than the {self.most:,} bytes this server reads.")

    def _refusal(self, error: ShotglassError) -> Response:
        """A body is read to its end and thrown away, or its sender would not see the answer; one
        that is far too large is not."""
        answer = self._app.process_response(problems.response(error))
        if (request.content_length or 0) > READ_AWAY:
            answer.headers["Connection"] = "close"
        return answer
