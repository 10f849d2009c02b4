"""No object of an answer that is JSON has a key twice, whatever its schema leaves open."""

from __future__ import annotations

import json
import random
from typing import Any

import numpy as np
import pytest
from support.models.tiny import len_vocabulary, tiny_tokenizer_text
from tokenizers import Tokenizer as Inner

from shotglass.decoding import Constraint
from shotglass.engine.strategies.grammars import Grammars, Matcher
from shotglass.engine.strategies.json_keys import JsonKeys, QuotingTokens
from shotglass.text import Tokenizer

END = 0
ANY = {"type": "object"}
OF_NUMBERS = {"type": "object", "additionalProperties": {"type": "integer"}}


def repeats(text: str) -> bool:
    """By the standard library's own reader."""
    repeated: list[str] = []

    def unite(pairs: list[tuple[str, Any]]) -> None:
        keys = [key for key, _ in pairs]
        repeated.extend(key for key in keys if keys.count(key) > 1)

    json.loads(text, object_pairs_hook=unite)
    return bool(repeated)


def written(draw: random.Random, depth: int = 0) -> str:
    """JSON with few keys, some of them escaped."""
    kind = draw.choice("onsl") if depth < 3 else "n"
    if kind == "n":
        return str(draw.randrange(100))
    if kind == "s":
        return draw.choice(['"a"', '"{\\"a\\":1,"', '"\\\\"', '""', '"\\u0061"', '"é"'])
    if kind == "l":
        return f"[{','.join(written(draw, depth + 1) for _ in range(draw.randrange(4)))}]"
    keys = ['"a"', '"b"', '"ab"', '"\\u0061"', '"é"', '"\\"a"', '"\\\\"']
    pairs = (f"{draw.choice(keys)}: {written(draw, depth + 1)}" for _ in range(draw.randrange(4)))
    return f"{{{', '.join(pairs)}}}"


def test_a_key_is_repeated_where_the_standard_library_s_reader_finds_it_twice() -> None:
    draw, outcomes = random.Random(1), set()
    for _ in range(3000):
        text = written(draw)
        outcomes.add(repeats(text))
        assert JsonKeys().read(text.encode()) is not repeats(text), text
    assert outcomes == {False, True}


def test_a_copy_that_goes_on_leaves_the_first_where_it_stands() -> None:
    keys = JsonKeys()
    assert keys.read(b'{"a": {"b": 1}, "a')
    assert not keys.copy().read(b'"')
    assert keys.copy().read(b'b": 1}')
    assert not keys.read(b'"')


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(Inner.from_str(tiny_tokenizer_text()))


@pytest.fixture(scope="module")
def grammars(tokenizer: Tokenizer) -> Grammars:
    return Grammars(tokenizer, len_vocabulary(), [END])


def after(grammars: Grammars, schema: Any, text: str) -> Matcher:
    return grammars.compile(Constraint.of_schema(schema, prefix=text)).matcher()


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ('{"a":1,"a', False),
        ('{"a":1,"b', True),
        ('{"a":1,"', True),  # a key that is empty
        ('{"ab":1,"a', True),
        ('{"é":1,"é', False),
        ('{"a":1', None),
    ],
)
def test_the_quote_that_would_end_a_repeated_key_is_not_allowed(
    tokenizer: Tokenizer, grammars: Grammars, text: str, is_allowed: bool | None
) -> None:
    (quote,), (letter,) = tokenizer.encode('"'), tokenizer.encode("x")
    mask = after(grammars, OF_NUMBERS, text).allowed()
    if is_allowed is None:
        assert not mask[quote]
        return
    assert bool(mask[quote]) is is_allowed
    assert mask[letter]
    followed = after(grammars, OF_NUMBERS, text[:-1])
    for id in tokenizer.encode(text[-1]):
        followed.advance(id)
    assert np.array_equal(followed.allowed(), mask)


def test_a_key_that_was_written_twice_already_is_read_to_its_end(
    tokenizer: Tokenizer, grammars: Grammars
) -> None:
    (quote,) = tokenizer.encode('"')
    for end, is_allowed in {"a": False, "b": False, "c": True}.items():
        mask = after(grammars, OF_NUMBERS, f'{{"a":1,"a":2,"b":3,"{end}').allowed()
        assert bool(mask[quote]) is is_allowed, end


def test_keys_of_another_object_may_be_the_same(tokenizer: Tokenizer, grammars: Grammars) -> None:
    (quote,) = tokenizer.encode('"')
    for text in ('{"a":{"a', '[{"a":1},{"a', '{"a":["a'):
        schema = {} if text[0] == "[" else ANY
        assert after(grammars, schema, text).allowed()[quote], text


def test_where_nothing_else_is_allowed_an_answer_still_goes_on() -> None:
    tokens, keys = QuotingTokens.of([b"x", b'"', b'":']), JsonKeys()
    keys.read(b'{"a":1,"a')
    some, alone = np.array([True, True, False]), np.array([False, True, True])
    assert tokens.unrepeated(keys, some).tolist() == [True, False, False]
    assert tokens.unrepeated(keys, alone) is alone


def test_answers_of_any_object_have_no_key_twice(tokenizer: Tokenizer, grammars: Grammars) -> None:
    """Drawn at random among allowed tokens that make keys short and few."""
    draw, whole = random.Random(3), 0
    grammar = grammars.compile(Constraint.of_schema(ANY))
    wanted = {*'{}":,ab1', '":', ',"', '{"'}
    able = [id for id in range(1, tokenizer.vocabulary) if tokenizer.token_text(id) in wanted]
    for _ in range(150):
        matcher, text = grammar.matcher(), b""
        for _ in range(60):
            mask = matcher.allowed()
            choices = [id for id in able if mask[id]]
            if (mask[END] and text) or not choices:
                break
            id = draw.choice(choices)
            matcher.advance(id)
            text += tokenizer.token_bytes(id)
        assert JsonKeys().read(text), text
        if matcher.allowed()[END]:
            whole += text.count(b'":') > 1
            assert not repeats(text.decode())
    assert whole > 5
