"""``web.onnx``, the graph for browsers, run on the CPU: what it says, and when there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnx
import pytest
from numpy.testing import assert_allclose
from support.models.tiny import LOOSE, rounded, tiny_checkpoint, tiny_weights

from shotglass.errors import ImportFailed
from shotglass_export.adding import add_graph
from shotglass_export.to_onnx.checks.graph_runs import NativeRun
from shotglass_export.to_onnx.folder import write_folder
from shotglass_export.to_onnx.graphs.native import MOST_ATTENTION_INPUTS

IDS = np.arange(40, dtype=np.int64) * 7 % 300


def test_it_computes_in_fp32_over_rounded_weights(models, tmp_path):
    model = models["llama"]
    halved = replace(model.checkpoint, weights=rounded(model.checkpoint.weights))
    write_folder(halved, tmp_path / "halved", tolerances=LOOSE)
    expected = NativeRun(tmp_path / "halved" / "native-fp32.onnx").logits(IDS)
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


def test_where_halves_stray_it_is_refused_with_why(tmp_path):
    write_folder(tiny_checkpoint("llama"), tmp_path / "stray", tolerances=LOOSE)
    with pytest.raises(ImportFailed, match=r"by a mean KL of .* does not bear fp16 weights"):
        add_graph(tmp_path / "stray", "web", tolerances=replace(LOOSE, web_kl=0))
    assert not list((tmp_path / "stray").glob("web*"))
    assert not list((tmp_path / "stray").glob("weights.fp16*"))


@pytest.mark.parametrize("name", ["web", "fp16"])
def test_where_halves_cannot_hold_a_weight_it_is_named(tmp_path, name):
    checkpoint = tiny_checkpoint("llama")
    weights = tiny_weights(checkpoint.config)
    weights["layers.1.ffn.down.weight"][0, 0] = 1e5
    large = replace(checkpoint, weights=weights)
    tolerant = replace(LOOSE, mean_kl=1e9, fp32_logits=1e9)
    write_folder(large, tmp_path / "large", tolerances=tolerant)
    with pytest.raises(ImportFailed, match="reaches 100000; fp16 holds no more than 65504"):
        add_graph(tmp_path / "large", name, tolerances=tolerant)


def test_a_folder_of_halves_needs_none(tmp_path):
    write_folder(tiny_checkpoint("gpt2"), tmp_path / "half", storage="half")
    with pytest.raises(ImportFailed, match="half needs no graph for browsers"):
        add_graph(tmp_path / "half", "web")
