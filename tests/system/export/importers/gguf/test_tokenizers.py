"""Every kind of a GGUF's tokenizer gives the ids that llama.cpp gives for the same file."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.models.tiny import tiny_config, tiny_weights
from support.models.tiny_gguf import write_gguf
from support.references.llama_cpp import LlamaCpp

from shotglass.errors import ImportFailed
from shotglass.text import Tokenizer
from shotglass_export.importers.gguf.checkpoint import read_gguf

SPACE = "\u2581"
PIECES = ["th", "the", "at", "cat", "in", "on", SPACE + "t", SPACE + "the", SPACE + "c", "er", "12"]


def sentencepiece() -> dict[str, object]:
    """As Llama 2's: three control tokens, 256 bytes, characters, and pieces by falling score."""
    letters = [SPACE, *"abcdefghijklmnopqrstuvwxyz0123456789.,'", "é", "猫"]
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    types = [2, 3, 3, *[6] * 256]
    scores = [0.0] * 259 + [-1.0 - rank for rank in range(len(PIECES))]
    tokens += PIECES + letters
    types += [1] * (len(PIECES) + len(letters))
    scores += [-100.0 - rank for rank in range(len(letters))]
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.pre": None,
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": scores,
        "tokenizer.ggml.token_type": types,
        "tokenizer.ggml.merges": None,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
    }


# Each with another name that a converter writes for the same.
NAMES = {
    "gpt-2": "phi-2", "smollm": "starcoder", "qwen2": "stablelm2", "llama-bpe": "llama3",
    "smaug-bpe": "dbrx",
}  # fmt: skip
KINDS = {"sentencepiece": sentencepiece()} | {
    name: {"tokenizer.ggml.pre": name} for name in (*NAMES, *NAMES.values(), "olmo")
}


def write(folder: Path, kind: str, more: Mapping[str, object] | None = None) -> Path:
    changes = KINDS[kind] | dict(more or {})
    tokens = changes.get("tokenizer.ggml.tokens", range(331))
    config = tiny_config("llama", vocabulary=len(tokens), width=64, ffn_width=96)
    return write_gguf(folder / "tiny.gguf", config, tiny_weights(config), changes)


def tokenizer(path: Path) -> Tokenizer:
    file = path.with_name("tokenizer.json")
    file.write_text(json.dumps(read_gguf(path).tokenizer))
    return Tokenizer.load(file)


def test_a_sentencepiece_vocabulary_joins_by_score(tmp_path):
    made = tokenizer(write(tmp_path, "sentencepiece"))
    ids = made.encode("the cat")
    assert [made.token_text(id) for id in ids] == [" the", " ", "cat"]
    assert made.decode(made.encode("naïve 🙂 cat")) == " naïve 🙂 cat"
    assert read_gguf(tmp_path / "tiny.gguf").card.start_id == 1


@pytest.mark.parametrize(("name", "other"), [*NAMES.items(), ("gpt-2", "olmo")])
def test_a_way_to_split_has_several_names(tmp_path, name, other):
    first, second = (read_gguf(write(tmp_path, kind)) for kind in (name, other))
    assert first.tokenizer == second.tokenizer
    assert first.card.adds_start == second.card.adds_start


def test_another_way_to_split_is_refused_by_its_name(tmp_path):
    path = write(tmp_path, "gpt-2", {"tokenizer.ggml.pre": "tekken"})
    with pytest.raises(ImportFailed, match=r"the 'tekken' way before BPE; .*'smaug-bpe'"):
        read_gguf(path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_ids_equal_llama_cpp_s(tmp_path, kind):
    path = write(tmp_path, kind)
    made = tokenizer(path)
    server = LlamaCpp(path, 64)
    for text in texts(300):
        assert made.encode(text) == server.ids(text), repr(text)


STARTS = [
    ("sentencepiece", {}, [1]),
    ("sentencepiece", {"tokenizer.ggml.add_bos_token": False}, []),
    ("llama-bpe", {"tokenizer.ggml.bos_token_id": 0}, [0]),
    ("llama3", {"tokenizer.ggml.bos_token_id": 0}, [0]),
    ("smaug-bpe", {"tokenizer.ggml.bos_token_id": 0}, []),
    ("llama-bpe", {"tokenizer.ggml.bos_token_id": 0, "tokenizer.ggml.add_bos_token": False}, []),
    ("gpt-2", {"tokenizer.ggml.bos_token_id": 0}, []),
    ("gpt-2", {"tokenizer.ggml.bos_token_id": 0, "tokenizer.ggml.add_bos_token": True}, [0]),
    ("gpt-2", {"tokenizer.ggml.add_bos_token": True, "tokenizer.ggml.bos_token_id": None}, []),
]


@pytest.mark.parametrize(("kind", "changes", "start"), STARTS)
def test_texts_begin_as_the_file_says(tmp_path, kind, changes, start):
    path = write(tmp_path, kind, changes)
    checkpoint, made = read_gguf(path), tokenizer(path)
    card = checkpoint.card
    assert card.adds_start == bool(start)
    assert made.parse("the cat", ends=True) == [*start, *made.encode("the cat")]
    named = [f"Prompts begin with the start token {made.token_text(id)}" for id in start]
    assert [note.partition(",")[0] for note in card.notes] == named


def test_a_file_that_also_ends_its_texts_says_that_prompts_do_not(tmp_path):
    changes = {"tokenizer.ggml.add_eos_token": True}
    card = read_gguf(write(tmp_path, "gpt-2", changes)).card
    assert "an end token behind a text" in card.notes[0]


def test_a_start_token_that_is_none_is_refused(tmp_path):
    changes = {"tokenizer.ggml.add_bos_token": True, "tokenizer.ggml.bos_token_id": 5000}
    with pytest.raises(ImportFailed, match="start token is 5000; it has 331 tokens"):
        read_gguf(write(tmp_path, "gpt-2", changes))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "changes", "start"), STARTS[:-1])
def test_texts_begin_as_llama_cpp_begins_them(tmp_path, kind, changes, start):
    path = write(tmp_path, kind, changes)
    made = tokenizer(path)
    server = LlamaCpp(path, 64)
    for text in ["the cat", "", *texts(20)]:
        expected = server.ids(text, start=True)
        assert [*start, *made.encode(text)] == expected, repr(text)


def texts(count: int) -> list[str]:
    pick = random.Random(0)
    parts = [
        "the", " cat", "cats", "don't", "I'LL", "naïve", " é", "x", "_", "...", "0", "12", "345",
        "67890", "1,234.5", " ", "  ", "   ", "\t", "\n", "\n\n", "\r\n", " \n ", "猫", "你好",
        "🙂", "e\u0301", "{", "}", "->", "Ⅳ", "½", "٣",
    ]  # fmt: skip
    return ["".join(pick.choices(parts, k=pick.randint(1, 20))) for _ in range(count)]
