"""Every kind of a GGUF's tokenizer gives the ids that llama.cpp gives for the same file."""

from __future__ import annotations

import json
import random
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from tiny import tiny_config, tiny_weights
from tiny_gguf import write_gguf

from shotglass.text import Tokenizer
from shotglass_export.importers.gguf import read_gguf

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


KINDS = {
    "sentencepiece": sentencepiece(),
    "gpt-2": {},
    "smollm": {"tokenizer.ggml.pre": "smollm"},
    "qwen2": {"tokenizer.ggml.pre": "qwen2"},
    "llama-bpe": {"tokenizer.ggml.pre": "llama-bpe"},
}


def write(folder: Path, kind: str) -> Path:
    changes = KINDS[kind]
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_ids_equal_llama_cpp_s(tmp_path, kind):
    import xllamacpp

    path = write(tmp_path, kind)
    made = tokenizer(path)
    params = xllamacpp.CommonParams()
    params.model.path, params.n_ctx, params.warmup, params.n_parallel = str(path), 64, False, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    for text in texts(300):
        assert made.encode(text) == theirs(server.listening_address, text), repr(text)


def theirs(address: str, text: str) -> list[int]:
    body = json.dumps({"content": text, "add_special": False, "parse_special": False}).encode()
    request = Request(f"{address}/tokenize", body, {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return json.load(answer)["tokens"]


def texts(count: int) -> list[str]:
    pick = random.Random(0)
    parts = [
        "the", " cat", "cats", "don't", "I'LL", "naïve", " é", "x", "_", "...", "0", "12", "345",
        "67890", "1,234.5", " ", "  ", "   ", "\t", "\n", "\n\n", "\r\n", " \n ", "猫", "你好",
        "🙂", "e\u0301", "{", "}", "->", "Ⅳ", "½", "٣",
    ]  # fmt: skip
    return ["".join(pick.choices(parts, k=pick.randint(1, 20))) for _ in range(count)]
