"""Fields that the bodies of both APIs have, and how they are refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ...decoding.settings import BOUNDS, LONGEST_STOP, MOST_STOPS
from ...errors import InvalidRequest
from ..schemas import INVALID, MOST_TOP, UNSUPPORTED, whole

Json = dict[str, Any]

MOST_PROMPTS = 64

AS_WHOLE = BeforeValidator(whole)  # after Field, whose bounds would else not be documented
Top = Annotated[int, Field(ge=0, le=MOST_TOP), AS_WHOLE]
TopK = Annotated[int, Field(ge=-1, le=BOUNDS["top_k"].high), AS_WHOLE]
ID: Json = {"type": "integer", "minimum": 0}


def wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError(INVALID, "{sentence}", {"sentence": sentence})


def unsupported(sentence: str) -> PydanticCustomError:
    return PydanticCustomError(UNSUPPORTED, "{sentence}", {"sentence": sentence})


def _stops(value: object) -> tuple[str, ...]:
    """How many there may be and how long they are, ``DecodingSettings`` says."""
    stops = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(stops, list) or not all(isinstance(stop, str) for stop in stops):
        raise wrong("a text or a list of texts was expected")
    return tuple(stops)


_STOP = {"type": "string", "minLength": 1, "maxLength": LONGEST_STOP}
_STOPS = {"type": "array", "items": _STOP, "maxItems": MOST_STOPS}
StopField = Annotated[
    tuple[str, ...],
    PlainValidator(_stops),
    WithJsonSchema({"anyOf": [_STOP, _STOPS, {"type": "null"}]}),
]


class TextParts:
    """Of a field that holds a text, which may come as a list of parts: objects of one of ``types``
    with a ``text``; what their fields ``beside`` hold is not read."""

    def __init__(self, *types: str, beside: tuple[str, ...] = ()) -> None:
        self._types, self._beside = types, beside

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> Json:
        kind = {"enum": list(self._types)} if self._types[1:] else {"const": self._types[0]}
        part = {
            "type": "object",
            "properties": {"type": kind, "text": {"type": "string"}}
            | {name: {} for name in self._beside},
            "required": ["type", "text"],
            "additionalProperties": False,
        }
        parts = {"type": "array", "items": part, "minItems": 1}
        return {"anyOf": [{"type": "string"}, parts]}

    def _read(self, value: object) -> str:
        if isinstance(value, str):
            return value
        if not isinstance(value, list) or not value or not all(map(self._is_text, value)):
            part = f'{{"type": "{self._types[0]}", "text": ...}}'
            raise wrong(f"a text or a list of {part} was expected")
        return "".join(part["text"] for part in value)

    def _is_text(self, part: object) -> bool:
        return (
            isinstance(part, dict)
            and part.keys() <= {"type", "text", *self._beside}
            and part.get("type") in self._types
            and isinstance(part.get("text"), str)
        )


@contextmanager
def pointing_at(pointer: str, instead_of: str = "/settings") -> Iterator[None]:
    """A refusal names the field where it stands in this body: settings are fields of the body
    itself here, and messages have another name in some."""
    try:
        yield
    except InvalidRequest as error:
        if error.pointer.startswith(instead_of):
            error.pointer = pointer + error.pointer.removeprefix(instead_of)
        raise
