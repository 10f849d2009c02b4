"""``web.onnx``, the graph for browsers, run on the CPU: what it says, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnx
import pytest
from numpy.testing import assert_allclose
from tiny import LOOSE, rounded, tiny_checkpoint, tiny_weights

from shotglass.errors import ImportFailed
from shotglass_export.importing import _summary
from shotglass_export.to_onnx.folder import write_folder
from shotglass_export.to_onnx.graph_runs import NativeRun
from shotglass_export.to_onnx.web import MOST_ATTENTION_INPUTS

IDS = np.arange(40, dtype=np.int64) * 7 % 300


def test_it_computes_in_fp32_over_rounded_weights(models, tmp_path):
    model = models["llama"]
    config = model.checkpoint.config
    halved = replace(model.checkpoint, weights=rounded(model.checkpoint.weights))
    write_folder(halved, tmp_path / "halved", tolerances=LOOSE)
    expected = NativeRun(tmp_path / "halved" / "native-fp32.onnx", config).logits(IDS)
    assert_allclose(model.native("web").logits(IDS), expected, atol=1e-5, rtol=1e-5)


def test_onnxruntime_web_takes_its_attention(model):
    graph = onnx.load(model.folder / "web.onnx", load_external_data=False).graph
    attentions = [node for node in graph.node if node.op_type == "GroupQueryAttention"]
    assert len(attentions) == model.checkpoint.config.layers
    assert all(len(node.input) <= MOST_ATTENTION_INPUTS for node in attentions)
    assert not [node for node in graph.node if "NBits" in node.op_type or "Quant" in node.op_type]


def test_its_weights_are_half_as_long_and_its_agreement_is_told(models):
    manifest = models["gpt2"].manifest()
    entry, quality = manifest.graphs["web"], manifest.quality["web"]
    assert entry.precision == "fp16 weights, fp32 arithmetic"
    assert entry.weights == ("weights.fp16.bin",)
    halves, whole = (manifest.files[f"weights.{kind}.bin"].bytes for kind in ("fp16", "fp32"))
    assert halves == pytest.approx(whole / 2, rel=0.05)
    assert 0 < quality["mean_kl_nats"] < LOOSE.web_kl


def test_a_folder_of_halves_has_none_since_its_native_graph_is_that(tmp_path):
    manifest = write_folder(tiny_checkpoint("gpt2"), tmp_path / "half", storage="half")
    assert set(manifest.graphs) == {"portable", "native", "explain"}
    assert manifest.graphs["native"].weights == ("weights.fp16.bin",)


def test_where_halves_stray_there_is_none_and_the_summary_says_so(tmp_path):
    strict = replace(LOOSE, web_kl=0)
    manifest = write_folder(tiny_checkpoint("llama"), tmp_path / "stray", tolerances=strict)
    assert "web" not in manifest.graphs
    assert manifest.quality["web"]["mean_kl_nats"] > 0
    assert "weights.fp16.bin" not in manifest.files
    assert not (tmp_path / "stray" / "web.onnx").exists()
    assert "not offered in browsers" in _summary(manifest, tmp_path, 1)


def test_where_halves_cannot_hold_a_weight_there_is_none(tmp_path):
    checkpoint = tiny_checkpoint("llama")
    weights = tiny_weights(checkpoint.config)
    weights["layers.1.ffn.down.weight"][0, 0] = 1e5
    large = replace(checkpoint, weights=weights)
    tolerant = replace(LOOSE, mean_kl=1e9, fp32_logits=1e9, reading_kl=1e9)
    manifest = write_folder(large, tmp_path / "large", tolerances=tolerant)
    assert "web" not in manifest.graphs
    assert "weights.fp16.bin" not in manifest.files
    assert manifest.quality["web"] == {"left_out": "a weight is beyond what fp16 holds"}
    with pytest.raises(ImportFailed, match="reaches 100000; fp16 holds no more than 65504"):
        write_folder(large, tmp_path / "gpu", fp16=True, tolerances=tolerant)
