"""Fields of OpenAI's bodies: those of more than one kind, those that do nothing here, and, with
``--lenient-params``, those that no body of ours has."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from flask import Response, after_this_request, request
from pydantic import Field, PlainValidator, ValidationError, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..config import ServerConfig
from ..schemas import MOST_FAULTS, UNSUPPORTED, Body, parse, pointer_to, read_json, whole

MOST_PROMPTS = 64

Ids = tuple[int, ...]
Json = dict[str, Any]
HEADER = "X-Ignored-Params"
MOST_NAMED = 200  # characters of one field

B = TypeVar("B", bound=Body)
Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Prompts:
    """What was given as ``prompt``: texts or token ids. ``many``: as a list of them."""

    items: tuple[str | Ids, ...]
    many: bool

    @property
    def pointers(self) -> tuple[str, ...]:
        """Where each of them stands in the body."""
        return tuple(f"/prompt/{i}" if self.many else "/prompt" for i in range(len(self.items)))


def _prompts(value: object) -> Prompts:
    if isinstance(value, str):
        return Prompts((value,), many=False)
    if not isinstance(value, list) or not value:
        raise wrong("a text, a list of texts, token ids or a list of lists of them was expected")
    if all(isinstance(item, str) for item in value):
        return Prompts(_some(value), many=True)
    if all(isinstance(item, list) and item for item in value):
        return Prompts(_some([_ids(item) for item in value]), many=True)
    return Prompts((_ids(value),), many=False)


def _some(items: Sequence[str | Ids]) -> tuple[str | Ids, ...]:
    if len(items) > MOST_PROMPTS:
        raise wrong(f"{len(items)} prompts are too many: {MOST_PROMPTS} at most were expected")
    return tuple(items)


def _ids(items: Sequence[object]) -> Ids:
    found = [whole(item) for item in items]
    if not all(isinstance(id, int) and not isinstance(id, bool) for id in found):
        raise wrong("a list of texts, of token ids or of lists of token ids was expected")
    return tuple(found)  # type: ignore[arg-type]


def _stops(value: object) -> tuple[str, ...]:
    """How many there may be and how long they are, ``DecodingSettings`` says."""
    found = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(found, list) or not all(isinstance(stop, str) for stop in found):
        raise wrong("a text or a list of texts was expected")
    return tuple(found)


def _content(value: object) -> str:
    """A message's text, also where it comes in parts."""
    return _text_of(value, _is_text, '{"type": "text", "text": ...}')


def _input_content(value: object) -> str:
    return _text_of(value, _is_input_text, '{"type": "input_text", "text": ...}')


def _text_of(value: object, is_text: Callable[[Json], bool], part: str) -> str:
    if isinstance(value, str):
        return value
    parts = value if isinstance(value, list) else [None]
    texts = [part.get("text") for part in parts if isinstance(part, dict) and is_text(part)]
    if not parts or len(texts) < len(parts):
        raise wrong(f"a text or a list of {part} was expected")
    return "".join(map(str, texts))


def _is_text(part: Json) -> bool:
    known = part.keys() == {"type", "text"} and part["type"] == "text"
    return known and isinstance(part["text"], str)


def _is_input_text(part: Json) -> bool:
    """One of an earlier answer has lists beside its text, which say nothing of it."""
    named = part.get("type") in ("input_text", "output_text")
    known = part.keys() <= {"type", "text", "annotations", "logprobs"}
    return named and known and isinstance(part.get("text"), str)


def wrong(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("invalid_parameter", "{sentence}", {"sentence": sentence})


def unsupported(sentence: str) -> PydanticCustomError:
    return PydanticCustomError(UNSUPPORTED, "{sentence}", {"sentence": sentence})


ID = {"type": "integer", "minimum": 0}
_TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_PROMPTS}
_TOKENS = {"type": "array", "items": ID, "minItems": 1}
_LISTS = {"type": "array", "items": _TOKENS, "minItems": 1, "maxItems": MOST_PROMPTS}
_STOP = {"type": "string", "minLength": 1, "maxLength": 200}

PromptField = Annotated[
    Prompts,
    PlainValidator(_prompts),
    WithJsonSchema({"anyOf": [{"type": "string"}, _TEXTS, _TOKENS, _LISTS]}),
]
StopField = Annotated[
    tuple[str, ...],
    PlainValidator(_stops),
    WithJsonSchema(
        {"anyOf": [_STOP, {"type": "array", "items": _STOP, "maxItems": 16}, {"type": "null"}]}
    ),
]


def _parts_or_text(part: Json) -> Json:
    return {"anyOf": [{"type": "string"}, {"type": "array", "items": part, "minItems": 1}]}


_PART = {
    "type": "object",
    "properties": {"type": {"const": "text"}, "text": {"type": "string"}},
    "required": ["type", "text"],
    "additionalProperties": False,
}
ContentField = Annotated[str, PlainValidator(_content), WithJsonSchema(_parts_or_text(_PART))]

_INPUT_PART = {
    "type": "object",
    "properties": {
        "type": {"enum": ["input_text", "output_text"]},
        "text": {"type": "string"},
        "annotations": {},
        "logprobs": {},
    },
    "required": ["type", "text"],
    "additionalProperties": False,
}
InputContentField = Annotated[
    str, PlainValidator(_input_content), WithJsonSchema(_parts_or_text(_INPUT_PART))
]

Ignored = Annotated[Any, Field(description="Taken and ignored.")]


class Only:
    """Of a field that would ask for something that does not exist here: the values that do not."""

    def __init__(self, *values: object) -> None:
        self.values = values

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        return {"enum": list(self.values)}

    def _check(self, value: object) -> object:
        if not any(_same(value, known) for known in self.values):
            raise unsupported("This server cannot do that; leave it out")
        return value


def _same(value: object, known: object) -> bool:
    """1.0 is 1 in JSON, and true is not."""
    return value == known and isinstance(value, bool) == isinstance(known, bool)


def parse_body(kind: type[B], config: ServerConfig) -> B:
    """The request's body as ``kind``. Raises InvalidJson or a kind of Invalid.

    With ``--lenient-params`` fields that no body of ours has are left out and named in a header of
    the answer, so that they are not silent; a known field with a wrong value is still refused.
    """
    raw = request.get_data()
    if not config.lenient or not (places := _unknown(kind, raw)):
        return parse(kind, raw)
    known = read_json(raw)
    for place in places:
        _leave_out(known, place)
    body = parse(kind, json.dumps(known).encode())

    @after_this_request
    def tell(answer: Response) -> Response:
        answer.headers[HEADER] = ignored_params(places)
        return answer

    return body


def ignored_params(places: Sequence[Place]) -> str:
    """The header's value: JSON pointers, percent-encoded."""
    named = [quote(pointer_to(place)[:MOST_NAMED], safe="/~") for place in places]
    more = [f"{len(named) - MOST_FAULTS}-more"] if len(named) > MOST_FAULTS else []
    return ", ".join(named[:MOST_FAULTS] + more)


def _unknown(kind: type[B], raw: bytes) -> list[Place]:
    """Where the fields are that ``kind`` does not know; none where the body is not even JSON."""
    try:
        kind.model_validate_json(raw)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        return [fault["loc"] for fault in faults if fault["type"] == "extra_forbidden"]
    return []


def _leave_out(value: Any, place: Place) -> None:
    for step in place[:-1]:
        value = value[step]
    value.pop(place[-1])
