"""JSON answers. NaN is no JSON: it raises here rather than reach a client."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from flask import Response, request
from werkzeug.wsgi import ClosingIterator

from ..engine.runtime.session import Floats
from ..engine.tasks.framing import framed, opening
from ..events import Piece


def json_reply(data: dict[str, Any] | list[dict[str, Any]], status: int = 200) -> Response:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return Response(text, status, content_type="application/json")


def pieces(tokens: Sequence[Piece]) -> list[dict[str, object]]:
    return [dict(vars(token)) for token in tokens]


BINARY, JSON = "application/octet-stream", "application/json"
PART = 1 << 14  # numbers that are written as text at once


def wants_json() -> bool:
    """Whether the client would rather have JSON; binary where it does not say."""
    return request.accept_mimetypes.best_match([BINARY, JSON]) == JSON


def binary_reply(
    header: Mapping[str, object], arrays: Sequence[npt.NDArray[np.float32]]
) -> Response:
    length = len(opening(header)) + sum(array.nbytes for array in arrays)
    return Response(
        framed(header, arrays), content_type=BINARY, headers={"Content-Length": str(length)}
    )


def arrays_reply(
    header: Mapping[str, Any], arrays: Mapping[str, Floats], as_json: bool, place: ExitStack
) -> Response:
    """``place``, which the arrays have, is given back once they have been sent. In JSON each of the
    header's entries holds its ``values``, and they are written a part at a time: all at once they
    would take many times the memory of the arrays, and keep all other threads waiting. Raises
    ValueError for what is no number."""
    if not as_json:
        answer = binary_reply(header, list(arrays.values()))
        parts = cast(Iterable[bytes], answer.response)
    elif all(np.isfinite(array).all() for array in arrays.values()):
        answer, parts = Response(content_type=JSON), _with_values(header, arrays)
    else:
        raise ValueError("An array has values that no JSON can say.")
    answer.response = ClosingIterator(parts, place.pop_all().close)
    return answer


def _with_values(header: Mapping[str, Any], arrays: Mapping[str, Floats]) -> Iterator[bytes]:
    rest = {name: value for name, value in header.items() if name != "arrays"}
    yield f'{json.dumps(rest, allow_nan=False)[:-1]}, "arrays": ['.encode()
    for place, (entry, array) in enumerate(zip(header["arrays"], arrays.values(), strict=True)):
        yield f'{", " * bool(place)}{json.dumps(entry)[:-1]}, "values": '.encode()
        yield from _nested(array)
        yield b"}"
    yield b"]}"


def _nested(array: Floats) -> Iterator[bytes]:
    """Returns the array as nested lists."""
    if array.size <= PART or array.ndim == 1:
        yield json.dumps(array.tolist()).encode()
        return
    rows = max(1, PART * len(array) // array.size)  # of the first axis, in a part
    yield b"["
    for first in range(0, len(array), rows):
        yield b", " * bool(first)
        if rows > 1:
            yield json.dumps(array[first : first + rows].tolist())[1:-1].encode()
        else:
            yield from _nested(array[first])
    yield b"]"
