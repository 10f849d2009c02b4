"""A server over HTTP: JSON, streams of events, arrays behind a header, problems as errors.

A connection a request, so that threads need not share one.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

import numpy as np
from numpy.typing import NDArray

from ..errors import (
    InvalidRequest,
    NotFound,
    NotReady,
    ServerUnreachable,
    ShotglassError,
    quoted,
)
from ..events import Event, Failed
from ..parsing import parsed_known

JSON, BINARY, STREAM = "application/json", "application/octet-stream", "text/event-stream"
NATIVE = "/api/v1"  # below which the routes of our own stand
Body = Mapping[str, Any]
Arrays = dict[str, NDArray[np.float32]]


@dataclass(frozen=True)
class HttpClient:
    """``url``: the server's address, with its path prefix where it has one. ``timeout``: seconds of
    silence after which a request is given up. Every method raises the errors that the server
    answers, and ServerUnreachable."""

    url: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 600.0

    def __post_init__(self) -> None:
        parts = self._parts
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidRequest(
                f"The address is {quoted(self.url, 100)}; one such as http://127.0.0.1:8000 was "
                "expected."
            )

    def get(self, path: str) -> Any:
        """The JSON at ``path``, below ``/api/v1``."""
        with self._answer("GET", path, None, JSON) as answer:
            return json.loads(answer.read())

    def post(self, path: str, body: Body, below: str = NATIVE) -> Any:
        """Returns the answer to ``body`` as JSON."""
        with self._answer("POST", path, body, JSON, below) as answer:
            return json.loads(answer.read())

    def framed(self, path: str, body: Body) -> tuple[dict[str, Any], memoryview]:
        """The header of a binary answer, and what stands behind it."""
        with self._answer("POST", path, body, BINARY) as answer:
            data = answer.read()
        (length,) = struct.unpack_from("<I", data)
        return json.loads(data[4 : 4 + length]), memoryview(data)[4 + length :]

    def events(self, path: str, body: Body, kinds: Sequence[type[Event]]) -> Iterator[Event]:
        """The events of a stream that are of ``kinds``; closing the iterator ends the run. Raises
        the error of a Failed that ends the whole of it."""
        known = {kind.type: kind for kind in kinds}
        with self._answer("POST", path, body, STREAM) as answer:
            for line in answer:
                if not line.startswith(b"data: "):
                    continue
                value = json.loads(line[6:])
                name = value.pop("type")
                if name == Failed.type and not value["lane"]:
                    raise error_of(value["problem"])
                if name in known:
                    yield parsed_known(known[name], value)

    @property
    def _parts(self) -> SplitResult:
        return urlsplit(self.url)

    @contextmanager
    def _answer(
        self, method: str, path: str, body: Body | None, accept: str, below: str = NATIVE
    ) -> Generator[HTTPResponse]:
        parts = self._parts
        secure = parts.scheme == "https"
        kind = HTTPSConnection if secure else HTTPConnection
        headers = {"Accept": f"{accept}, application/problem+json", "Content-Type": JSON}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        content = None if body is None else json.dumps(body, allow_nan=False)
        connection = kind(str(parts.hostname), parts.port, timeout=self.timeout)
        try:
            whole = f"{parts.path.rstrip('/')}{below}{path}"
            connection.request(method, whole, content, headers)
            answer = connection.getresponse()
            if answer.status >= 400:
                raise _refusal(answer)
            yield answer
        except (OSError, HTTPException) as error:
            raise ServerUnreachable(
                f"{self.url} does not answer ({str(error) or type(error).__name__}): start it with "
                "shotglass serve, or name its address."
            ) from error
        finally:
            connection.close()


def arrays_of(entries: Sequence[Mapping[str, Any]], data: memoryview) -> Arrays:
    """The arrays that a header lists, float32 LE in ``data``; they are views of it."""
    return {
        entry["name"]: np.frombuffer(
            data[entry["offset"] : entry["offset"] + entry["bytes"]], "<f4"
        ).reshape(entry["shape"])
        for entry in entries
    }


def error_of(problem: Mapping[str, Any]) -> ShotglassError:
    """The error that a problem body (RFC 9457) was made of; of a kind that is not known here the
    nearest one, by its status."""
    code, status = problem["error"]["code"], problem["status"]
    kinds = {kind.code: kind for kind in _below(ShotglassError) if "code" in vars(kind)}
    nearest: dict[int, type[ShotglassError]] = {404: NotFound, 503: NotReady}
    near = nearest.get(status, InvalidRequest)
    kind = kinds.get(code) or (near if status < 500 or status == 503 else ShotglassError)
    error = kind.__new__(kind)
    errors = problem["errors"]
    ShotglassError.__init__(
        error, problem["detail"], pointer=errors[0]["pointer"] if errors else ""
    )
    error.code, error.status, error.title = code, status, problem["title"]
    if "over_by" in problem:
        error.over_by = problem["over_by"]  # type: ignore[attr-defined]
    return error


def _below(kind: type[ShotglassError]) -> Iterator[type[ShotglassError]]:
    """Parents last, so that of two with one code the parent is taken."""
    for child in kind.__subclasses__():
        yield from _below(child)
        yield child


def _refusal(answer: HTTPResponse) -> ShotglassError:
    text = answer.read()
    try:
        return error_of(json.loads(text))
    except (ValueError, KeyError, TypeError):
        return ServerUnreachable(
            f"The server answers {answer.status} {answer.reason}, and not as Shotglass does: "
            f"{text[:80]!r}. Look at its address."
        )
