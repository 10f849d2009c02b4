"""The lines of a batch's file: a request each, checked before any of them is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from ...errors import InvalidRequest
from ...server.problems import Invalid
from ...server.schemas import MOST_FAULTS, Body, parse

MOST_LINES = 50_000
LONGEST_LINE = 1 << 20  # bytes, as a body of the routes
Endpoint = Literal["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses"]
FILE = "/input_file_id"  # the field that every fault is about


class BatchLine(Body):
    """``custom_id``: by which its answer is found. ``body``: of the request, without a stream."""

    custom_id: str = Field(min_length=1, max_length=512)
    method: Literal["POST"]
    url: str
    body: dict[str, Any]


def lines_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields the lines that are not empty, with their number from 1."""
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            yield number, line


def check(data: bytes, endpoint: Endpoint) -> int:
    """Returns how many requests there are. Raises InvalidRequest, with the first faults by their
    lines."""
    ids: dict[str, int] = {}
    faults: list[tuple[str, str]] = []
    for number, raw in lines_of(data):
        if len(faults) == MOST_FAULTS:
            break
        if number > MOST_LINES:
            raise InvalidRequest(
                f"The file has more than {MOST_LINES:,} lines: make several batches of it.",
                pointer=FILE,
            )
        try:
            line = _line(raw, endpoint)
        except InvalidRequest as error:
            faults.append((FILE, f"line {number}: {error.detail}"))
            continue
        first = ids.setdefault(line.custom_id, number)
        if first != number:
            faults.append(
                (FILE, f"line {number}: custom_id {line.custom_id[:60]!r} is that of line {first}.")
            )
    if faults:
        raise Invalid(faults)
    if not ids:
        raise InvalidRequest("The file has no lines: a request a line was expected.", pointer=FILE)
    return len(ids)


def _line(raw: bytes, endpoint: Endpoint) -> BatchLine:
    """Raises InvalidRequest."""
    if len(raw) > LONGEST_LINE:
        raise InvalidRequest(f"it has {len(raw):,} bytes; {LONGEST_LINE:,} at most were expected.")
    line = parse(BatchLine, raw)
    if line.url != endpoint:
        raise InvalidRequest(f"url is {line.url[:60]!r}, and the batch's endpoint is {endpoint}.")
    if line.body.get("stream"):
        raise InvalidRequest("the answers of a batch are files: leave stream out of the body.")
    return line
