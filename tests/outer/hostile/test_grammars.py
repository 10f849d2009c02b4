"""Hostile schemas, regular expressions and grammars: each is refused by name or comes to an end.

Some end a process that compiles them (a stack that overflows, a gigabyte of memory), others never
end; the engine compiles none before a confined process has.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from support.models.tiny import len_vocabulary, tiny_tokenizer_text
from tokenizers import Tokenizer as Inner

from shotglass.decoding import Constraint
from shotglass.engine.strategies.grammars import Grammars
from shotglass.errors import InvalidRequest
from shotglass.text import Tokenizer

STEPS = 40


def schema(value: Any) -> Constraint:
    return Constraint.of_schema(value)


def regex(source: str) -> Constraint:
    return Constraint("regex", source)


def grammar(source: str) -> Constraint:
    return Constraint("grammar", source)


def chain(rules: int) -> str:
    """Each rule needs the next."""
    steps = (f'r{i}: "a" r{i + 1} | "b" r{i + 1}' for i in range(rules))
    return "\n".join(["start: r0", *steps, f'r{rules}: "c"'])


def doubled(levels: int) -> dict[str, Any]:
    """Each definition twice in the one before: 2**levels places in all."""
    pairs = {
        f"a{i}": {"allOf": [{"$ref": f"#/$defs/a{i + 1}"}] * 2} for i in range(levels)
    }  # fmt: skip
    return {"$defs": pairs | {f"a{levels}": {"type": "string"}}, "$ref": "#/$defs/a0"}


PROPERTIES = {f"p{i}": {"type": "string"} for i in range(1500)}
REFUSED: dict[str, Callable[[], Constraint]] = {
    "20,000 optional letters": lambda: regex("a?" * 20_000),
    "30,000 groups in each other": lambda: regex("(" * 30_000 + "a" + ")" * 30_000),
    "2,000 rules in a chain": lambda: grammar(chain(2000)),
    "30,000 brackets": lambda: grammar("start: " + "(" * 30_000 + '"a"' + ")" * 30_000),
    "brackets of GBNF": lambda: grammar("root ::= " + "(" * 5000 + '"a"' + ")" * 5000),
    "1,500 properties in any order": lambda: schema({"type": "object", "properties": PROPERTIES}),
    "a file of this machine": lambda: schema({"$ref": "file:///etc/passwd"}),
    "a file of elsewhere": lambda: schema({"$ref": "http://example.org/schema.json"}),
    "itself and nothing else": lambda: schema({"$ref": "#"}),
    "choices of choices": lambda: schema(
        {
            "allOf": [
                {"anyOf": [{"properties": {f"p{i}{j}": {}}} for j in range(4)]} for i in range(12)
            ]
        }
    ),
    "a multiple that takes an automaton of a million steps": lambda: schema(
        {"type": "integer", "multipleOf": 999_983}
    ),
}
COMES_TO_AN_END: dict[str, Callable[[], Constraint]] = {
    "a million letters": lambda: regex("a{1000000}"),
    "a million in two steps": lambda: regex("(a{1000}){1000}"),
    "2**200 states, were they built": lambda: regex("(a|b)*a(a|b){200}c"),
    "every way to part a text": lambda: grammar('start: s\ns: s s | "a" | '),
    "a million of a rule": lambda: grammar('start: ((("a" b){1000}){1000}){1000}\nb: "x" | "y" b'),
    "a million items": lambda: schema({"type": "array", "minItems": 1_000_000}),
    "a string of a million": lambda: schema({"type": "string", "minLength": 1_000_000}),
    "a definition 2**30 times": lambda: schema(doubled(30)),
}


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    tokenizer = Tokenizer(Inner.from_str(tiny_tokenizer_text()))
    return Grammars(tokenizer, len_vocabulary(), [0])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_too_much_is_refused_and_the_next_is_compiled(
    name: str, grammars: Grammars
) -> None:
    constraint = REFUSED[name]()
    with pytest.raises(InvalidRequest, match="cannot be used") as refusal:
        grammars.compile(constraint)
    assert refusal.value.pointer.startswith(constraint.pointer)
    assert grammars.compile(regex("yes|no")).matcher().allowed().any()


@pytest.mark.parametrize("name", COMES_TO_AN_END)
def test_what_is_large_is_followed_within_the_limits_of_a_step_or_refused(
    name: str, grammars: Grammars
) -> None:
    with suppress(InvalidRequest):
        matcher = grammars.compile(COMES_TO_AN_END[name]()).matcher()
        for _ in range(STEPS):
            matcher.advance(int(matcher.allowed().nonzero()[0][-1]))
    assert grammars.compile(regex("yes|no")).matcher().allowed().any()


def test_a_schema_of_many_kilobytes_is_refused_by_its_length() -> None:
    with pytest.raises(InvalidRequest, match="65,536"):
        schema({"enum": [json.dumps(i) for i in range(20_000)]})
