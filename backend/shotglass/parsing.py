"""JSON from files that nobody vouches for: what is read can be written again.

The standard library reads values nested a thousand deep and halves of surrogate pairs; whoever
writes them into an answer fails there. Stdlib only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

MOST_DEPTH = 64


def loads(
    text: str | bytes,
    *,
    parse_constant: Callable[[str], Any] | None = None,
    parse_float: Callable[[str], Any] | None = None,
) -> Any:
    """``json.loads``, of UTF-8 alone. Raises ValueError for what is no JSON, nested deeper than
    ``MOST_DEPTH``, or holds half a surrogate pair."""
    text = text.decode() if isinstance(text, bytes) else text
    try:
        value = json.loads(text, parse_constant=parse_constant, parse_float=parse_float)
    except RecursionError:
        raise _too_deep() from None
    if text.count("[") + text.count("{") > MOST_DEPTH and _is_deeper(value, MOST_DEPTH):
        raise _too_deep()
    if "\\ud" in text.lower():
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _is_deeper(value: Any, most: int) -> bool:
    """Whether containers stand in one another more than ``most`` deep; level by level, so that
    nothing nests here."""
    level = [value] if _holds(value) else []
    for _ in range(most):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [item for items in inner for item in items if _holds(item)]
    return bool(level)


def _holds(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _too_deep() -> ValueError:
    return ValueError(f"it is nested deeper than {MOST_DEPTH} levels")
