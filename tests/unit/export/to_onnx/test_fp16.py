"""``native-fp16.onnx``, the graph for GPUs, run on the CPU: what it says, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from click.testing import CliRunner, Result
from support.models.tiny import (
    LOOSE,
    Family,
    manifest_of,
    tiny_checkpoint,
    tiny_config,
    tiny_weights,
    write_whole,
)
from support.models.tiny_gguf import write_gguf
from support.models.tiny_run import write_tiny_run
from support.references import reference

from shotglass.contract import HALF, MANIFEST
from shotglass.errors import ImportFailed
from shotglass_export import adding
from shotglass_export.adding import add_graph
from shotglass_export.cli import COMMANDS
from shotglass_export.to_onnx import folder as writing
from shotglass_export.to_onnx.checks.agreement import Agreement
from shotglass_export.to_onnx.checks.graph_runs import NativeRun
from shotglass_export.to_onnx.checks.parity import Tolerances
from shotglass_export.to_onnx.folder import write_folder
from shotglass_export.to_onnx.layout import Storage

GRAPH, WEIGHTS = "native-fp16.onnx", "weights.fp16.bin"
BOUNDLESS = replace(LOOSE, mean_kl=1e9, fp32_logits=1e9)
IDS = np.random.default_rng(5).integers(0, 331, 120)
MODELS: dict[str, tuple[Family, Storage, dict[str, Any]]] = {
    "llama": ("llama", "full", {}),
    "llama-untied": ("llama", "full", {"tied": False}),
    "gpt1": ("gpt1", "full", {}),
    "gpt2": ("gpt2", "full", {}),
    "gpt3": ("gpt3", "full", {}),
    "gpt2-exact-gelu": ("gpt2", "full", {"activation": "gelu"}),
    "mixture-rotary-rms-after-banded": ("llama", "full", {"norm_first": False, "windows": (5, 2)}),
    "house-gpt2": ("gpt2", "half", {}),
    "house-llama": ("llama", "half", {}),
}
REPRESENTATIVE = ("llama", "mixture-rotary-rms-after-banded", "house-gpt2")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fp16")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=() if name in REPRESENTATIVE else pytest.mark.slow)
        for name in MODELS
    ],
)
def name(request: pytest.FixtureRequest, root: Path) -> str:
    """Of a model that is written into ``root``."""
    family, storage, changes = MODELS[request.param]
    write_whole(tiny_checkpoint(family, 2, **changes), root / request.param, storage, ["fp16"])
    return str(request.param)


@pytest.mark.parametrize("rounding", [True, False])
def test_it_predicts_what_the_reference_predicts(root, name, rounding):
    family, _, changes = MODELS[name]
    config = tiny_config(family, **changes)
    truth = reference.logits(config, tiny_weights(config, 2), IDS.tolist())
    run, agreement = NativeRun(root / name / GRAPH, rounding=rounding), Agreement()
    found = run.logits(IDS)
    agreement.add(IDS, truth.astype(np.float32), found)
    assert 0 < agreement.mean_kl < 1e-4
    assert agreement.top1 > 0.95
    assert found.dtype == np.float32
    steps = [0, 60, *range(100, 121)]  # a step of one token takes other kernels
    assert np.abs(run.logits(IDS, steps) - found).max() < 0.05


def test_the_manifest_tells_what_was_measured(root, name):
    manifest = manifest_of(root / name)
    entry, quality = manifest.graphs["native-fp16"], manifest.quality["native-fp16"]
    assert (entry.file, entry.weights, entry.precision) == (GRAPH, (WEIGHTS,), HALF)
    assert not entry.exact
    assert quality["mean_kl_nats"] <= 1e-3
    assert quality["top1_agreement"] > 0.95
    assert (quality["tokens"], quality["against"]) == (2048, "portable")
    assert "native-fp16" not in manifest.parity["graphs"]


def test_its_weights_are_in_fp16_and_each_lies_there_once(root, name):
    graph = onnx.load(root / name / GRAPH, load_external_data=False).graph
    outside = {t.name: t for t in graph.initializer if t.external_data}
    kinds = {n: t.data_type for n, t in outside.items() if not n.startswith("rotary.")}
    assert set(kinds.values()) == {onnx.TensorProto.FLOAT16}
    places = [tuple(item.value for item in t.external_data) for t in outside.values()]
    assert len(set(places)) == len(places)
    tied = MODELS[name][2].get("tied", True)
    assert ("head.weight" in outside) == (not tied)
    cache = [item for item in (*graph.input, *graph.output) if ".key" in item.name]
    assert {item.type.tensor_type.elem_type for item in cache} == {onnx.TensorProto.FLOAT16}


@pytest.mark.parametrize("name", ["house-gpt2"], indirect=True)
def test_a_house_model_gets_one_small_file_more(root, name):
    assert {path.name for path in (root / "house-gpt2").glob("weights.*")} == {WEIGHTS}
    assert (root / "house-gpt2" / GRAPH).stat().st_size < 20_000


def test_a_weight_beyond_fp16_is_named_and_nothing_is_left(tmp_path):
    checkpoint = tiny_checkpoint("llama")
    checkpoint.weights["layers.1.ffn.up.weight"][3, 3] = 70_000
    write_folder(checkpoint, tmp_path / "model", tolerances=BOUNDLESS)
    before = held(tmp_path)
    with pytest.raises(ImportFailed, match=r"layers\.1\.ffn\.gate_up\.weight reaches 70000; fp16"):
        add_graph(tmp_path / "model", "fp16", tolerances=LOOSE)
    assert held(tmp_path) == before


def test_activations_beyond_fp16_are_refused(tmp_path):
    """Every weight fits, a product of two does not. The CPU alone would not notice."""
    checkpoint = tiny_checkpoint("llama")
    for part in ("gate", "up"):
        checkpoint.weights[f"layers.0.ffn.{part}.weight"][:] *= 500
    write_folder(checkpoint, tmp_path / "model", tolerances=BOUNDLESS)
    with pytest.raises(ImportFailed, match="does not bear fp16 weights"):
        add_graph(tmp_path / "model", "fp16", tolerances=BOUNDLESS)


def test_a_graph_that_strays_is_refused(tmp_path):
    write_folder(tiny_checkpoint("llama"), tmp_path / "model", tolerances=LOOSE)
    strict = replace(LOOSE, fp16_kl=1e-9)
    with pytest.raises(ImportFailed, match=r"The fp16 graph strays from fp32 by a mean KL of 0\.0"):
        add_graph(tmp_path / "model", "fp16", tolerances=strict)
    assert Tolerances().fp16_kl == 1e-3


def held(root: Path) -> dict[str, bytes]:
    files = [path for path in root.rglob("*") if path.is_file() and path.name != ".import.lock"]
    return {str(path): path.read_bytes() for path in files}


# --- the command ---


@pytest.fixture
def imported(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "Tolerances", lambda: LOOSE)
    monkeypatch.setattr(adding, "Tolerances", lambda: LOOSE)
    config = tiny_config("llama")
    gguf = write_gguf(tmp_path / "tiny.gguf", config, tiny_weights(config))

    def run(*arguments: object, source: Path = gguf) -> Result:
        command = next(command for command in COMMANDS if command.name == "import")
        given = source, "--id", "mine", "--models", tmp_path / "models", *arguments
        return CliRunner().invoke(command, [str(argument) for argument in given])

    return run


def test_a_plain_import_writes_none_and_the_flag_adds_it(imported, tmp_path):
    folder = tmp_path / "models" / "mine"
    assert imported().exit_code == 0
    assert not (folder / GRAPH).exists()
    before = manifest_of(folder)
    done = imported("--fp16")
    assert done.exit_code == 0, done
    assert "fp16, on the CPU, against fp32 on 2,048 tokens: mean KL 0.0000" in done.stdout
    after = manifest_of(folder)
    assert after.graphs.keys() - before.graphs.keys() == {"native-fp16"}
    assert before.files.items() <= after.files.items()
    assert "already in" in imported().stdout
    assert "mine has native-fp16.onnx already" in imported("--fp16").stdout
    assert (folder / GRAPH).is_file()


def test_a_run_gets_it_too(imported, tmp_path):
    done = imported("--fp16", source=write_tiny_run(tmp_path / "runs", "run"))
    assert done.exit_code == 0, done
    written = json.loads((tmp_path / "models" / "mine" / MANIFEST).read_text("utf-8"))
    assert set(written["graphs"]) == {"portable", "native", "explain", "native-fp16"}
