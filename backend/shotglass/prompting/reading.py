"""JSON values read with their place, so that an error names the field at fault."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from ..errors import InvalidRequest, UnknownField

T = TypeVar("T")


def record(value: Any, at: str, known: Collection[str]) -> Mapping[str, Any]:
    """An object that has only ``known`` keys. Raises InvalidRequest or UnknownField."""
    data = mapping(value, at)
    for key in data:
        if key not in known:
            raise UnknownField(
                f"{key!r} is no field here; known are {', '.join(known)}.",
                pointer=f"{at}/{escaped(key)}",
            )
    return data


def mapping(value: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise wrong(value, at, "an object")
    return value


def text(data: Mapping[str, Any], key: str, at: str) -> str:
    """A string that must be there."""
    if key not in data:
        raise InvalidRequest(f"{key!r} is missing; a text was expected.", pointer=f"{at}/{key}")
    return string(data[key], f"{at}/{key}")


def optional_text(data: Mapping[str, Any], key: str, at: str) -> str | None:
    value = data.get(key)
    return None if value is None else string(value, f"{at}/{key}")


def string(value: Any, at: str) -> str:
    if not isinstance(value, str):
        raise wrong(value, at, "a text")
    return value


def array(value: Any, at: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    """A list, each element read with its own place."""
    if not isinstance(value, list | tuple):
        raise wrong(value, at, "a list")
    return tuple(read(item, f"{at}/{index}") for index, item in enumerate(value))


def wrong(value: Any, at: str, expected: str) -> InvalidRequest:
    return InvalidRequest(
        f"{at.rsplit('/', 1)[-1]} is {_kind(value)}; {expected} was expected.", pointer=at
    )


def escaped(key: str) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "an object" if isinstance(value, Mapping) else "a list"
