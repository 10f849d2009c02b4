"""The bytes that each token stands for, whatever kind of tokenizer it is of.

A text of tokens is their bytes, one after another; so a token's bytes hold its spaces:

byte-level BPE (GPT-2, Llama 3)    as they are, in GPT-2's stand-ins for bytes
SentencePiece (Llama 2, Mistral)   "▁" is a space, "<0xE4>" a byte
BPE with an end of words (GPT-1)   a space behind each token that ends a word
WordPiece (BERT)                   a space before each token that begins a word

So with the tokens that a tokenizer.json adds to its model's, as ``tokenizers`` decodes them; but a
special token is its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import tokenizers
from tokenizers.decoders import ByteLevel
from tokenizers.models import BPE

from ..errors import ModelFolderError

Spelling = Callable[[str], bytes]
_SPACE = "\u2581"  # SentencePiece's
_MOST_IDS = 1 << 22
_BYTE = re.compile("<0x([0-9A-F]{2})>")


def byte_table(inner: tokenizers.Tokenizer) -> list[bytes]:
    """Returns the bytes of each id; an id without a token has none. Raises ModelFolderError for
    other kinds."""
    spelling = _spelling(inner)
    added = inner.get_added_tokens_decoder()
    vocabulary = inner.get_vocab(with_added_tokens=True)
    last = max(vocabulary.values(), default=-1)
    if last >= _MOST_IDS:  # a table of four billion would not fit
        raise ModelFolderError(f"The tokenizer has the id {last:,}; at most {_MOST_IDS:,} fit.")
    table = [b""] * (1 + last)
    for token, id in vocabulary.items():
        special = id in added and added[id].special
        # the library keeps an added token as its normaliser makes it
        table[id] = token.encode() if special else spelling(inner.id_to_token(id) or token)
    return table


def takes_space_off(inner: tokenizers.Tokenizer) -> bool:
    """Whether the text of tokens is without the space before it: where the tokenizer puts one
    before every text, as SentencePiece does, that is none of the text's."""
    return any(
        (step["type"] == "Strip" and step["content"] == " " and step["start"] > 0)
        or (step["type"] == "Metaspace" and step.get("prepend_scheme") != "never")
        for step in _decoders(inner)
    )


def missing_bytes(inner: tokenizers.Tokenizer) -> frozenset[int]:
    """Returns the bytes that no token of a byte-level tokenizer stands for, which would be left out
    of a text without a word. A model of characters lacks many; GPT-2 none, and others some of those
    that UTF-8 never has."""
    model, decoder = inner.model, inner.decoder
    spelled = isinstance(model, BPE) and isinstance(decoder, ByteLevel) and not model.unk_token
    if not spelled:
        return frozenset()
    vocabulary = inner.get_vocab(with_added_tokens=False)
    return frozenset(b for char, b in _byte_alphabet().items() if char not in vocabulary)


def _spelling(inner: tokenizers.Tokenizer) -> Spelling:
    steps = _decoders(inner)
    for step in steps:
        if made := _SPELLINGS.get(step["type"], _no_spelling)(step, steps):
            return made
    kinds = ", ".join(step["type"] for step in steps) or "none"
    raise ModelFolderError(
        f"The tokenizer's decoder ({kinds}) is of a kind that we cannot follow byte by byte; "
        "ByteLevel, Metaspace, BPEDecoder or WordPiece was expected."
    )


def _decoders(inner: tokenizers.Tokenizer) -> list[dict[str, Any]]:
    decoder: dict[str, Any] | None = json.loads(inner.to_str())["decoder"]
    if decoder is None:
        return []
    steps: list[dict[str, Any]] = decoder.get("decoders", [decoder])
    return steps


def _no_spelling(step: dict[str, Any], steps: Sequence[dict[str, Any]]) -> None:
    return None


def _byte_level(step: dict[str, Any], steps: Sequence[dict[str, Any]]) -> Spelling:
    byte_of = _byte_alphabet()

    def spell(token: str) -> bytes:
        if not byte_of.keys() >= set(token):
            return token.encode()
        return bytes(byte_of[char] for char in token)

    return spell


def _sentencepiece(step: dict[str, Any], steps: Sequence[dict[str, Any]]) -> Spelling | None:
    if step["type"] == "Replace" and (step["pattern"], step["content"]) != (
        {"String": _SPACE},
        " ",
    ):
        return None
    has_bytes = any(other["type"] == "ByteFallback" for other in steps)

    def spell(token: str) -> bytes:
        if has_bytes and (byte := _BYTE.fullmatch(token)):
            return bytes.fromhex(byte[1])
        return token.replace(_SPACE, " ").encode()

    return spell


def _word_ends(step: dict[str, Any], steps: Sequence[dict[str, Any]]) -> Spelling:
    end = step["suffix"]

    def spell(token: str) -> bytes:
        ends = end and token.endswith(end)
        return (token[: -len(end)] + " " if ends else token).encode()

    return spell


def _word_starts(step: dict[str, Any], steps: Sequence[dict[str, Any]]) -> Spelling:
    inside = step["prefix"]

    def spell(token: str) -> bytes:
        goes_on = inside and token.startswith(inside)
        return (token[len(inside) :] if goes_on else " " + token).encode()

    return spell


_SPELLINGS: dict[str, Callable[[dict[str, Any], Sequence[dict[str, Any]]], Spelling | None]] = {
    "ByteLevel": _byte_level,
    "Metaspace": _sentencepiece,
    "Replace": _sentencepiece,
    "BPEDecoder": _word_ends,
    "WordPiece": _word_starts,
}


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's stand-ins: printable Latin-1 stays itself, the other bytes are U+0100 onwards."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in set(printable)]
    return {chr(byte): byte for byte in printable} | {
        chr(0x100 + i): byte for i, byte in enumerate(rest)
    }
