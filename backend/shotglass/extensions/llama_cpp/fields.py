"""Fields that llama.cpp's server reads in forms of its own: prompts and biases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from ...decoding.settings import LARGEST_BIAS, MOST_BIASES, LogitBias
from ...server.compat.fields import ID, MOST_PROMPTS, unsupported, wrong
from ...server.compat.prompts import Ids, Prompts
from ...server.schemas import whole
from ...text import PromptTokens, Tokenizer

MOST_NAMED = 200  # characters of a text that is biased
TEXT = "prompt_string"  # the field of a prompt that is an object

Json = dict[str, Any]
Item = str | tuple[int | str, ...]


@dataclass(frozen=True)
class Sequences:
    """Each item is a text, or token ids with texts between them. ``many``: as a list of them."""

    items: tuple[Item, ...]
    many: bool

    def prompts(self, tokens: PromptTokens) -> Prompts:
        """Texts between ids are read one by one; one at the beginning as a text alone would be.
        Raises InvalidRequest."""
        # Parts without a token are an empty text, which may be one to go on from.
        read = (item if isinstance(item, str) else _ids(item, tokens) or "" for item in self.items)
        return Prompts(tuple(read), self.many)


def _ids(item: Sequence[int | str], tokens: PromptTokens) -> Ids:
    ids: list[int] = []
    for index, part in enumerate(item):
        if isinstance(part, str):
            ids += [] if index else tokens.start
            ids += tokens.tokenizer.parse(part)
        else:
            ids.append(part)
    return tuple(ids)


def _prompts(value: object) -> Sequences:
    if not isinstance(value, list) or any(_is_id(item) for item in value):
        return Sequences((_item(value),), many=False)
    if not 1 <= len(value) <= MOST_PROMPTS:
        raise wrong(f"{len(value)} prompts were given; 1 to {MOST_PROMPTS} were expected")
    return Sequences(tuple(map(_item, value)), many=True)


def _item(value: object) -> Item:
    if isinstance(value, dict) and isinstance(value.get(TEXT), str):
        if value.keys() > {TEXT}:
            raise unsupported("This server reads texts alone; leave all but prompt_string out")
        return str(value[TEXT])
    if isinstance(value, str):
        return value
    given = list(map(whole, value)) if isinstance(value, list) else []
    parts = [part for part in given if isinstance(part, int | str) and not isinstance(part, bool)]
    if not parts or len(parts) < len(given):
        raise wrong("a text, a list of token ids and texts, or a list of such was expected")
    return tuple(parts)


def _is_id(value: object) -> bool:
    return isinstance(whole(value), int) and not isinstance(value, bool)


@dataclass(frozen=True)
class NamedBias:
    """``name``: a token's id, or a text whose tokens are meant, each as often as it occurs."""

    name: int | str
    value: float

    def ids(self, tokenizer: Tokenizer) -> list[int]:
        return [self.name] if isinstance(self.name, int) else tokenizer.encode(self.name)


def summed(biases: Sequence[NamedBias], tokenizer: Tokenizer) -> LogitBias:
    """The sum for each token, within the bounds that a bias has. Raises InvalidRequest."""
    sums: dict[int, float] = {}
    for bias in biases:
        for id in bias.ids(tokenizer):
            total = sums.get(id, 0.0) + bias.value
            sums[id] = min(max(total, -LARGEST_BIAS), LARGEST_BIAS)
    return tuple(sums.items())


def _biases(value: object) -> tuple[NamedBias, ...]:
    pairs = list(map(list, value.items())) if isinstance(value, dict) else value
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise wrong(
            "pairs of a token id or a text and a bias, or an object of them, were expected; a bias "
            f"is a number from -{LARGEST_BIAS} to {LARGEST_BIAS}, or false"
        )
    if len(pairs) > MOST_BIASES:
        raise wrong(f"{len(pairs)} biases are too many: {MOST_BIASES} at most were expected")
    # False: never; what is that unlikely is never drawn.
    return tuple(
        NamedBias(_name(name), -LARGEST_BIAS if bias is False else float(bias))
        for name, bias in pairs
    )


def _is_pair(pair: object) -> bool:
    if not isinstance(pair, list) or len(pair) != 2:
        return False
    name, value = pair
    named = 1 <= len(name) <= MOST_NAMED if isinstance(name, str) else _is_id(name) and name >= 0
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return named and (value is False or (number and abs(value) <= LARGEST_BIAS))


def _name(name: Any) -> int | str:
    """A text of digits is an id, as it has to be where ids are the names of an object."""
    if isinstance(name, str):
        return int(name) if name.isascii() and name.isdigit() else name
    return int(name)


_PARTS = {"type": "array", "items": {"anyOf": [ID, {"type": "string"}]}, "minItems": 1}
_OBJECT = {
    "type": "object",
    "properties": {TEXT: {"type": "string"}},
    "required": [TEXT],
    "additionalProperties": False,
}
_SINGLE = {"anyOf": [{"type": "string"}, _OBJECT, _PARTS]}
_MANY = {"type": "array", "items": _SINGLE, "minItems": 1, "maxItems": MOST_PROMPTS}
PromptField = Annotated[
    Sequences,
    PlainValidator(_prompts),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, _OBJECT, _PARTS | {"maxItems": MOST_PROMPTS}, _MANY]}
    ),
]

_BIAS = {
    "anyOf": [
        {"type": "number", "minimum": -LARGEST_BIAS, "maximum": LARGEST_BIAS},
        {"const": False},
    ]
}
_NAME = {"type": "string", "minLength": 1, "maxLength": MOST_NAMED}
_PAIR = {
    "type": "array",
    "prefixItems": [{"anyOf": [ID, _NAME]}, _BIAS],
    "minItems": 2,
    "maxItems": 2,
}
_BY_NAME = {
    "type": "object",
    "propertyNames": _NAME,
    "additionalProperties": _BIAS,
    "maxProperties": MOST_BIASES,
}
BiasesField = Annotated[
    tuple[NamedBias, ...],
    PlainValidator(_biases),
    WithJsonSchema(
        {"anyOf": [{"type": "array", "items": _PAIR, "maxItems": MOST_BIASES}, _BY_NAME]}
    ),
]
