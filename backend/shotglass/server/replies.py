"""JSON answers. NaN is no JSON: it raises here rather than reach a client."""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def json_reply(data: dict[str, Any], status: int = 200) -> Response:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return Response(text, status, content_type="application/json")
