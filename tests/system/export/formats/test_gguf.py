"""The format ``gguf``: a file that says what the model says, to our reader and to llama.cpp."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from support.models.converted_gguf import ARCHITECTURES, maker
from support.models.tiny import LOOSE, give_chat_template, tiny_config, write_tiny_folder
from support.models.tiny_hf import write_checkpoint
from support.references import reference
from support.references.llama_cpp import LlamaCpp

from shotglass.architecture.rotary import RopeScaling
from shotglass.contract import MANIFEST, Manifest
from shotglass.decoding import DecodingSettings
from shotglass.engine.library import Library, default_roots
from shotglass.engine.model import Engine
from shotglass.engine.tasks.complete import CompletionRequest, CompletionToken, complete
from shotglass.errors import ExportFailed
from shotglass.text import Tokenizer
from shotglass_export.checkpoint import Checkpoint
from shotglass_export.formats.export import export_model
from shotglass_export.formats.gguf.file import write_gguf
from shotglass_export.formats.report import card
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.gguf.families import family_for
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.progress import silent

FILE = "model.gguf"
SEEDS = range(2)
ROTARY = {"width": 64, "ffn_width": 96}  # whole blocks of 32
SHAPES: dict[str, tuple[Any, dict[str, Any]]] = {
    "llama": ("llama", ROTARY),
    "llama of odd widths, untied": ("llama", {"tied": False}),
    "llama with biases": ("llama", {"attention_bias": True, "output_bias": True, "ffn_bias": True}),
    "llama, stretched": ("llama", {"rope_scaling": RopeScaling("llama3", 8.0)}),
    "llama, stretched evenly": ("llama", {"rope_scaling": RopeScaling("linear", 2.5)}),
    "qwen2": ("llama", {"attention_bias": True}),
    "gpt2": ("gpt2", {"width": 24}),
    "gpt2, untied": ("gpt2", {"width": 24, "tied": False}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_written_is_read_again(tmp_path, name):
    family, changes = SHAPES[name]
    folder = write_tiny_folder(tmp_path, "tiny", family, **changes)
    give_chat_template(folder)
    told = export_model(folder, "gguf", "fp16", tmp_path / "out", tolerances=LOOSE)
    manifest = Manifest.from_json((folder / MANIFEST).read_text("utf-8"))
    read = read_gguf(tmp_path / "out" / FILE)
    assert read.config == manifest.architecture
    assert (told.graph, told.weights, told.nodes) == (FILE, FILE, None)
    assert (read.card.start_id, read.card.end_id) == (manifest.start_id, manifest.stop_ids[0])
    assert read.card.adds_start == manifest.adds_start
    assert read.card.chat_template == manifest.chat_template
    (tmp_path / "again.json").write_text(json.dumps(read.tokenizer))
    ours, again = (Tokenizer.load(p) for p in (folder / "tokenizer.json", tmp_path / "again.json"))
    for text in texts(50):
        assert again.encode(text) == ours.encode(text)


def test_eight_bits_are_kept_where_rows_are_whole_blocks(tmp_path):
    folder = write_tiny_folder(tmp_path, "tiny", "llama", **ROTARY)
    told = export_model(folder, "gguf", "int8", tmp_path / "out", tolerances=LOOSE)
    assert read_gguf(tmp_path / "out" / FILE).card.provenance["tensor_types"] == {
        "F32": 5,
        "Q8_0": 15,
    }
    assert 0 < told.quality["mean_kl_nats"] < 0.02
    assert "ms a token" not in card(told, tmp_path)  # of a graph that is not what was written


def written(root: Path, family: str, seed: int) -> tuple[Checkpoint, Path]:
    """A checkpoint of transformers, and it as F16."""
    changes = {"sliding_window": None} if family == "phi3" else {}
    folder = write_checkpoint(root, family, seed, maker=maker(family, **changes)).folder
    read = read_hf_folder(folder)
    found = family_for(read.config)
    assert found is not None
    own = ARCHITECTURES[family].name.lower()
    assert found.name in {own, "llama"}  # which a Phi-3 is whose heads are turned as wholes
    path = root / f"{family}-{seed}.gguf"
    write_gguf(
        path, found, read.config, read.weights, tokens(read.config.vocabulary), "F16", silent
    )
    return read, path


def tokens(count: int) -> dict[str, Any]:
    named = [f"<0x{id:02X}>" for id in range(256)] + [f"token{id}" for id in range(256, count - 1)]
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": [*named, "a"],
        "tokenizer.ggml.scores": [0.0] * count,
        "tokenizer.ggml.token_type": [6] * 256 + [1] * (count - 256),
    }


@pytest.mark.parametrize("family", ARCHITECTURES)
def test_each_architecture_is_written_as_it_is_read(tmp_path, family):
    for seed in SEEDS:
        read, path = written(tmp_path, family, seed)
        again = read_gguf(path)
        assert again.config == read.config
        for name, array in read.weights.items():
            stored = (
                array.astype(np.float16) if array.ndim > 1 and "position" not in name else array
            )
            assert_array_equal(again.weights[name], stored.astype(np.float32), err_msg=name)


@pytest.mark.slow
@pytest.mark.parametrize("family", ARCHITECTURES)
def test_llama_cpp_computes_what_was_written(tmp_path, family):
    """It rounds activations to F16 where weights are; of F32 files it is nearer by far."""
    for seed in SEEDS:
        _, path = written(tmp_path, family, seed)
        again = read_gguf(path)
        ids = np.random.default_rng(seed).integers(0, again.config.vocabulary, 20).tolist()
        logits = reference.logits(again.config, again.weights, ids)[-1].astype(np.float64)
        ours = logits - np.logaddexp.reduce(logits)
        theirs = LlamaCpp(path, 64).likeliest(ids, 50)
        assert max(abs(ours[id] - value) for id, value in theirs.items()) < 2e-2


@pytest.mark.parametrize(
    ("family", "changes"),
    [
        ("gpt1", {"width": 24}),
        ("gpt2", {"width": 24, "activation": "relu"}),
        ("gpt2", {}),  # heads narrower than the model
        ("gpt3", {"width": 24}),
        ("llama", {"windows": (5, 5)}),
        ("llama", {"experts": 2}),
        ("bert", {"width": 24}),
    ],
)
def test_a_shape_that_llama_cpp_has_not_is_refused(tmp_path, family, changes):
    assert family_for(tiny_config(family, **changes)) is None
    if family == "gpt3":
        folder = write_tiny_folder(tmp_path / "models", "tiny", family, **changes)
        with pytest.raises(ExportFailed, match="No GGUF is written of this shape; .* as portable"):
            export_model(folder, "gguf", None, tmp_path / "out", tolerances=LOOSE)
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("epsilon", [float(np.float32(1e-6)), float(np.float32(1e-5))])
def test_an_epsilon_that_was_a_float32_is_no_other_shape(epsilon):
    """As transformers writes it after it has read a GGUF: 9.999999974752427e-07."""
    assert family_for(tiny_config("llama", norm_epsilon=epsilon)) is not None
    scaling = RopeScaling("linear", float(np.float32(1.1)))
    config = tiny_config("llama", norm_epsilon=epsilon, rope_scaling=scaling)
    assert family_for(config) is not None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pre_tokenizer": {"type": "Whitespace"}}, "splits texts in a way"),
        ({"normalizer": {"type": "Lowercase"}}, "changes texts first"),
        ({"model": {"type": "WordPiece"}}, "it is a WordPiece tokenizer"),
    ],
)
def test_a_tokenizer_that_llama_cpp_has_not_is_refused(tmp_path, change, said, monkeypatch):
    from shotglass_export.formats.gguf import tokenizer
    from shotglass_export.formats.source import Source

    source = Source.open(write_tiny_folder(tmp_path, "tiny", "llama"))
    content = json.loads(source.tokenizer.read_text("utf-8")) | change
    source.tokenizer.write_text(json.dumps(content))
    with pytest.raises(ExportFailed, match=said):
        tokenizer.tokenizer_keys(source)


PROMPTS = ["Once upon a time", "The old man looked at", "1 2 3\n\nThen he said:"]


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["fp16", "int8"])
@pytest.mark.parametrize("id", ["house-gpt2", "smollm2-135m"])
def test_llama_cpp_says_what_the_model_says(tmp_path, id, precision):
    found = Library(default_roots()).folder(id)
    export_model(found.path, "gguf", precision, tmp_path / "out")
    server = LlamaCpp(tmp_path / "out" / FILE)
    engine = Engine.open(found, slots=1, threads=1)
    tokenizer = Tokenizer.load(found.path / "tokenizer.json")
    for text in texts(300):
        assert server.ids(text) == tokenizer.encode(text), repr(text)
    run = read_gguf(tmp_path / "out" / FILE)
    try:
        for prompt in PROMPTS:
            ids = server.ids(prompt, start=True)
            assert ids == list(engine.encode(prompt))
            logits = reference.logits(run.config, run.weights, ids)[-1].astype(np.float64)
            ours = logits - np.logaddexp.reduce(logits)
            told = server.likeliest(ids, 20)
            furthest = max(abs(ours[id] - value) for id, value in told.items())
            print(f"\n{id} {precision}: {furthest:.2g} nats")
            assert (
                furthest < {"fp16": 0.02, "int8": 0.4}[precision]
            )  # llama.cpp rounds activations, too
            if precision == "fp16":
                assert server.text(ids, 40) == likeliest_text(engine, ids, 40)
    finally:
        engine.close()


def likeliest_text(engine: Engine, ids: list[int], tokens: int) -> str:
    request = CompletionRequest((tuple(ids),), DecodingSettings(temperature=0, max_tokens=tokens))
    events = [event for event in complete(engine, request) if isinstance(event, CompletionToken)]
    return engine.tokenizer.decode([event.logprobs.id for event in events])


def texts(count: int) -> list[str]:
    pick = random.Random(1)
    parts = [
        "the", " cat", "cats", "don't", "I'LL", "naïve", " é", "x", "_", "...", "0", "12", "345",
        " ", "  ", "    ", "\t", "\n", "\n\n", " \n ", "\n   x", "猫", "你好", "🙂", "e\u0301", "{",
    ]  # fmt: skip
    return ["".join(pick.choices(parts, k=pick.randint(1, 20))) for _ in range(count)]
