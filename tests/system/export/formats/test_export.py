"""An export: what is written, that it computes what the model does, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.testing import assert_allclose
from support.models.tiny import LOOSE, write_tiny_folder
from support.references import reference

from shotglass.contract import (
    IR_VERSION,
    MANIFEST,
    OPSET,
    Manifest,
    portable_inputs,
    portable_outputs,
)
from shotglass.errors import ExportFailed, ImportFailed, ModelFolderError
from shotglass_export.formats.export import export_model
from shotglass_export.formats.report import REPORT, ExportReport
from shotglass_export.to_onnx.checks.agreement import Agreement
from shotglass_export.to_onnx.checks.graph_runs import PortableRun
from shotglass_export.to_onnx.checks.parity import Tolerances
from shotglass_export.to_onnx.checks.structure import check_structure
from shotglass_export.to_onnx.folder import file_entry

IDS = np.random.default_rng(0).integers(0, 331, 24)


def exported(folder: Path, out: Path, format: str, precision: str | None = None) -> ExportReport:
    return export_model(folder, format, precision, out, tolerances=LOOSE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_folder(tmp_path_factory.mktemp("one"), "tiny", "llama", add=["int8"])


@pytest.mark.parametrize(("format", "precision"), [("portable", "fp32"), ("int8", "int8")])
@pytest.mark.parametrize("name", ["llama-ungrouped-biased", "gpt1", "gpt3"])
def test_every_architecture_says_what_numpy_says(models, name, tmp_path, format, precision):
    model = models[name]
    told = exported(model.folder, tmp_path / "out", format)
    run = PortableRun(tmp_path / "out" / told.graph, model.checkpoint.config, fast=True)
    expected = reference.logits(model.checkpoint.config, model.checkpoint.weights, IDS.tolist())
    for cuts in ([0, len(IDS)], [0, 20, *range(21, len(IDS) + 1)]):
        found = run.logits(IDS, cuts)
        if precision == "fp32":
            assert_allclose(found, expected, atol=2e-5, rtol=1e-5)
        else:
            agreement = Agreement()
            agreement.add(IDS, expected, found)
            assert 0 < agreement.mean_kl < 0.02


def test_a_model_whose_files_have_other_names_elsewhere_is_exported(folder, tmp_path):
    """As uv installs a wheel: hard links to its cache, which ONNX's checker takes for an attack."""
    linked = tmp_path / "linked"
    shutil.copytree(folder, linked / folder.name, copy_function=os.link)
    told = exported(linked / folder.name, tmp_path / "out", "int8")
    assert (tmp_path / "out" / told.graph).is_file()


def test_a_graph_whose_weights_are_a_link_is_refused(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "tiny")
    path = tmp_path / "tiny" / "weights.fp32.bin"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    config = Manifest.from_json((folder / MANIFEST).read_text()).architecture
    with pytest.raises(ImportFailed, match=r"portable\.onnx is not valid ONNX"):
        check_structure(
            tmp_path / "tiny" / "portable.onnx", portable_inputs(config), portable_outputs(config)
        )


def test_the_folder_tells_what_is_in_it(folder, tmp_path):
    out = tmp_path / "out"
    told = exported(folder, out, "portable")
    written = {path.name for path in out.iterdir()}
    assert written == {
        "portable.onnx", "weights.fp32.bin", "tokenizer.json", MANIFEST, REPORT, "README.md",
    }  # fmt: skip
    assert json.loads((out / REPORT).read_text()) == json.loads(told.to_text())
    assert set(told.files) == written - {REPORT}
    assert all(file_entry(out / name) == entry for name, entry in told.files.items())
    assert told.bytes == sum(entry.bytes for entry in told.files.values())
    manifest = Manifest.from_json((out / MANIFEST).read_text("utf-8"))
    assert manifest.graphs["portable"].weights == ("weights.fp32.bin",)
    assert [check.name for check in told.checks] == ["checker", "shapes", "finite", "parity"]
    assert all(check.passed for check in told.checks)
    assert told.milliseconds_per_token > 0


def test_a_readme_says_what_rounding_changes(folder, tmp_path):
    """The figures of export.json: in int4 a text may be another one from its first word on."""
    told = exported(folder, tmp_path / "out", "portable", "int4")
    text = " ".join((tmp_path / "out" / "README.md").read_text("utf-8").split())
    assert f"{told.quality['mean_kl_nats']:.6f} nats" in text
    assert f"{told.quality['top1_agreement']:.1%} of the places" in text
    assert "probabilit" in text
    exported(folder, tmp_path / "exact", "portable", "fp32")
    assert "rounded" not in (tmp_path / "exact" / "README.md").read_text("utf-8")


def test_the_graph_says_where_it_comes_from(folder, tmp_path):
    told = exported(folder, tmp_path / "out", "int8")
    graph = onnx.load(tmp_path / "out" / told.graph, load_external_data=False)
    said = {item.key: item.value for item in graph.metadata_props}
    assert said["model"] == "tiny"
    assert said["licence"] == "Apache-2.0"
    assert said["weights_sha256"] == told.files[told.weights].sha256
    assert json.loads(said["parity"])["kl"] == told.quality["mean_kl_nats"]
    assert said["tool"].startswith("shotglass ")
    assert (graph.ir_version, told.ir_version) == (IR_VERSION, IR_VERSION)
    assert {o.domain: o.version for o in graph.opset_import} == {"": OPSET}


def test_native_is_the_folder_s_own(folder, tmp_path):
    """The same bytes of weights, and the same graph but for what it says of itself."""
    told = exported(folder, tmp_path / "out", "native")
    assert (tmp_path / "out" / told.weights).read_bytes() == (folder / told.weights).read_bytes()
    graph, own = (
        onnx.load(path / told.graph, load_external_data=False)
        for path in (tmp_path / "out", folder)
    )
    del graph.metadata_props[:]
    assert graph == own


@pytest.mark.parametrize(
    ("format", "precision"),
    [("native", "fp32"), ("explain", None), ("genai", "fp32"), ("hf", None)],
)
@pytest.mark.parametrize("name", ["gpt2-square"])
def test_in_fp32_every_format_computes_the_same(models, name, tmp_path, format, precision):
    told = exported(models[name].folder, tmp_path / "out", format, precision)
    parity = told.checks[3]
    assert parity.name == "parity"
    assert parity.value is not None
    assert parity.value < 5e-5


@pytest.mark.parametrize(
    ("format", "precision"),
    [("genai", None), ("native", "fp16"), ("web", None), ("explain", "fp16"), ("hf", "fp16")],
)
def test_rounded_every_format_predicts_much_the_same(folder, tmp_path, format, precision):
    told = exported(folder, tmp_path / "out", format, precision)
    assert 0 < told.quality["mean_kl_nats"] < (0.02 if format == "genai" else 1e-3)


def test_genai_is_told_its_names_and_shape(folder, tmp_path):
    exported(folder, tmp_path / "out", "genai")
    config = json.loads((tmp_path / "out" / "genai_config.json").read_text())
    model, decoder = config["model"], config["model"]["decoder"]
    assert (model["bos_token_id"], model["eos_token_id"], model["context_length"]) == (0, 0, 320)
    assert (decoder["head_size"], decoder["num_key_value_heads"]) == (16, 2)
    graph = onnx.load(tmp_path / "out" / decoder["filename"], load_external_data=False).graph
    named = {name % 0 if "%d" in name else name for name in decoder["inputs"].values()}
    assert named <= {item.name for item in graph.input}
    assert decoder["outputs"]["present_key_names"] % 1 in {item.name for item in graph.output}


@pytest.mark.parametrize("format", ["native", "genai", "web"])
def test_what_generates_is_refused_for_a_masked_model(tmp_path, format):
    folder = write_tiny_folder(tmp_path / "models", "bert", "bert")
    with pytest.raises(ExportFailed, match="masked-lm model"):
        exported(folder, tmp_path / "out", format)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("format", "precision"), [("portable", "fp16"), ("portable", "int4")])
def test_coarser_weights_are_told_by_what_they_shift(folder, tmp_path, format, precision):
    told = exported(folder, tmp_path / "out", format, precision)
    assert [check.name for check in told.checks][3:] == ["kl", "top1"]
    assert 0 < told.quality["mean_kl_nats"] < 5


def test_fp16_loses_nothing_of_a_model_that_is_stored_so(tmp_path):
    folder = write_tiny_folder(tmp_path, "half", "gpt2", storage="half")
    told = exported(folder, tmp_path / "out", "portable", "fp16")
    assert told.checks[-1].name == "parity"
    own = folder / "weights.fp16.bin"
    assert (tmp_path / "out" / told.weights).read_bytes() == own.read_bytes()


def test_a_masked_model_goes_too(tmp_path):
    folder = write_tiny_folder(tmp_path, "bert", "bert")
    told = exported(folder, tmp_path / "out", "int8")
    assert [spec.name for spec in told.inputs] == ["input_ids", "attention_mask"]
    assert told.context == 0


def test_the_inside_of_a_masked_model_goes_too(tmp_path):
    folder = write_tiny_folder(tmp_path, "bert", "bert")
    told = exported(folder, tmp_path / "out", "explain")
    assert [spec.name for spec in told.inputs] == ["input_ids", "lens_rows"]
    assert "attentions.1" in [spec.name for spec in told.outputs]


def test_what_strays_is_refused_and_leaves_nothing(folder, tmp_path):
    strict = Tolerances(mean_kl=1e-9)
    with pytest.raises(ExportFailed, match="mean KL .* at most 1e-09 was expected"):
        export_model(folder, "int8", None, tmp_path / "out", tolerances=strict)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("format", "precision", "said"),
    [
        ("int8", "fp32", "int8 is not made in fp32; it comes in int8"),
        ("explain", "int8", "comes in fp32 or fp16"),
        ("native", "int4", "comes in int8 or fp32 or fp16"),
        ("coreml", None, "no format 'coreml'; there are portable, int8"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_does(folder, tmp_path, format, precision, said):
    with pytest.raises(ExportFailed, match=said):
        exported(folder, tmp_path / "out", format, precision)
    assert list(tmp_path.iterdir()) == []


def test_an_export_is_replaced_only_when_asked(folder, tmp_path):
    out = tmp_path / "out"
    exported(folder, out, "portable")
    with pytest.raises(ExportFailed, match="--force"):
        exported(folder, out, "int8")
    export_model(folder, "int8", None, out, tolerances=LOOSE, force=True)
    assert (out / "int8.onnx").is_file()
    assert not (out / "portable.onnx").exists()


@pytest.mark.parametrize("force", [True, False])
def test_a_folder_of_other_things_is_never_replaced(folder, tmp_path, force):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters").write_text("dear")
    with pytest.raises(ExportFailed, match="is no export"):
        export_model(folder, "int8", None, tmp_path / "home", tolerances=LOOSE, force=force)
    assert (tmp_path / "home" / "letters").read_text() == "dear"


def test_a_damaged_model_is_not_exported(tmp_path):
    folder = write_tiny_folder(tmp_path / "models", "tiny", "llama")
    (folder / "weights.fp32.bin").write_bytes(b"")
    with pytest.raises(ModelFolderError, match="import the model again"):
        exported(folder, tmp_path / "out", "portable")
    assert not (tmp_path / "out").exists()
