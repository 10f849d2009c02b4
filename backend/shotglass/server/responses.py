"""JSON answers. NaN is no JSON: it raises here rather than reach a client."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Response

from ..events import Piece


def json_reply(data: dict[str, Any], status: int = 200) -> Response:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return Response(text, status, content_type="application/json")


def pieces(tokens: Sequence[Piece]) -> list[dict[str, object]]:
    return [asdict(token) for token in tokens]
