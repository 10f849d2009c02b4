"""The ``hf`` layout: transformers knows the model by its config, and reads the tokenizer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.models.tiny import (
    LOOSE,
    Family,
    give_chat_template,
    tiny_config,
    tiny_weights,
    write_tiny_folder,
)
from support.models.tiny_gguf import write_gguf
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer

from shotglass.architecture.rotary import RopeScaling, frequencies
from shotglass.errors import ExportFailed
from shotglass.text.tokenizer import Tokenizer
from shotglass_export.formats.export import export_model
from shotglass_export.formats.hub.hub_config import hub_config
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.to_onnx.folder import write_folder

SHAPES: dict[str, tuple[Family, dict]] = {
    "llama": ("llama", {}),
    "llama-untied-biased": (
        "llama",
        {"tied": False, "attention_bias": True, "output_bias": True, "ffn_bias": True},
    ),
    "mistral": ("llama", {"windows": (5, 5)}),
    "qwen2": ("llama", {"attention_bias": True, "width": 64}),
    "gpt2": ("gpt2", {"width": 24}),
    "gpt2-untied": ("gpt2", {"width": 24, "tied": False, "activation": "gelu"}),
    "gpt2-untied-relu": ("gpt2", {"width": 24, "tied": False, "activation": "relu"}),
    "openai-gpt": ("gpt1", {"width": 24, "ffn_width": 96}),
    "bert": ("bert", {"width": 24}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_transformers_makes_a_model_of_the_same_weights(tmp_path, name):
    family, changes = SHAPES[name]
    config = tiny_config(family, **changes)
    (tmp_path / "config.json").write_text(json.dumps(hub_config(config)))
    known = AutoConfig.from_pretrained(tmp_path)
    assert known.model_type == name.partition("-untied")[0]
    auto = AutoModelForMaskedLM if config.bidirectional else AutoModelForCausalLM
    model = auto.from_config(known)
    assert model.num_parameters() == config.parameters
    if name in ("llama", "mistral"):
        assert known.rope_parameters["rope_theta"] == config.rope_theta
    if name == "mistral":
        assert known.sliding_window == 5


@pytest.mark.parametrize(
    "scaling",
    [RopeScaling("linear", 2.5), RopeScaling("llama3", 8.0, 1.0, 4.0, 32)],
    ids=lambda scaling: scaling.kind,
)
def test_transformers_turns_stretched_positions_as_we_do(tmp_path, scaling):
    config = tiny_config("llama", rope_scaling=scaling)
    (tmp_path / "config.json").write_text(json.dumps(hub_config(config)))
    known = AutoConfig.from_pretrained(tmp_path)
    turned = AutoModelForCausalLM.from_config(known).model.rotary_emb.inv_freq
    ours = frequencies(config.head_size, config.rope_theta, scaling)
    assert turned.tolist() == pytest.approx(ours, rel=1e-6)


@pytest.mark.parametrize(
    ("family", "changes"),
    [
        ("gpt2", {}),  # heads narrower than the model
        ("gpt3", {"width": 24}),
        ("llama", {"windows": (5, 2)}),
        ("llama", {"norm": "layer"}),
        ("llama", {"norm_first": False}),
        ("gpt2", {"width": 24, "attention_bias": False}),
    ],
)
def test_a_shape_that_transformers_has_not_is_refused(family, changes):
    with pytest.raises(ExportFailed, match="No config.json is written for"):
        hub_config(tiny_config(family, **changes))


@pytest.mark.parametrize(
    ("precision", "file"),
    [("fp32", "model.onnx"), ("int8", "model_quantized.onnx"), ("int4", "model_q4.onnx")],
)
def test_files_are_named_as_transformers_js_looks_for_them(tmp_path, precision, file):
    folder = write_tiny_folder(tmp_path, "tiny", "llama")
    out = tmp_path / "out"
    told = export_model(folder, "hf", precision, out, tolerances=LOOSE)
    assert set(told.files) == {
        f"onnx/{file}", f"onnx/{file}_data", "config.json", "generation_config.json",
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "README.md",
    }  # fmt: skip
    config = json.loads((out / "config.json").read_text())
    assert config["transformers.js_config"] == {"use_external_data_format": {file: 1}}
    assert (config["bos_token_id"], config["eos_token_id"]) == (0, 0)


def test_transformers_reads_the_tokenizer_and_its_template(tmp_path: Path):
    folder = write_tiny_folder(tmp_path, "tiny", "llama")
    give_chat_template(folder)
    export_model(folder, "hf", None, tmp_path / "out", tolerances=LOOSE)
    theirs = AutoTokenizer.from_pretrained(tmp_path / "out")
    ours = Tokenizer.load(folder / "tokenizer.json")
    text = "the red house; 1, 2 -> Positive\n"
    assert theirs(text)["input_ids"] == ours.encode(text)
    assert (theirs.eos_token, theirs.bos_token) == ("<|endoftext|>", "<|endoftext|>")
    said = theirs.apply_chat_template([{"role": "user", "content": "hi"}], tokenize=False)
    assert said == "user: hi<|endoftext|>\n"


@pytest.mark.parametrize(("family", "changes"), [("llama", {}), ("bert", {"width": 24})])
def test_a_tokenizer_makes_the_inputs_that_the_graph_takes(tmp_path, family, changes):
    """optimum hands a tokenizer's answer to the graph as it is."""
    folder = write_tiny_folder(tmp_path, "tiny", family, **changes)
    export_model(folder, "hf", None, tmp_path / "out", tolerances=LOOSE)
    made = json.loads((tmp_path / "out" / "tokenizer_config.json").read_text())
    assert made["model_input_names"] == ["input_ids", "attention_mask"]
    theirs = AutoTokenizer.from_pretrained(tmp_path / "out")
    assert list(theirs("the cat")) == ["input_ids", "attention_mask"]


def test_a_gguf_s_own_end_token_is_the_export_s(tmp_path):
    config = tiny_config("llama", width=64)
    changes = {"tokenizer.ggml.eos_token_id": 9, "tokenizer.chat_template": "{{ eos_token }}"}
    path = write_gguf(tmp_path / "a.gguf", config, tiny_weights(config), changes)
    write_folder(read_gguf(path), tmp_path / "tiny", tolerances=LOOSE)
    tokens = Tokenizer.load(tmp_path / "tiny" / "tokenizer.json")
    for format, file in (("hf", "generation_config.json"), ("genai", "genai_config.json")):
        export_model(tmp_path / "tiny", format, None, tmp_path / format, tolerances=LOOSE)
        config = json.loads((tmp_path / format / file).read_text())
        assert config.get("model", config)["eos_token_id"] == [9, 0]  # 0 is <|endoftext|>
        named = json.loads((tmp_path / format / "tokenizer_config.json").read_text())
        assert named["eos_token"] == tokens.token_text(9)


def test_a_masked_model_has_no_generation_config(tmp_path):
    folder = write_tiny_folder(tmp_path, "bert", "bert", width=24)
    told = export_model(folder, "hf", None, tmp_path / "out", tolerances=LOOSE)
    assert "generation_config.json" not in told.files
    assert json.loads((tmp_path / "out" / "config.json").read_text())["model_type"] == "bert"
