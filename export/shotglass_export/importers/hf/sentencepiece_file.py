"""``tokenizer.model``: SentencePiece's own file, a protobuf message, as a tokenizer.

Fields: https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto. The
message is read here, since no package that is needed anyway has its schema.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import tokenizers

from shotglass.errors import ImportFailed

from ..gguf.tokenizer import added_token, put_before, tokenizer_json
from ..sentencepiece import (
    CONTROL,
    NORMAL,
    USER_DEFINED,
    Piece,
    bpe_of_scores,
    sentencepiece_parts,
    unigram,
)

NAMES = ("tokenizer.model", "spiece.model", "sentencepiece.bpe.model")
_PIECES, _TRAINER, _NORMALIZER = 1, 2, 3  # fields of the model
_TEXT, _SCORE, _TYPE = 1, 2, 3  # of a piece
_MODEL_TYPE, _SUFFIX, _START = 3, 24, 41  # of the trainer's settings
_CHARACTERS, _PREFIX, _SQUEEZE, _ESCAPE = 2, 3, 4, 5  # of the normalizer's
_UNIGRAM, _BPE = 1, 2
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5  # protobuf's kinds of values
Value = int | bytes


@dataclass(frozen=True)
class SentencePieceFile:
    """``start``: the id of the token that begins a text, if there is one."""

    pieces: list[Piece]
    is_unigram: bool
    start: int | None
    characters: bytes  # which characters stand for others, compiled
    prefixed: bool
    squeezed: bool  # spaces at both ends are dropped, and runs of them made one


def parse(name: str, data: bytes) -> SentencePieceFile:
    """Raises ImportFailed for a file that is none of these, or that is read otherwise than here."""
    try:
        fields = list(_fields(data))
        pieces = [_piece(value) for number, value in fields if number == _PIECES]
        trainer, normalizer = (_last_message(fields, number) for number in (_TRAINER, _NORMALIZER))
        if not pieces:
            raise ValueError("there are no pieces in it")
        if (kind := trainer.get(_MODEL_TYPE, _UNIGRAM)) not in (_UNIGRAM, _BPE):
            _refuse(name, "splits texts into words or characters; unigram and BPE can be read")
        if trainer.get(_SUFFIX, 0) or not normalizer.get(_ESCAPE, 1):
            _refuse(name, "writes spaces in a way of its own")
        start = int(trainer.get(_START, 1))  # -1, which is none, is written as 2^64 - 1
        characters = normalizer.get(_CHARACTERS, b"")
        return SentencePieceFile(
            pieces=pieces,
            is_unigram=kind == _UNIGRAM,
            start=start if 0 <= start < len(pieces) else None,
            characters=characters if isinstance(characters, bytes) else b"",
            prefixed=bool(normalizer.get(_PREFIX, 1)),
            squeezed=bool(normalizer.get(_SQUEEZE, 1)),
        )
    except (IndexError, ValueError, TypeError, struct.error) as error:
        raise ImportFailed(
            f"{name} cannot be read as SentencePiece's file ({error}): it is damaged; get it again."
        ) from error


def _refuse(name: str, why: str) -> NoReturn:
    raise ImportFailed(
        f"{name} {why}: have transformers write tokenizer.json, by "
        "AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)."
    )


def _piece(value: Value) -> Piece:
    fields = dict(_fields(_message(value)))
    score = fields.get(_SCORE, 0)
    (number,) = struct.unpack("<f", struct.pack("<I", score))
    return _message(fields.get(_TEXT, b"")).decode("utf-8"), number, int(fields.get(_TYPE, NORMAL))


def _last_message(fields: list[tuple[int, Value]], number: int) -> dict[int, Value]:
    values = [value for each, value in fields if each == number]
    return dict(_fields(_message(values[-1]))) if values else {}


def _message(value: Value) -> bytes:
    if not isinstance(value, bytes):
        raise ValueError("a number stands where a message was expected")
    return value


def _fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """Numbers and values, as they follow one another."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind not in (_EIGHT, _BYTES, _FOUR):
            raise ValueError(f"there is a value of kind {kind}")
        size = {_EIGHT: 8, _FOUR: 4}.get(kind, 0)
        if kind == _BYTES:
            size, at = _varint(data, at)
        if size > len(data) - at:
            raise ValueError("it is cut short")
        part, at = data[at : at + size], at + size
        yield key >> 3, part if kind == _BYTES else int.from_bytes(part, "little")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        number, at = number | (byte & 0x7F) << shift, at + 1
        if byte < 0x80:
            return number, at
    raise ValueError("there is a number of more than 64 bits")


def build(name: str, data: bytes, *, starts: bool) -> tokenizers.Tokenizer:
    """``starts``: its start token stands before every text. Raises ImportFailed."""
    read = parse(name, data)
    own = [text for text, _, kind in read.pieces if kind == USER_DEFINED]
    controls = [(id, text) for id, (text, _, kind) in enumerate(read.pieces) if kind == CONTROL]
    if read.is_unigram:
        model = unigram(read.pieces)
    else:
        normal = {text for text, _, kind in read.pieces if kind == NORMAL}
        model = bpe_of_scores(read.pieces, normal) | {"ignore_merges": bool(own)}
    content = tokenizer_json(
        model,
        list(_splits(read, own, [text for _, text in controls])),
        [added_token(id, text, special=True) for id, text in controls],
    )
    parts = sentencepiece_parts(read.prefixed)
    content["normalizer"], content["decoder"] = parts["normalizer"], parts["decoder"]
    cleaning: list[dict[str, Any]] = []
    if read.characters:
        compiled = base64.b64encode(read.characters).decode()
        cleaning.append({"type": "Precompiled", "precompiled_charsmap": compiled})
    if read.squeezed:
        for pattern, by in ((r"\A +| +\z", ""), (" {2,}", " ")):
            cleaning.append({"type": "Replace", "pattern": {"Regex": pattern}, "content": by})
    content["normalizer"]["normalizers"][:0] = cleaning
    if starts and read.start is not None:
        content["post_processor"] = put_before(read.pieces[read.start][0], read.start)
    return tokenizers.Tokenizer.from_str(json.dumps(content))


def _splits(
    read: SentencePieceFile, own: list[str], controls: list[str]
) -> Iterator[dict[str, Any]]:
    """The user's ``own`` symbols, each whole; and the names of ``controls``, which a unigram model
    would take for them, cut behind their first character."""
    if own:
        yield _split("|".join(map(_escaped, sorted(own, key=len, reverse=True))), "Isolated")
    names = [name for name in controls if len(name) > 1]
    if read.is_unigram and names:
        cuts = (f"{_escaped(name[0])}(?={_escaped(name[1:])})" for name in names)
        yield _split("|".join(cuts), "MergedWithPrevious")


def _split(regex: str, behavior: str) -> dict[str, Any]:
    return {"type": "Split", "pattern": {"Regex": regex}, "behavior": behavior, "invert": False}


def _escaped(text: str) -> str:
    """Every character by its number, so that none means anything else."""
    return "".join(f"\\x{{{ord(character):X}}}" for character in text)
