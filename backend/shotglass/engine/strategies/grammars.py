"""Constraints on the next token: compiled once for a model's tokenizer, and followed token by
token.

A token is allowed where the text with it is the beginning of a text that fits; tokens that end a
text, where the text so far fits. Tokens are judged by their bytes alone.

llguidance (Earley parser over derivatives of regular expressions) is imported when the first
constraint is compiled.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...decoding import Constraint, Mask
from ...errors import InvalidRequest, QueueFull
from ...sandbox import Limits, Worker
from ...text import Tokenizer
from .json_keys import JsonKeys, QuotingTokens

if TYPE_CHECKING:
    from llguidance import LLMatcher, LLTokenizer

# ``mapped``: address space that the C library sets aside for a thread without using it.
TRIAL = Limits(memory=128 << 20, mapped=1 << 30, written=0, seconds=1)
TARGET = "shotglass.sandbox.grammar:attempt"
PATIENCE = 5.0  # seconds until a request is told to come back


class Grammars:
    """Compiles constraints for one model. Thread-safe; what it needs is made when it is first
    asked. ``vocabulary``: how many logits the model has; ``end_tokens``: which ids end a text."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: int, end_tokens: Sequence[int]) -> None:
        self._tokenizer, self._vocabulary = tokenizer, vocabulary
        self._end_tokens = list(end_tokens)
        self._trial = Worker(TARGET, TRIAL, needs=[TARGET.split(":")[0]])
        weakref.finalize(self, self._trial.close)

    def compile(self, constraint: Constraint) -> Grammar:
        """Raises InvalidRequest that says which part is at fault, within some two seconds whatever
        the source; QueueFull while others' sources keep the trial busy."""
        from ...sandbox.grammar import Refused, compiled

        if not self._end_tokens:
            raise InvalidRequest(
                f"This model has no token that ends a text, so no {constraint.title} can end one.",
                pointer="/settings/constraint",
            )
        grammar = self._tried(constraint)
        try:
            matcher = compiled(self._vocabulary_tokens, grammar)
        except Refused as refusal:
            raise _refused(constraint, str(refusal)) from None
        if not all(matcher.consume_token(id) for id in self._ids(constraint.prefix.encode())):
            raise InvalidRequest(
                f"No text that fits the {constraint.title} begins with what is written already, "
                f"{constraint.prefix[:60]!r}.",
                pointer="/settings/constraint/prefix",
            )
        keys = None
        if constraint.kind == "json_schema":
            keys = JsonKeys()
            keys.read(constraint.prefix.encode())
        beginning = Matcher(constraint, matcher, self._quoting, keys)
        return Grammar(beginning)

    @cached_property
    def _quoting(self) -> QuotingTokens:
        return QuotingTokens.of([self._tokenizer.token_bytes(id) for id in range(self._vocabulary)])

    def _tried(self, constraint: Constraint) -> str:
        """The grammar in llguidance's notation, once it has been compiled in a confined process."""
        question = {"kind": constraint.kind, "source": constraint.source}
        special = {"special": list(self._tokenizer.special_names)}
        outcome = self._trial.ask(question | special, PATIENCE)
        if outcome is None:
            raise QueueFull("Other requests' constraints are being compiled; try again.")
        if outcome.failed is not None:
            raise _refused(constraint, f"compiling it {outcome.failed}: make it smaller")
        answer = outcome.returned
        if "lark" not in answer:
            raise _refused(constraint, answer["refused"], answer["place"])
        return str(answer["lark"])

    def _ids(self, text: bytes) -> Iterator[int]:
        """Tokens whose bytes are ``text``, however the tokenizer would have cut it; -1, which is no
        token, where there are none."""
        while text:
            ends = range(min(len(text), self._longest), 0, -1)
            end = next((end for end in ends if text[:end] in self._id_of), 0)
            yield self._id_of.get(text[:end], -1)
            text = text[end or len(text) :]

    @cached_property
    def _id_of(self) -> Mapping[bytes, int]:
        special = set(self._tokenizer.special_names.values())
        ids = (id for id in range(self._vocabulary) if id not in special)
        return {self._tokenizer.token_bytes(id): id for id in ids}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._id_of))

    @cached_property
    def _vocabulary_tokens(self) -> LLTokenizer:
        from llguidance import LLTokenizer

        from ...sandbox.grammar import Vocabulary

        tokens = [self._tokenizer.token_bytes(id) for id in range(self._vocabulary)]
        special = list(self._tokenizer.special_names.values())
        vocabulary = Vocabulary(tokens, special, self._end_tokens[0])
        return LLTokenizer(vocabulary, self._vocabulary, self._end_tokens)


class Grammar:
    """A constraint that has been compiled for a model."""

    def __init__(self, beginning: Matcher) -> None:
        self._beginning = beginning

    def matcher(self) -> Matcher:
        """Returns a matcher that stands before the first token of a text, or before the first after
        its prefix."""
        return self._beginning.copy()


class Matcher:
    """Follows one text. For one thread at a time. ``keys``: of a text of JSON."""

    def __init__(
        self, constraint: Constraint, inner: LLMatcher, tokens: QuotingTokens, keys: JsonKeys | None
    ) -> None:
        self._constraint, self._inner, self._tokens, self._keys = constraint, inner, tokens, keys

    def copy(self) -> Matcher:
        keys = None if self._keys is None else self._keys.copy()
        return Matcher(self._constraint, self._inner.deep_copy(), self._tokens, keys)

    def after(self, id: int) -> Matcher:
        """Another, of the text with the token ``id``; this one stays where it is."""
        other = self.copy()
        other.advance(id)
        return other

    def allowed(self) -> Mask:
        """Returns which tokens (V,) may come next, at least one. Raises InvalidRequest where that
        takes more steps than the server makes."""
        packed = np.frombuffer(self._inner.compute_bitmask(), np.uint8)
        count = len(self._tokens.tokens)
        mask = np.unpackbits(packed, count=count, bitorder="little").view(np.bool_)
        if self._inner.is_error() or not mask.any():
            raise _refused(
                self._constraint, "it became too complex for the text that was written by it"
            )
        return mask if self._keys is None else self._tokens.unrepeated(self._keys, mask)

    def advance(self, id: int) -> None:
        """``id`` is allowed, or ends the text."""
        self._inner.consume_token(id)
        if self._keys is not None:
            self._keys.read(self._tokens.tokens[id])


def _refused(constraint: Constraint, cause: str, place: str = "") -> InvalidRequest:
    where = f" at {place}" if place else ""
    return InvalidRequest(
        f"The {constraint.title} cannot be used{where}: {cause}.",
        pointer=f"{constraint.pointer}{place}",
    )
