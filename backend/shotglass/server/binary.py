"""Arrays as an answer: a JSON header, and float32 behind it that a browser reads where it lies.

uint32 LE length of the header, the header (JSON, padded with spaces to a multiple of 4), then
the arrays one after another, float32 LE.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from flask import Response, request

BINARY, JSON = "application/octet-stream", "application/json"
_CHUNK = 1 << 20  # bytes handed on at once: no copy of all arrays is ever made


def wants_json() -> bool:
    """Whether the client would rather have JSON; binary where it does not say."""
    return request.accept_mimetypes.best_match([BINARY, JSON]) == JSON


def binary_reply(
    header: Mapping[str, object], arrays: Sequence[npt.NDArray[np.float32]]
) -> Response:
    text = json.dumps(header, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    start = struct.pack("<I", len(text)) + text
    length = len(start) + sum(array.nbytes for array in arrays)
    return Response(
        _chunks(start, arrays), content_type=BINARY, headers={"Content-Length": str(length)}
    )


def _chunks(start: bytes, arrays: Sequence[npt.NDArray[np.float32]]) -> Iterator[bytes]:
    yield start
    for array in arrays:
        flat = np.ascontiguousarray(array, "<f4").reshape(-1).view(np.uint8)
        for at in range(0, len(flat), _CHUNK):
            yield flat[at : at + _CHUNK].tobytes()
