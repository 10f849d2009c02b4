"""Requests with fields that no body of ours has: refused, or with ``--lenient-params`` ignored and
named in a header of the answer, so that they are not silent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote

from flask import Response, after_this_request, request
from pydantic import ValidationError

from ..config import ServerConfig
from ..schemas import MOST_FAULTS, Body, parse, pointer_to, read_json, steps_to

HEADER = "X-Ignored-Params"
MOST_NAMED = 200  # characters of one field

B = TypeVar("B", bound=Body)
Location = tuple[int | str, ...]


def parse_body(kind: type[B], config: ServerConfig) -> B:
    """The request's body as ``kind``. Raises InvalidJson or a kind of Invalid, also where a known
    field has a wrong value."""
    raw = request.get_data()
    if not config.lenient or not (unknown := _unknown(kind, raw)):
        return parse(kind, raw)
    known = read_json(raw)
    for *parents, field in unknown:
        value = known
        for step in parents:
            value = value[step]
        value.pop(field)
    body = parse(kind, json.dumps(known).encode())

    @after_this_request
    def name_ignored(answer: Response) -> Response:
        answer.headers[HEADER] = ignored_params(unknown)
        return answer

    return body


def ignored_params(fields: Sequence[Location]) -> str:
    """The header's value: JSON pointers, percent-encoded."""
    named = [quote(pointer_to(field)[:MOST_NAMED], safe="/~") for field in fields]
    more = [f"{len(named) - MOST_FAULTS}-more"] if len(named) > MOST_FAULTS else []
    return ", ".join(named[:MOST_FAULTS] + more)


def _unknown(kind: type[Body], raw: bytes) -> list[Location]:
    """Where the fields are that ``kind`` does not know; none where the body is not even JSON."""
    try:
        kind.model_validate_json(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        return [steps_to(fault["loc"]) for fault in faults if fault["type"] == "extra_forbidden"]
    return []
