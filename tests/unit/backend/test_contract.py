"""The manifest survives a round trip, and one that is wrong is refused in a sentence."""

import json
from typing import Any

import pytest

from shotglass.architecture import ModelConfig
from shotglass.contract import (
    FileEntry,
    GraphEntry,
    Manifest,
    explain_outputs,
    native_inputs,
    portable_inputs,
    portable_outputs,
)
from shotglass.errors import ModelFolderError

CONFIG = ModelConfig(
    vocabulary=331, context=64, layers=2, width=52, heads=4, kv_heads=2, head_size=8, ffn_width=75,
    norm="layer", norm_epsilon=1e-5, positions="learned", activation="gelu", gated=False, tied=True,
)  # fmt: skip
MANIFEST = Manifest(
    id="tiny.gpt-2_x",
    name="Tiny",
    task="causal-lm",
    architecture=CONFIG,
    graphs={"portable": GraphEntry("portable.onnx", ("weights.fp32.bin",), "fp32")},
    files={
        "portable.onnx": FileEntry(3, "ab" * 32),
        "weights.fp32.bin": FileEntry(4, "cd" * 32),
    },
    start_id=None,
    stop_ids=(0, 2),
    licence="MIT",
    languages=("en", "中文"),
    quality={"native": {"mean_kl_nats": 0.01}},
)


def test_a_manifest_survives_json() -> None:
    assert Manifest.from_json(MANIFEST.to_json()) == MANIFEST


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 2}, "is of format 2; this version reads 1"),
        ({"id": "../x"}, "model id '../x' is not usable"),
        ({"id": "A"}, "not usable"),
        ({"extra": 1}, "extra is 1; there is no such key; known are id, name, task"),
        ({"graphs": {"portable": {"file": "x"}}}, "graphs.portable.weights is missing; a list of"),
        ({"graphs": []}, r"graphs is \[\]; an object was expected"),
        ({"graphs": {"portable": {"file": "y", "weights": [], "precision": ""}}}, "files lists"),
        (
            {"files": {"a": {"bytes": 1, "sha256": "x", "mode": 7}}},
            "files.a.mode is 7; .*known are bytes, sha256",
        ),
        ({"files": {"a": {"bytes": -1, "sha256": "ab" * 32}}}, "a number of bytes"),
        ({"files": {"a": {"bytes": 1, "sha256": "AB" * 32}}}, "64 hexadecimal digits"),
        ({"files": {"../a": {"bytes": 1, "sha256": "ab" * 32}}}, "a plain file name"),
        ({"files": {".hidden": {"bytes": 1, "sha256": "ab" * 32}}}, "a plain file name"),
        ({"stop_ids": [1.5]}, "a list of token ids"),
        ({"start_id": -1}, "a token's id or null"),
        ({"task": "chat"}, "one of causal-lm, masked-lm"),
        ({"chat_template": 3}, "a text or null"),
        ({"notes": "x"}, "a list of texts"),
        ({"architecture": {"layers": 2}}, "architecture.vocabulary is missing; a whole number"),
    ],
)
def test_a_wrong_manifest_is_refused_in_a_sentence(change: dict[str, Any], sentence: str) -> None:
    data = json.loads(MANIFEST.to_json()) | change

    with pytest.raises(ModelFolderError, match=sentence):
        Manifest.from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"x"', "{}", "[" * 10_000, "9" * 9999])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ModelFolderError):
        Manifest.from_json(text)


def test_cached_tensors_carry_the_names_that_optimum_uses() -> None:
    inputs = [spec.name for spec in portable_inputs(CONFIG)]
    outputs = [spec.name for spec in portable_outputs(CONFIG)]

    assert inputs[:3] == ["input_ids", "attention_mask", "position_ids"]
    assert inputs[3:5] == ["past_key_values.0.key", "past_key_values.0.value"]
    assert outputs[:2] == ["logits", "present.0.key"]
    assert len(inputs) == 3 + 2 * CONFIG.layers


def test_only_learned_positions_are_an_input_of_the_native_graph() -> None:
    names = [spec.name for spec in native_inputs(CONFIG)]

    assert "position_ids" in names
    assert "logits_rows" in names


def test_an_explanation_names_every_layer_and_the_stream_after_the_last() -> None:
    names = [spec.name for spec in explain_outputs(CONFIG)]

    assert names == [
        "logits",
        "attentions.0",
        "attentions.1",
        "scores.0",
        "scores.1",
        "hidden_states.0",
        "hidden_states.1",
        "hidden_states.2",
        "lens",
    ]
