"""Reading the server's answers, checking their form on the way."""

from __future__ import annotations

import json
from typing import Any


def events_of(stream: bytes) -> list[dict[str, Any]]:
    """The events of an SSE body, which must be data lines and comments only."""
    events = []
    for block in stream.decode().split("\n\n"):
        if block and not block.startswith(":"):
            assert block.startswith("data: "), block
            assert "\n" not in block
            events.append(json.loads(block.removeprefix("data: ")))
    return events


def is_problem(answer: Any, status: int | None = None) -> dict[str, Any]:
    """The problem body, whose members and kinds are checked."""
    assert 400 <= answer.status_code < 500, answer.data[:300]
    assert status is None or answer.status_code == status
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    excess = {"over_by"} if body["type"] == "/errors/context_length_exceeded" else set()
    names = {"type", "title", "status", "detail", "instance", "errors", "error"}
    assert set(body) == names | excess
    assert body["status"] == answer.status_code
    assert body["type"] == f"/errors/{body['error']['code']}"
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["detail"].endswith(".")
    assert body["instance"] == answer.headers["X-Request-Id"]
    for fault in body["errors"]:
        assert set(fault) == {"pointer", "detail"}
        assert fault["pointer"] == "" or fault["pointer"].startswith("/")
    return body
