"""Grammars that a person wrote, compiled by llguidance, and the trial of one in a confined process.

llguidance bounds its own steps, but a few thousand rules overflow the processor's stack, which ends
the process, and a regex of 20,000 optional letters takes a gigabyte. So each is compiled twice:
first here, against a vocabulary of single bytes, in a ``Worker`` whose time, memory and stack are
small; what passes is compiled against the model's vocabulary.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from time import process_time
from typing import Any

from llguidance import LLMatcher, LLParserLimits, LLTokenizer, TokenizerWrapper, regex_to_lark
from llguidance.gbnf_to_lark import GbnfToLarkError, gbnf_to_lark

from ..parsing import json_pointer

# Of llguidance's steps; see tests/outer/hostile for what they keep out. The lexer's are those that
# a mask of the largest vocabulary takes some milliseconds for.
BOUNDS = LLParserLimits(
    initial_lexer_fuel=200_000,
    step_lexer_fuel=100_000,
    step_max_items=50_000,
    max_lexer_states=50_000,
    max_grammar_size=100_000,
    verbose_errors=False,
)
STACK = 1 << 20  # bytes; threads of a server have eight times as much
STEPS = 16  # tokens that the trial writes
SEARCH = 0.2  # seconds of the processor's, for the part of a schema that is at fault
# Which tokens fit is decided by their bytes alone, not by how the tokenizer would have cut a text
# that the grammar leaves no choice of.
_OPTIONS = '\n%llguidance {"no_forcing": true}\n'
# JSON in a line. Were space free, a small model would write spaces until the end.
_JSON = {"whitespace_flexible": False, "item_separator": ", ?", "key_separator": ": ?"}
_DIGITS = "d"  # \\d is 0 to 9
_GBNF = re.compile(r"^[ \t]*[\w-]+[ \t]*::=", re.MULTILINE)
_EMBEDDED = re.compile(r"\n +\d+ \| ")  # where llguidance begins to quote what it has read
_PLACE = re.compile(r"(?<!\d)(?:at )?(\d{1,9})\((\d{1,9})\): ")
_OF_SCHEMA = "failed to compile JSON schema: "
_REGEX = re.compile(r"regex parse error:\n {4}.*\n {4}( *)\^.*\nerror: ((?s:.*))")
_MAPS = ("properties", "patternProperties", "$defs", "definitions")
_SHARED = ("$defs", "definitions")
_LISTS = ("anyOf", "allOf", "oneOf", "prefixItems")
_SINGLE = ("items", "additionalProperties", "not", "if", "then", "else", "contains")

Step = tuple[str | int, ...]


class Refused(Exception):
    """A clause that says why."""


def lark(kind: str, source: str) -> str:
    """The grammar in llguidance's notation. Raises Refused."""
    if kind == "regex":
        return f"start: /{regex_to_lark(source, _DIGITS)}/{_OPTIONS}"
    if kind == "json_schema":
        return _of_schema(json.loads(source))
    if _GBNF.search(source):
        try:
            source = gbnf_to_lark(source)
        except (GbnfToLarkError, IndexError) as error:
            raise Refused(str(error)) from error
    return source + _OPTIONS


def compiled(tokenizer: LLTokenizer, grammar: str) -> LLMatcher:
    """Raises Refused, also where nothing can begin."""
    matcher = LLMatcher(tokenizer, grammar, log_level=0, limits=BOUNDS)
    if not matcher.is_error():
        matcher.compute_bitmask()
    if matcher.is_error():
        raise Refused(_sentence(matcher.get_error()))
    return matcher


def attempt(question: Mapping[str, Any]) -> dict[str, str]:
    """Compile the ``source`` of a ``kind`` and write a few tokens by it. ``special``: the names of
    the model's special tokens, which a grammar may use.

    Comes back: ``lark``, the grammar in llguidance's notation; or ``refused``, a clause that says
    why, and ``place``, where in a schema. Raises MemoryError.
    """
    answer: dict[str, str] = {}
    threading.stack_size(STACK)
    thread = threading.Thread(target=lambda: answer.update(_attempt(question)))
    thread.start()
    thread.join()
    return answer or {"refused": "it takes more memory than it may have", "place": ""}


def _attempt(question: Mapping[str, Any]) -> dict[str, str]:
    kind, source = question["kind"], question["source"]
    tokenizer = byte_tokenizer(tuple(question["special"]))
    try:
        grammar = lark(kind, source)
        _write(compiled(tokenizer, grammar))
        return {"lark": grammar}
    except Refused as refusal:
        place = ""
        if kind == "json_schema":
            schema = json.loads(source)
            keys = schema if isinstance(schema, dict) else {}
            shared = {name: part for name, part in keys.items() if name in _SHARED}
            until = process_time() + SEARCH
            place = json_pointer(_culprit(tokenizer, schema, shared, str(refusal), until))
        return {"refused": str(refusal), "place": place}
    except RecursionError:
        return {"refused": "it is nested too deeply", "place": ""}


def _write(matcher: LLMatcher) -> None:
    """Writes what comes next, which may be larger than the beginning. Raises Refused."""
    for _ in range(STEPS):
        mask = matcher.compute_bitmask()
        if matcher.is_error():
            raise Refused(_sentence(matcher.get_error()))
        allowed = int.from_bytes(mask, "little") & ((1 << 256) - 1)
        if not allowed:
            return
        matcher.consume_token((allowed & -allowed).bit_length() - 1)


class Vocabulary(TokenizerWrapper):
    """The part of a tokenizer that llguidance reads. ``tokens`` are their bytes by id."""

    def __init__(self, tokens: Sequence[bytes], special: Sequence[int], end: int) -> None:
        self.tokens, self.special_token_ids = tokens, special
        self.eos_token_id, self.bos_token_id = end, None
        self.is_tokenizer_wrapper = True

    def __call__(self, text: str | bytes) -> list[int]:
        """Is called only for what ``_OPTIONS`` switch off."""
        raise NotImplementedError


@lru_cache(maxsize=8)
def byte_tokenizer(special: tuple[str, ...]) -> LLTokenizer:
    tokens = [bytes([byte]) for byte in range(256)]
    tokens += [name.encode() for name in special]
    ids = range(256, len(tokens) + 1)
    return LLTokenizer(Vocabulary([*tokens, b"<end>"], ids, len(tokens)), slices=[])


def _of_schema(schema: Any) -> str:
    """``x-guidance`` holds llguidance's own options, which are ours here. Raises Refused."""
    if schema is False:
        raise Refused("false allows no answer; true allows any")
    if schema is not True and not isinstance(schema, dict):
        raise Refused("an object was expected")
    whole = {**(schema if isinstance(schema, dict) else {}), "x-guidance": _JSON}
    return f"start: %json {json.dumps(whole)}{_OPTIONS}"


def _culprit(
    tokenizer: LLTokenizer, schema: Any, shared: Mapping[str, Any], cause: str, until: float
) -> Step:
    """The deepest part of ``schema`` that by itself is refused for the same cause, as far as it is
    looked for; ``shared``: what parts refer to."""
    for step, part in _parts(schema):
        if process_time() > until:
            break
        whole = {**shared, **part} if isinstance(part, dict) else part
        try:
            compiled(tokenizer, _of_schema(whole))
        except Refused as refusal:
            if str(refusal) == cause:
                return (*step, *_culprit(tokenizer, part, shared, cause, until))
    return ()


def _parts(schema: Any) -> Iterator[tuple[Step, Any]]:
    if not isinstance(schema, dict):
        return
    for name in _MAPS:
        if isinstance(schema.get(name), dict):
            yield from (((name, key), part) for key, part in schema[name].items())
    for name in _LISTS:
        if isinstance(schema.get(name), list):
            yield from (((name, index), part) for index, part in enumerate(schema[name]))
    yield from (((name,), schema[name]) for name in _SINGLE if isinstance(schema.get(name), dict))


def _sentence(message: str) -> str:
    """llguidance's message without what it quotes of the grammar."""
    message = message.removesuffix("<non-verbose/>").strip()
    if regex := _REGEX.search(message):
        reason = _EMBEDDED.split(regex[2])[0].strip()
        return f"{reason} (at character {len(regex[1]) + 1} of the regex)"
    message = _EMBEDDED.split(message)[0].strip()
    place = _PLACE.match(message)
    message = _PLACE.sub("", message, count=1)
    if message == "NoExtensionBias":
        return "no text fits it"
    if message.startswith(_OF_SCHEMA):
        message, place = message.removeprefix(_OF_SCHEMA), None
    where = f" (line {place[1]}, column {place[2]})" if place else ""
    return f"{message[:300]}{where}".replace("\n", " ")
