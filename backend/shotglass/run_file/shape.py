"""Reads a JSON value by a JSON schema, key by key; the first that does not fit is an error with its
place.

What the schema of runs needs of draft 2020-12 and no more; ``oneOf`` is chosen by the property that
``discriminator`` names. The twin is ``web/src/core/runFile/shape.ts``: it finds the same fault of a
value, and says it in the same words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.runs.record_text import number
from ..errors import Phrase

Schema = Mapping[str, Any]
MOST_SHOWN = 40  # characters of a text at fault
MISSING = object()


class Misshapen(ValueError):
    """``place``: ``results.lanes[3].events[2].p``, or empty for the whole; ``expected``: words;
    ``words``: all of it as a sentence but its full stop."""

    def __init__(self, place: str, expected: str, value: object) -> None:
        self.place, self.expected = place, expected
        if value is MISSING:
            instead = Phrase("it is missing")
        elif isinstance(value, str):
            cut = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
            instead = Phrase("not $value", value=json.dumps(cut, ensure_ascii=False))
        elif isinstance(value, list | dict):
            of_list = isinstance(value, list)
            instead = Phrase("not a list") if of_list else Phrase("not an object")
        else:
            plain = number(value) if isinstance(value, float) else json.dumps(value)
            instead = Phrase("not $value", value=plain)
        where = place or Phrase("the whole")
        values = {"place": where, "expected": expected, "instead": instead}
        self.words = Phrase("$place: expected $expected, $instead", **values)
        super().__init__(self.words)


@dataclass(frozen=True)
class Shape:
    """``schema``: with its definitions under ``$defs``."""

    schema: Schema

    def check(self, value: Any) -> None:
        """Raises Misshapen."""
        self._check(self.schema, value, "")

    def _check(self, schema: Schema, value: Any, place: str) -> None:
        schema = self._plain(schema)
        if "anyOf" in schema:
            branches = map(self._plain, schema["anyOf"])
            branch = next((branch for branch in branches if _holds(branch, value)), None)
            if branch is None:
                raise Misshapen(place, self._expected(schema), value)
            self._check(branch, value, place)
            return
        if "oneOf" in schema:
            self._check_chosen(schema, value, place)
            return
        if not _holds(schema, value):
            raise Misshapen(place, expected(schema), value)
        if schema.get("type") == "object":
            self._check_object(schema, value, place)
        elif schema.get("type") == "array":
            for at, item in enumerate(value):
                self._check(schema["items"], item, f"{place}[{at}]")

    def _check_chosen(self, schema: Schema, value: Any, place: str) -> None:
        """By the value of one property, which every branch has as a constant."""
        if not isinstance(value, dict):
            raise Misshapen(place, Phrase("an object"), value)
        name = schema["discriminator"]["propertyName"]
        branches = [self._plain(branch) for branch in schema["oneOf"]]
        known = {branch["properties"][name]["const"]: branch for branch in branches}
        choice = value.get(name, MISSING)
        if not isinstance(choice, str) or choice not in known:
            names = Phrase("one of $names", names=tuple(known))
            raise Misshapen(_inner(place, name), names, choice)
        self._check(known[choice], value, place)

    def _check_object(self, schema: Schema, value: Mapping[str, Any], place: str) -> None:
        known = schema.get("properties", {})
        for name, field in known.items():
            if name in value:
                self._check(field, value[name], _inner(place, name))
            elif name in schema["required"]:
                raise Misshapen(_inner(place, name), self._expected(field), MISSING)
        others = schema["additionalProperties"]
        unknown = (name for name in value if name not in known)
        for name in sorted(unknown, key=_code_units):
            if others is False:
                raise Misshapen(_inner(place, name), Phrase("no such key"), value[name])
            self._check(others, value[name], _inner(place, name))

    def _plain(self, schema: Schema) -> Schema:
        """Behind its reference."""
        if "$ref" not in schema:
            return schema
        definition: Schema = self.schema["$defs"][schema["$ref"].rpartition("/")[2]]
        return definition

    def _expected(self, schema: Schema) -> str:
        schema = self._plain(schema)
        if "anyOf" in schema:
            return either([expected(self._plain(branch)) for branch in schema["anyOf"]])
        return expected(schema)


def expected(schema: Schema) -> str:
    """In words, what a plain schema takes."""
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return Phrase("one of $names", names=tuple(schema["enum"]))
    kind = schema.get("type")
    if "pattern" in schema:
        return Phrase("a text such as $example", example=schema["examples"][0])
    if kind == "string":
        return Phrase("a text of at most $most characters", most=schema["maxLength"])
    if kind in ("integer", "number"):
        return _expected_number(schema)
    if kind == "array":
        least, most = schema.get("minItems", 0), schema["maxItems"]
        if least:
            return Phrase("a list of $least to $most", least=least, most=most)
        return Phrase("a list of at most $most", most=most)
    if kind in ("boolean", "null"):
        return Phrase("null") if kind == "null" else Phrase("true or false")
    if (most := schema.get("maxProperties")) is None:
        return Phrase("an object")
    return Phrase("an object of at most $most keys", most=most)


def _expected_number(schema: Schema) -> Phrase:
    """Without the hair that rounding may put a probability outside."""
    kind = Phrase("a whole number") if schema["type"] == "integer" else Phrase("a number")
    high = number(round(schema["maximum"], 4))
    if "exclusiveMinimum" in schema:
        low = number(schema["exclusiveMinimum"])
        return Phrase("$kind above $low, up to $high", kind=kind, low=low, high=high)
    low = number(round(schema["minimum"], 4) or 0)
    return Phrase("$kind from $low to $high", kind=kind, low=low, high=high)


def either(choices: Sequence[str]) -> str:
    """In words, one or another."""
    *others, last = choices
    return Phrase("$first or $last", first=either(others), last=last) if others else last


def _holds(schema: Schema, value: Any) -> bool:
    """Whether the value itself fits, whatever is in it."""
    if "const" in schema:
        return bool(value == schema["const"]) and not isinstance(value, bool)
    if "enum" in schema:
        return isinstance(value, str) and value in schema["enum"]
    return _HOLDS[schema.get("type", "object")](schema, value)


def _is_number(schema: Schema, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    above = schema.get("exclusiveMinimum")
    low = value >= schema["minimum"] if above is None else value > above
    return bool(low and value <= schema["maximum"])


_HOLDS: Mapping[str, Callable[[Schema, Any], bool]] = {
    "string": lambda schema, value: (
        isinstance(value, str)
        and len(value) <= schema["maxLength"]
        and ("pattern" not in schema or re.fullmatch(schema["pattern"], value) is not None)
    ),
    "boolean": lambda _, value: isinstance(value, bool),
    "null": lambda _, value: value is None,
    "number": _is_number,
    "integer": lambda schema, value: _is_number(schema, value) and value == int(value),
    "array": lambda schema, value: (
        isinstance(value, list) and schema.get("minItems", 0) <= len(value) <= schema["maxItems"]
    ),
    "object": lambda schema, value: (
        isinstance(value, dict) and len(value) <= schema.get("maxProperties", len(value))
    ),
}


def _inner(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _code_units(name: str) -> bytes:
    """By which JavaScript sorts."""
    return name.encode("utf-16-be")
