"""JSON of files that are not ours: of limited size, UTF-8, an object, no key twice, no NaN."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from shotglass.errors import ImportFailed


def parse_object(data: bytes, name: str) -> dict[str, Any]:
    """The object that ``data`` holds. Raises ImportFailed, which calls it ``name``."""
    try:
        read = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise ImportFailed(
            f"{name} is not usable JSON ({error}): it is damaged; get it again."
        ) from error
    if not isinstance(read, dict):
        raise ImportFailed(f"{name} holds no JSON object; one was expected.")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        [(key, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {key[:80]!r} stands there twice")
    return made


def _refuse_constant(value: str) -> NoReturn:
    raise ValueError(f"{value} is no number")
