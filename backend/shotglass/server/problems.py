"""The one place where an error becomes an HTTP answer: RFC 9457, with OpenAI's ``error`` inside,
and a plain page where a browser shows it to a person.

What a person reads comes from ``errors.py``; the text of an unexpected exception goes to the log
and never into an answer.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from ..contract import Manifest, Task
from ..errors import (
    BodyTooLarge,
    HostNotAllowed,
    InvalidApiKey,
    InvalidRequest,
    NotFound,
    NotReady,
    ShotglassError,
    TryLater,
    WrongTask,
    escaped,
    lacks_memory,
)
from .compat.other_servers import absent

LOG = logging.getLogger("shotglass.server")
CONTENT_TYPE = "application/problem+json"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


# By the task that is asked for: what a model of the other one does, and where to ask it.
_WAYS_OUT: Mapping[Task, tuple[str, str]] = {
    "causal-lm": (
        "it fills gaps and does not generate text",
        "Have it fill the gaps of a text (POST /api/v1/fill)",
    ),
    "masked-lm": (
        "it continues texts and does not fill gaps",
        "Have it continue a text (POST /api/v1/generate)",
    ),
}


class MethodNotAllowed(ShotglassError):
    code, title, status = "method_not_allowed", "This address does not take that method", 405


class Draining(NotReady):
    code, title = "draining", "The server is shutting down"


class NoRoom(NotReady):
    code, title = "no_room", "The server has no room for this now"


class PreconditionFailed(ShotglassError):
    code, title, status = "precondition_failed", "It is not the version you have", 412


class RangeNotSatisfiable(ShotglassError):
    code, title, status = "range_not_satisfiable", "The file has no such range", 416


class Invalid(InvalidRequest):
    """Several fields are wrong at once. ``faults`` are (pointer, sentence), and the first one
    speaks for all."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        pointer, sentence = faults[0]
        super().__init__(f"{pointer or 'The body'}: {sentence}", pointer=pointer)
        self._faults = faults

    def problem(self) -> dict[str, Any]:
        errors = [{"pointer": pointer, "detail": sentence} for pointer, sentence in self._faults]
        return super().problem() | {"errors": errors}


class UnknownFields(Invalid):
    code, title = "unknown_parameter", "The request has an unknown field"


class UnsupportedFields(Invalid):
    code, title = "unsupported_parameter", "This is not supported here"


def answer_errors(app: Flask, body_limit: int) -> None:
    """Every error of every route leaves as a problem; every answer carries its request id."""

    @app.errorhandler(ShotglassError)
    def ours(error: ShotglassError) -> Response:
        if error.status >= 500 and not isinstance(error, NotReady):
            LOG.error("%s: %s", request_id(), escaped(error.detail))
        return response(error)

    @app.errorhandler(HTTPException)
    def flasks(error: HTTPException) -> Response:
        return of_http(error, body_limit)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        return response(known(error, request_id()))

    @app.after_request
    def stamp(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = request_id()
        return answer


def known(error: Exception, instance: str) -> ShotglassError:
    """An error of our tree; where memory was lacking, one that says so; any other one is logged
    with its trace and becomes a plain 500."""
    if isinstance(error, ShotglassError):
        return error
    if lacks_memory(error):
        LOG.error("%s: not enough memory: %s", instance, escaped(str(error)))
        return NoRoom(
            "There is not enough memory for this: ask for less, choose a smaller model, or give "
            "the server more."
        )
    LOG.error("%s: unexpected error", instance, exc_info=error)
    return ShotglassError(f"An error nobody expected; the server's log has it under {instance}.")


def body(error: ShotglassError, instance: str) -> dict[str, Any]:
    """The problem as JSON data, also what a ``failed`` event carries; ``instance``: request id."""
    return error.problem() | {"instance": instance}


def response(error: ShotglassError) -> Response:
    """Returns the problem as JSON for programs, or as a page for a browser that shows what it
    gets."""
    accepted = request.accept_mimetypes
    if accepted["text/html"] > accepted["application/json"]:
        answer = Response(_page(error), error.status, content_type="text/html; charset=utf-8")
    else:
        text = json.dumps(body(error, request_id()), ensure_ascii=True, allow_nan=False)
        answer = Response(text, error.status, content_type=CONTENT_TYPE)
    if isinstance(error, TryLater):
        answer.headers["Retry-After"] = str(error.retry_after)
    elif isinstance(error, InvalidApiKey):
        answer.headers["WWW-Authenticate"] = 'Bearer realm="shotglass"'
    elif error.status == 500:
        answer.headers["X-Should-Retry"] = "false"
    return answer


def _page(error: ShotglassError) -> str:
    """Returns the problem as a page without style or script, which the policy of every answer
    forbids."""
    address = escape(error.address) if isinstance(error, HostNotAllowed) else ""
    link = f'<p><a href="{address}">{address}</a></p>\n' if address else ""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>Shotglass: {escape(error.title)}</title>\n"
        f"<h1>{escape(error.title)}</h1>\n<p>{escape(error.detail)}</p>\n{link}"
        f"<p><small>{error.status} {escape(error.code)}, {request_id()}</small></p>\n</html>\n"
    )


def of_http(error: HTTPException, body_limit: int) -> Response:
    """Returns the problem of one of werkzeug's errors, with those of its headers that clients
    read."""
    translated = response(_translated(error, body_limit))
    for name, value in error.get_headers():
        if name in ("Allow", "Content-Range"):
            translated.headers[name] = value
    return translated


def wrong_task(manifest: Manifest, task: Task, others: Sequence[str]) -> WrongTask:
    """Returns the problem of a model whose task is not ``task``; ``others`` are the models whose
    task it is."""
    does, instead = _WAYS_OUT[task]
    choose = f"choose one that does: {', '.join(others)}" if others else "import one that does"
    return WrongTask(
        f"{manifest.id} is a {manifest.task} model: {does}. {instead}, or {choose}.",
        pointer="/model",
    )


def request_id() -> str:
    """The caller's X-Request-Id where it is a plain word, else one of ours."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    return str(g.request_id)


def _translated(error: HTTPException, body_limit: int) -> ShotglassError:
    if error.code == 404:
        nothing = "There is nothing at this address; /openapi.json lists what there is."
        return NotFound(absent(request.path) or nothing)
    if error.code == 405:
        return MethodNotAllowed(f"{request.method} does not work here; see the Allow header.")
    if error.code == 413:
        most = request.max_content_length or body_limit
        return BodyTooLarge(f"The body is larger than the {most:,} bytes this server reads.")
    if error.code == 416:
        return RangeNotSatisfiable("The Range header asks for bytes that the file does not have.")
    if error.code is not None and 400 <= error.code < 500:
        return InvalidRequest("The request is not one this server understands.")
    return known(error, request_id())
