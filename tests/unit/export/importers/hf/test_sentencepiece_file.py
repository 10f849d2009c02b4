"""Folders whose tokenizer is SentencePiece's own file alone: ids are those of its own package."""

from __future__ import annotations

import io
import json
import random
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sentencepiece

from shotglass.errors import ImportFailed
from shotglass.text import Tokenizer
from shotglass_export.importers.hf.folder import Folder
from shotglass_export.importers.hf.tokenizer import read_tokenizer

TEXT = [
    "the cat sat on the mat and the dog ran to the red house; one, two, three, 123.",
    "Q: fast -> slow, big -> small; a naïve café, 猫 and 犬.",
    "there are other cats in other houses, and they are small",
]
KINDS: dict[str, dict[str, Any]] = {
    "bpe as Llama's": {
        "model_type": "bpe",
        "byte_fallback": True,
        "normalization_rule_name": "identity",
        "remove_extra_whitespaces": False,
        "split_digits": True,
    },
    "bpe without a prefix": {
        "model_type": "bpe",
        "byte_fallback": True,
        "add_dummy_prefix": False,
        "normalization_rule_name": "identity",
        "remove_extra_whitespaces": False,
        "user_defined_symbols": ["<table>", "\n"],
    },
    "unigram as it is usual": {"model_type": "unigram"},
    "unigram with bytes": {
        "model_type": "unigram",
        "byte_fallback": True,
        "user_defined_symbols": ["<sep>"],
    },
}


def model(kind: str) -> bytes:
    made = io.BytesIO()
    count = 100 + (256 if KINDS[kind].get("byte_fallback") else 0)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT * 20),
        model_writer=made,
        vocab_size=count,
        minloglevel=2,
        hard_vocab_limit=False,
        **KINDS[kind],
    )
    return made.getvalue()


def read(folder: Path, data: bytes, **settings: Any) -> Tokenizer:
    (folder / "tokenizer.model").write_bytes(data)
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    content = read_tokenizer(Folder(folder), "llama", 100_000)
    (folder / "made.json").write_text(json.dumps(content))
    return Tokenizer.load(folder / "made.json")


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_those_of_its_own_package(tmp_path, kind):
    data = model(kind)
    theirs = sentencepiece.SentencePieceProcessor(model_proto=data)
    ours = read(tmp_path, data)
    symbols = KINDS[kind].get("user_defined_symbols", [])
    for text in texts(300, symbols):
        assert ours.encode(text) == theirs.encode(text), repr(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_comes_back_from_its_ids(tmp_path, kind):
    data = model(kind)
    theirs, ours = sentencepiece.SentencePieceProcessor(model_proto=data), read(tmp_path, data)
    for text in TEXT:
        ids = ours.encode(text)
        assert ours.decode(ids).strip(" ") == theirs.decode(ids)


@pytest.mark.parametrize(("settings", "start"), [({}, [1]), ({"add_bos_token": False}, [])])
def test_a_text_begins_as_transformers_begins_it(tmp_path, settings, start):
    tokenizer = read(tmp_path, model("bpe as Llama's"), **settings)
    assert tokenizer.parse("the cat", ends=True) == [*start, *tokenizer.encode("the cat")]


def test_the_name_of_a_control_token_stays_plain_text(tmp_path):
    for kind in KINDS:
        assert 1 not in read(tmp_path, model(kind)).encode("the <s> cat")


def message(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2, len(content)]) + content


PIECE = message(1, message(1, b"a") + bytes([2 << 3 | 5]) + struct.pack("<f", -1.0))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x", "cannot be read as SentencePiece's file"),
        (b"", "there are no pieces in it"),
        (PIECE[:-2], "it is cut short"),
        (b"\xff" * 20, "a number of more than 64 bits"),
        (bytes([1 << 3 | 0, 5]), "a number stands where a message was expected"),
        (PIECE + message(2, bytes([3 << 3, 4])), "splits texts into words or characters"),
        (PIECE + message(2, bytes([24 << 3 & 0x7F | 0x80, 1, 1])), "spaces in a way of its own"),
        (PIECE, "has no unknown piece"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, data, said):
    with pytest.raises(ImportFailed, match=said):
        read(tmp_path, data)


def test_every_cut_and_many_changes_of_a_file_are_read_or_refused(tmp_path):
    data, pick = model("unigram as it is usual"), random.Random(0)
    for _ in range(100):
        spoilt = bytearray(data[: pick.randrange(len(data))])
        for _ in range(pick.randrange(4)):
            spoilt[pick.randrange(len(spoilt))] = pick.randrange(256)
        with suppress(ImportFailed):
            read(tmp_path, bytes(spoilt))


def texts(count: int, symbols: list[str]) -> list[str]:
    pick = random.Random(0)
    parts = [
        "the", " cat", "cats", "don't", "naïve", " é", "x", "_", "...", "0", "12", "345", " ", "  ",
        "   ", "\t", "猫", "你好", "🙂", "e\u0301", "{", "->", "½", "ﬁ", "Ａ", *symbols,
    ]  # fmt: skip
    return ["".join(pick.choices(parts, k=pick.randint(1, 20))) for _ in range(count)]
