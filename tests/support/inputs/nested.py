"""A JSON object within objects, deeper than any that is meant."""

from __future__ import annotations

from typing import Any


def nested(depth: int) -> Any:
    value: Any = {}
    for _ in range(depth):
        value = {"a": value}
    return value
