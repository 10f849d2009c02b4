"""Bodies of clients that send more than is known here (``--lenient-params``).

Fields that no body of ours has are left out and named in the answer's header, so that they are
not silent. A known field with a value that cannot be had is refused as ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Response, after_this_request, request
from pydantic import ValidationError

from ..config import ServerConfig
from ..schemas import MOST_FAULTS, Body, parse, pointer_to, read_json

HEADER = "X-Ignored-Params"
MOST_NAMED = 200  # characters of one field

B = TypeVar("B", bound=Body)
Place = tuple[int | str, ...]


def parse_body(kind: type[B], config: ServerConfig) -> B:
    """The request's body as ``kind``. Raises InvalidJson or a kind of Invalid."""
    raw = request.get_data()
    if not config.lenient or not (places := _unknown(kind, raw)):
        return parse(kind, raw)
    known = read_json(raw)
    for place in places:
        _leave_out(known, place)
    body = parse(kind, json.dumps(known).encode())

    @after_this_request
    def tell(answer: Response) -> Response:
        answer.headers[HEADER] = ignored_params(places)
        return answer

    return body


def ignored_params(places: Sequence[Place]) -> str:
    """The header's value: JSON pointers, percent-encoded."""
    named = [quote(pointer_to(place)[:MOST_NAMED], safe="/~") for place in places]
    more = [f"{len(named) - MOST_FAULTS}-more"] if len(named) > MOST_FAULTS else []
    return ", ".join(named[:MOST_FAULTS] + more)


def _unknown(kind: type[B], raw: bytes) -> list[Place]:
    """Where the fields are that ``kind`` does not know; none where the body is not even JSON."""
    try:
        kind.model_validate_json(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        return [fault["loc"] for fault in faults if fault["type"] == "extra_forbidden"]
    return []


def _leave_out(value: Any, place: Place) -> None:
    for step in place[:-1]:
        value = value[step]
    value.pop(place[-1])
