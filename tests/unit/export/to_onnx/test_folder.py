"""A model folder: what it holds, what its manifest says, and which checkpoints are refused."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from math import nan

import numpy as np
import onnx
import pytest
from support.inputs.nested import nested
from support.models.tiny import LOOSE, tiny_checkpoint, tiny_config, write_whole

from shotglass.contract import MANIFEST, portable_inputs, portable_outputs
from shotglass.errors import ImportFailed
from shotglass_export.to_onnx import layout
from shotglass_export.to_onnx.checks.structure import check_structure
from shotglass_export.to_onnx.folder import write_folder
from shotglass_export.to_onnx.graphs.explain import build_explain
from shotglass_export.to_onnx.weights.store import _rotary


def test_the_manifest_names_every_file_with_its_digest(model):
    manifest = model.manifest()
    found = {path.name for path in model.folder.iterdir()} - {MANIFEST}
    assert set(manifest.files) == found
    for name, entry in manifest.files.items():
        data = (model.folder / name).read_bytes()
        assert (entry.bytes, entry.sha256) == (len(data), sha256(data).hexdigest())


def test_every_graph_names_the_weight_files_it_reads(model):
    for entry in model.manifest().graphs.values():
        graph = onnx.load(model.folder / entry.file, load_external_data=False).graph
        read = {
            item.value
            for tensor in graph.initializer
            for item in tensor.external_data
            if item.key == "location"
        }
        assert read == set(entry.weights)


def test_fp32_graphs_share_their_bytes(models):
    folder = models["llama"].folder
    kinds = ("portable", "native-fp32", "explain")
    portable, native, explain = (ranges(folder / f"{kind}.onnx") for kind in kinds)
    assert set(portable.values()) == set(native.values()) == set(explain.values())


def test_a_tied_head_is_stored_once(models):
    native = ranges(models["llama"].folder / "native.onnx")
    codes = [name for name in native if name.startswith("embedding") and "scales" not in name]
    assert len(codes) == 2
    assert len({native[name] for name in codes}) == 1


def ranges(path):
    graph = onnx.load(path, load_external_data=False).graph
    return {
        tensor.name: tuple(item.value for item in tensor.external_data)
        for tensor in graph.initializer
        if tensor.external_data
    }


@pytest.mark.parametrize("kind", ["portable", "explain"])
def test_a_graph_for_any_runtime_has_standard_operators_only(model, kind):
    graph = onnx.load(model.folder / f"{kind}.onnx", load_external_data=False)
    assert {node.domain for node in graph.graph.node} == {""}
    assert [(opset.domain, opset.version) for opset in graph.opset_import] == [("", 21)]
    assert graph.ir_version == 10


def test_writing_twice_gives_the_same_bytes(tmp_path):
    one, two = (
        write_folder(tiny_checkpoint("llama"), tmp_path / place / "same", tolerances=LOOSE)
        for place in ("a", "b")
    )
    assert one == two


def test_quality_and_parity_are_measured_on_2048_tokens_of_a_named_text(model):
    manifest = model.manifest()
    quality = manifest.quality["native"]
    assert quality["tokens"] == 2048
    assert 0 < quality["mean_kl_nats"] < 0.1
    assert quality["text"]["sha256"] == manifest.parity["text"]["sha256"]
    assert manifest.parity["max_logit_difference"] < 1e-3


def test_a_model_above_the_tolerance_is_refused_and_nothing_is_left(tmp_path):
    strict = replace(LOOSE, fp32_logits=1e-12)
    sentence = r"native-fp32\.onnx strays from portable\.onnx by"
    with pytest.raises(ImportFailed, match=sentence):
        write_folder(tiny_checkpoint("llama"), tmp_path / "model", tolerances=strict)
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


def test_an_import_writes_what_serving_in_fp32_needs_and_no_more(tmp_path):
    """However far 8 bits would stray."""
    strict = replace(LOOSE, mean_kl=0, top1=1.0, web_kl=0)
    manifest = write_folder(tiny_checkpoint("llama"), tmp_path / "model", tolerances=strict)
    assert set(manifest.graphs) == {"portable", "native-fp32", "explain"}
    assert {path.name for path in (tmp_path / "model").iterdir()} == {
        "portable.onnx", "native-fp32.onnx", "explain.onnx", "weights.fp32.bin", "tokenizer.json",
        MANIFEST,
    }  # fmt: skip
    assert manifest.quality == {}


def test_an_explain_graph_that_strays_is_refused(tmp_path, monkeypatch):
    def damaged(config, tensors):
        return build_explain(replace(config, norm_epsilon=0.5), tensors)

    monkeypatch.setattr(layout, "build_explain", damaged)
    with pytest.raises(ImportFailed, match=r"explain\.onnx strays from portable\.onnx by"):
        write_folder(tiny_checkpoint("llama"), tmp_path / "model", tolerances=LOOSE)


@pytest.mark.parametrize("name", ["layers.1.ffn.gate.weight", "final_norm.weight"])
def test_a_weight_that_is_not_finite_is_named(tmp_path, name):
    checkpoint = tiny_checkpoint("llama")
    checkpoint.weights[name][..., 3] = nan
    with pytest.raises(ImportFailed, match="holds NaN or infinity"):
        write_folder(checkpoint, tmp_path / "model", tolerances=LOOSE)


def test_a_missing_weight_is_named(tmp_path):
    checkpoint = tiny_checkpoint("llama")
    del checkpoint.weights["layers.0.attention.key.weight"]
    with pytest.raises(ImportFailed, match=r"no weight layers\.0\.attention\.key\.weight"):
        write_folder(checkpoint, tmp_path / "model", tolerances=LOOSE)


def test_a_weight_of_another_shape_is_named(tmp_path):
    checkpoint = tiny_checkpoint("llama")
    checkpoint.weights["final_norm.weight"] = np.ones(3, np.float32)
    with pytest.raises(ImportFailed, match=r"final_norm\.weight has shape \(3,\)"):
        write_folder(checkpoint, tmp_path / "model", tolerances=LOOSE)


def test_a_tokenizer_that_knows_more_than_the_model_is_refused(tmp_path):
    checkpoint = tiny_checkpoint("llama", vocabulary=100)
    with pytest.raises(ImportFailed, match="they do not belong together"):
        write_folder(checkpoint, tmp_path / "model", tolerances=LOOSE)


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        ({"start_id": 331}, r"start_id is 331, and the vocabulary has 331 tokens"),
        ({"stop_ids": (0, 4_000_000_000)}, r"stop_ids is \[0, 4000000000\]; a list of token ids"),
        ({"chat_template": "x" * (1 << 20)}, r"would have 1,0\d\d,\d\d\d bytes; 262,144 at most"),
        ({"name": "\ud800"}, r"surrogates not allowed"),
        ({"provenance": nested(900)}, r"nested deeper|recursion"),
    ],
)
def test_a_card_that_the_library_would_refuse_is_refused_before_the_work(tmp_path, card, sentence):
    checkpoint = tiny_checkpoint("llama")
    spoilt = replace(checkpoint, card=replace(checkpoint.card, **card), weights={})
    with pytest.raises(ImportFailed, match=sentence):
        write_folder(spoilt, tmp_path / "spoilt")
    assert list(tmp_path.iterdir()) == []


def test_a_long_context_has_the_table_of_a_short_one_and_more(tmp_path):
    short, long = (dict(_rotary(tiny_config("llama", context=context))) for context in (3, 40_000))
    for name, table in short.items():
        assert long[name].shape == (40_000, 8)
        assert np.array_equal(long[name][:3], table)
    angles = 39_999 * np.array(tiny_config("llama").frequencies)
    assert np.array_equal(long["rotary.cos"][-1], np.cos(angles).astype(np.float32))


def test_a_model_of_a_short_context_is_checked_in_short_windows(tmp_path):
    manifest = write_whole(tiny_checkpoint("gpt2", context=20), tmp_path / "model", add=["int8"])
    assert manifest.quality["native"]["window"] == 20
    assert manifest.quality["native"]["tokens"] >= 2000


def test_a_graph_of_other_tensors_than_the_contract_is_refused(models):
    path = models["llama"].folder / "portable.onnx"
    config = tiny_config("llama", layers=1)
    with pytest.raises(ImportFailed, match="has other inputs than the contract says"):
        check_structure(path, portable_inputs(config), portable_outputs(config))


def test_a_file_that_is_no_graph_is_refused(tmp_path):
    (tmp_path / "a.onnx").write_bytes(b"nothing")
    with pytest.raises(ImportFailed, match=r"a\.onnx is not valid ONNX"):
        check_structure(tmp_path / "a.onnx", [], [])
