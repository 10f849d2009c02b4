"""JSON answers. NaN is no JSON: it raises here rather than reach a client."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from flask import Response, request

from ..engine.tasks.framing import framed, opening
from ..events import Piece


def json_reply(data: dict[str, Any] | list[dict[str, Any]], status: int = 200) -> Response:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return Response(text, status, content_type="application/json")


def pieces(tokens: Sequence[Piece]) -> list[dict[str, object]]:
    return [dict(vars(token)) for token in tokens]


BINARY, JSON = "application/octet-stream", "application/json"


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
