"""What a constraint allows next, against a slow reference: all texts of a small language."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.models.tiny import len_vocabulary, tiny_tokenizer_text
from tokenizers import Tokenizer as Inner

from shotglass.decoding import Constraint
from shotglass.engine.strategies.grammars import Grammars
from shotglass.errors import InvalidRequest
from shotglass.text import Tokenizer

END = 0
PADDED = 5  # logits behind the last token, as models have them
POINT = {
    "type": "object",
    "properties": {"x": {"enum": [1, 12]}, "y": {"type": "boolean"}},
    "required": ["x"],
    "additionalProperties": False,
}


def points() -> set[str]:
    heads = [f'{{"x":{space}{x}' for space in ("", " ") for x in (1, 12)]
    tails = ["}"] + [
        f',{before}"y":{after}{y}}}'
        for before in ("", " ")
        for after in ("", " ")
        for y in ("true", "false")
    ]
    return {head + tail for head in heads for tail in tails}


# A constraint, and every text that fits it.
LANGUAGES: list[tuple[Constraint, set[str]]] = [
    (Constraint("regex", "(yes|no)[.!]?"), {w + e for w in ("yes", "no") for e in ("", ".", "!")}),
    (Constraint("regex", "the ?(cat|cart|dog)?"), {"the", "the "} | {
        f"the{space}{word}" for space in ("", " ") for word in ("cat", "cart", "dog")
    }),
    (Constraint("regex", "(a|aa){1,3}"), {"a" * n for n in range(1, 7)}),
    (Constraint("regex", "ä|ö|\N{SNOWMAN}"), {"ä", "ö", "\N{SNOWMAN}"}),
    (Constraint("regex", r"a/b\\c\n\d"), {f"a/b\\c\n{digit}" for digit in range(10)}),
    (Constraint("grammar", 'start: "the " noun ("." | "!")\nnoun: "mat" | "house"'), {
        f"the {noun}{end}" for noun in ("mat", "house") for end in ".!"
    }),
    (Constraint("grammar", 'root ::= "(" root2 ")"\nroot2 ::= "on" | "one" | [x-z]{1,2}'), {
        f"({text})"
        for text in ("on", "one", *"xyz", *(a + b for a in "xyz" for b in "xyz"))
    }),
    (Constraint.of_schema(POINT), points()),
    (Constraint.of_schema({"const": {"a": None}}), {'{"a":null}', '{"a": null}'}),
]  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(Inner.from_str(tiny_tokenizer_text()))


@pytest.fixture(scope="module")
def grammars(tokenizer: Tokenizer) -> Grammars:
    return Grammars(tokenizer, len_vocabulary() + PADDED, [END])


def texts_of_tokens(tokenizer: Tokenizer, language: set[bytes]) -> Iterator[list[int]]:
    """Ways to write the language in tokens: as the tokenizer does, and a byte at a time."""
    single = {tokenizer.token_bytes(id): id for id in range(1, 257)}
    for text in sorted(language):
        yield tokenizer.encode(text.decode())
        yield [single[bytes([byte])] for byte in text]


@pytest.mark.parametrize("case", range(len(LANGUAGES)))
def test_a_token_is_allowed_where_the_text_with_it_begins_a_text_that_fits(
    case: int, tokenizer: Tokenizer, grammars: Grammars
) -> None:
    constraint, texts = LANGUAGES[case]
    language = {text.encode() for text in texts}
    beginnings = {text[:length] for text in language for length in range(len(text) + 1)}
    grammar, seen = grammars.compile(constraint), set()
    for ids in texts_of_tokens(tokenizer, language):
        matcher, text = grammar.matcher(), b""
        for id in [*ids, None]:
            if text not in seen:
                expected = {
                    other
                    for other in range(1, tokenizer.vocabulary)
                    if tokenizer.token_bytes(other)
                    and text + tokenizer.token_bytes(other) in beginnings
                }
                expected |= {END} if text in language else set()
                mask = matcher.allowed()
                assert mask.shape == (len_vocabulary() + PADDED,)
                assert set(mask.nonzero()[0].tolist()) == expected, text
                seen.add(text)
            if id is not None:
                matcher.advance(id)
                text += tokenizer.token_bytes(id)
    assert seen >= language


def test_a_copy_goes_its_own_way(tokenizer: Tokenizer, grammars: Grammars) -> None:
    matcher = grammars.compile(Constraint("regex", "ab|ac")).matcher()
    a, b, c = (tokenizer.encode(letter)[0] for letter in "abc")
    matcher.advance(a)
    other = matcher.after(b)
    assert matcher.allowed()[[b, c]].all()
    assert other.allowed().nonzero()[0].tolist() == [END]


@pytest.mark.parametrize("case", range(len(LANGUAGES)))
def test_an_answer_that_was_begun_goes_on_as_if_its_tokens_had_been_followed(
    case: int, tokenizer: Tokenizer, grammars: Grammars
) -> None:
    constraint, texts = LANGUAGES[case]
    for text in texts:
        matcher = grammars.compile(constraint).matcher()
        for id in tokenizer.encode(text):
            matcher.advance(id)
        later = grammars.compile(replace(constraint, prefix=text)).matcher()
        assert (later.allowed() == matcher.allowed()).all(), text


def test_an_answer_that_was_begun_otherwise_is_refused(grammars: Grammars) -> None:
    with pytest.raises(InvalidRequest, match="begins with what is written already, 'mat'") as fault:
        grammars.compile(Constraint("regex", "the cat", prefix="mat"))
    assert fault.value.pointer == "/settings/constraint/prefix"


REFUSED = [
    (Constraint("regex", "[a-z]+("), "", "unclosed group (at character 7 of the regex)"),
    (Constraint("regex", "(?=a)b"), "", "look-around"),
    (Constraint("regex", r"(a)\1"), "", "backreferences are not supported"),
    (Constraint("regex", r"[^\s\S]"), "", "no text fits it"),
    (Constraint("grammar", 'start: "a"\n  | foo'), "", 'unknown name: "foo" (line 1, column 8)'),
    (Constraint("grammar", 'begin: "a"'), "", "no start rule found"),
    (Constraint("grammar", 'root ::= "a" | [0-9'), "", "Unexpected end of input"),
    (Constraint("grammar", "start: start"), "", "no text fits it"),
    (Constraint("json_schema", "false"), "", "false allows no answer; true allows any"),
    (Constraint.of_schema({"type": "nope"}), "", "Invalid type: nope"),
    (
        Constraint.of_schema({"type": "object", "properties": {"a/b": {"type": "strin"}}}),
        "/properties/a~1b",
        "Invalid type: strin",
    ),
    (
        Constraint.of_schema(
            {
                "type": "array",
                "items": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/late"}]},
                "$defs": {"late": {"type": "string", "format": "half past"}},
            }
        ),
        "/$defs/late",
        "Unknown format: half past",
    ),
    (
        Constraint.of_schema({"type": "array", "items": {"uniqueItems": True}}),
        "/items",
        'Unimplemented keys: ["uniqueItems"]',
    ),
]


@pytest.mark.parametrize(("constraint", "place", "words"), REFUSED)
def test_what_cannot_be_compiled_is_refused_by_the_part_at_fault(
    constraint: Constraint, place: str, words: str, grammars: Grammars
) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        grammars.compile(constraint)
    assert refusal.value.pointer == f"/settings/constraint/{constraint.kind}{place}"
    assert words in refusal.value.detail


def test_a_schema_s_own_options_for_llguidance_are_not_taken(grammars: Grammars) -> None:
    """``lenient`` would leave out what it cannot do without a word."""
    schema = {"type": "integer", "not": {"const": 3}, "x-guidance": {"lenient": True}}
    with pytest.raises(InvalidRequest, match="Unimplemented keys"):
        grammars.compile(Constraint.of_schema(schema))


def test_a_model_without_an_end_token_takes_no_constraint(tokenizer: Tokenizer) -> None:
    with pytest.raises(InvalidRequest, match="no token that ends a text"):
        Grammars(tokenizer, tokenizer.vocabulary, []).compile(Constraint("regex", "a"))


@pytest.mark.parametrize("source", ["", "a" * 65_537])
def test_an_empty_or_endless_source_is_refused(source: str) -> None:
    with pytest.raises(InvalidRequest, match="1 to 65,536 were expected"):
        Constraint("regex", source)


def test_a_schema_s_keys_stay_in_their_order() -> None:
    schema = {"properties": {"z": {}, "a": {}}, "type": "object"}
    assert list(json.loads(Constraint.of_schema(schema).source)["properties"]) == ["z", "a"]
