"""The form of an answer as OpenAI's clients ask for it: a text, any JSON, JSON by a schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from ...decoding import Constraint
from .fields import Json, unsupported, wrong

_SHARED = {"name": str, "description": str, "strict": bool}  # say nothing here; it is always strict
_NAMED: Json = {
    "name": {"type": "string"},
    "description": {"type": ["string", "null"]},
    "schema": {"type": ["object", "boolean"]},
    "strict": {"type": ["boolean", "null"]},
}


@dataclass(frozen=True)
class AnswerFormat:
    """``given``: as the request has it. ``constraint``: None for a plain text."""

    given: Json
    constraint: Constraint | None = None


def _format(holder: Callable[[Json], object], pointer: str) -> Callable[[object], AnswerFormat]:
    def read(value: object) -> AnswerFormat:
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            raise wrong('an object such as {"type": "json_object"} was expected')
        if value["type"] in ("text", "json_object"):
            if value.keys() != {"type"}:
                raise wrong(f'{{"type": "{value["type"]}"}} has no other fields')
            schema: object = {"type": "object"}
        elif value["type"] == "json_schema":
            schema = schema_of(holder(value))
        else:
            raise unsupported("text, json_object and json_schema are what answers can be held to")
        held = value["type"] != "text"
        return AnswerFormat(value, Constraint.of_schema(schema, pointer) if held else None)

    return read


def schema_of(holder: object) -> object:
    """Of ``{"name": ..., "schema": ...}``."""
    if not isinstance(holder, dict) or not holder.keys() <= {*_SHARED, "schema"}:
        raise wrong(f"an object with {', '.join(_NAMED)} and nothing else was expected")
    for name, kind in _SHARED.items():
        if not isinstance(holder.get(name), kind | None):
            raise wrong(f"{name} is no {'text' if kind is str else 'true or false'}")
    if not isinstance(holder.get("schema"), dict | bool):
        raise wrong("its schema, an object, was expected")
    return holder["schema"]


def _documented(schema_form: Json) -> Json:
    plain = {"enum": ["text", "json_object"]}
    form = {"type": "object", "required": ["type"], "additionalProperties": False}
    return {
        "anyOf": [
            form | {"properties": {"type": plain}},
            {"type": "object", "additionalProperties": False, **schema_form},
        ]
    }


_NESTED: Json = {
    "properties": {
        "type": {"const": "json_schema"},
        "json_schema": {
            "type": "object",
            "properties": _NAMED,
            "required": ["schema"],
            "additionalProperties": False,
        },
    },
    "required": ["type", "json_schema"],
}
_FLAT: Json = {
    "properties": {"type": {"const": "json_schema"}, **_NAMED},
    "required": ["type", "schema"],
}
# Of completions and chats, and of responses, which have the fields of a schema beside its type.
ResponseFormat = Annotated[
    AnswerFormat,
    PlainValidator(_format(lambda v: v.get("json_schema"), "/response_format/json_schema/schema")),
    WithJsonSchema(_documented(_NESTED)),
]
TextFormat = Annotated[
    AnswerFormat,
    PlainValidator(_format(lambda v: {k: v[k] for k in v if k != "type"}, "/text/format/schema")),
    WithJsonSchema(_documented(_FLAT)),
]
