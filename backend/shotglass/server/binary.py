"""Arrays as an answer: a JSON header, and float32 behind it (``engine.framing`` says how)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from flask import Response, request

from ..engine.tasks.framing import framed, opening

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
