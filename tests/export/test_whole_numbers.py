"""``reading.onnx`` and ``writing.onnx``, in whole numbers: what they predict, and their bits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from shotglass_export.to_onnx.activations import largest_read
from shotglass_export.to_onnx.reading import READING_FILE
from shotglass_export.to_onnx.smoothing import factors, in_columns, smoothed_sites
from tiny import LOOSE, Family, manifest_of, tiny_checkpoint, tiny_config, tiny_weights

from shotglass_export.installed import is_installed
from shotglass_export.to_onnx.agreement import Agreement
from shotglass_export.to_onnx.folder import write_folder
from shotglass_export.to_onnx.graph_runs import NativeRun

GRAPHS = {"reading": 4, "writing": 3}  # and how many linears of a layer are in whole numbers
IDS = np.random.default_rng(5).integers(0, 331, 120)
MODELS: dict[str, tuple[Family, dict[str, Any]]] = {
    "llama": ("llama", {}),
    "llama-untied": ("llama", {"tied": False}),
    "gpt1": ("gpt1", {}),
    "gpt2": ("gpt2", {}),
    "gpt3": ("gpt3", {}),
    "mixture-rotary-rms-after-banded": ("llama", {"norm_first": False, "windows": (5, 2)}),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("reading")
    for name, (family, changes) in MODELS.items():
        write_folder(tiny_checkpoint(family, 2, **changes), root / name, tolerances=LOOSE)
    return root


@pytest.fixture(params=MODELS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=GRAPHS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_they_predict_what_the_reference_predicts(root, name, kind):
    family, changes = MODELS[name]
    config = tiny_config(family, **changes)
    truth = reference.logits(config, tiny_weights(config, 2), IDS.tolist()).astype(np.float32)
    agreement = Agreement()
    agreement.add(IDS, truth, NativeRun(root / name / f"{kind}.onnx", config).logits(IDS))
    assert 0 < agreement.mean_kl < 1e-2
    assert agreement.top1 > 0.85


def test_a_token_has_the_same_bits_in_any_company(root, name, kind):
    family, changes = MODELS[name]
    run = NativeRun(root / name / f"{kind}.onnx", tiny_config(family, **changes))
    whole = run.logits(IDS)
    for cuts in ([0, 2, 120], [0, 64, 120], [0, 30, 31 + 15, 120], [0, 118, 120]):
        assert run.logits(IDS, cuts).tobytes() == whole.tobytes(), cuts


def test_they_hold_whole_numbers_and_the_manifest_tells_what_was_measured(root, name, kind):
    entry = manifest_of(root / name).graphs[kind]
    assert entry.weights == ("weights.int8.bin", READING_FILE)
    assert entry.precision.startswith("int8 per token")
    quality = manifest_of(root / name).quality[kind]
    assert quality["against"] == "portable"
    assert 0 < quality["mean_kl_nats"] <= LOOSE.whole_kl
    kinds = [node.op_type for node in onnx.load(root / name / f"{kind}.onnx").graph.node]
    layers = manifest_of(root / name).architecture.layers
    assert kinds.count("MatMulIntegerToFloat") == GRAPHS[kind] * layers
    assert kinds.count("MatMulNBits") == (4 - GRAPHS[kind]) * layers + 1  # the head


def test_beyond_their_tolerance_they_are_left_out_and_that_is_remembered(tmp_path):
    checkpoint = tiny_checkpoint("llama", 2)
    manifest = write_folder(checkpoint, tmp_path / "tiny", tolerances=replace(LOOSE, whole_kl=1e-9))
    for kind in GRAPHS:
        assert kind not in manifest.graphs
        assert manifest.quality[kind]["mean_kl_nats"] > 1e-9
        assert not (tmp_path / "tiny" / f"{kind}.onnx").exists()
    assert not (tmp_path / "tiny" / READING_FILE).exists()
    assert READING_FILE not in manifest.files
    assert is_installed(tmp_path / "tiny", checkpoint.card.provenance, "full")


def test_one_of_them_may_stay_alone(tmp_path):
    """The first is measured here; between the two lies the limit."""
    checkpoint = tiny_checkpoint("llama", 2)
    quality = write_folder(checkpoint, tmp_path / "both", tolerances=LOOSE).quality
    strays = {kind: quality[kind]["mean_kl_nats"] for kind in GRAPHS}
    better, worse = sorted(strays, key=lambda kind: strays[kind])
    limit = (strays[better] + strays[worse]) / 2
    tolerances = replace(LOOSE, whole_kl=limit)
    manifest = write_folder(checkpoint, tmp_path / "one", tolerances=tolerances)
    assert better in manifest.graphs
    assert worse not in manifest.graphs
    assert READING_FILE in manifest.files


def test_a_row_of_zeros_stays_zero(tmp_path):
    """Its scale is 0, and so is what comes of it, whatever its codes are."""
    checkpoint = tiny_checkpoint("llama", 2)
    silent = {name: array * 0 for name, array in checkpoint.weights.items() if "value" in name}
    weights = {**checkpoint.weights, **silent}
    folder = tmp_path / "silent"
    write_folder(replace(checkpoint, weights=weights), folder, tolerances=LOOSE)
    truth = NativeRun(folder / "native-fp32.onnx", checkpoint.config).logits(IDS)
    for kind in GRAPHS:
        found = NativeRun(folder / f"{kind}.onnx", checkpoint.config).logits(IDS)
        agreement = Agreement()
        agreement.add(IDS, truth, found)
        assert agreement.mean_kl < 1e-2


def test_norms_that_are_the_residual_stream_are_not_divided(root):
    assert list(smoothed_sites(tiny_config("gpt1"))) == []
    linears = [linear for linear, _ in smoothed_sites(tiny_config("gpt2"))]
    assert linears[:2] == ["layers.0.attention.qkv", "layers.0.ffn.up"]


def test_the_largest_activations_are_those_of_the_reference(root):
    """Of what enters the first layer: the norm of the embedded tokens."""
    config = tiny_config("llama")
    weights = tiny_weights(config, 2)
    largest = largest_read(root / "llama" / "native-fp32.onnx", config, [IDS, IDS[:50]])
    x = weights["embedding.weight"][IDS[1:]]
    read = x / np.sqrt((x**2).mean(-1, keepdims=True) + config.norm_epsilon)
    expected = np.abs(read * weights["layers.0.attention_norm.weight"]).max(0)
    assert largest["layers.0.attention.qkv"] == pytest.approx(expected, rel=1e-5)
    assert largest["layers.1.ffn.down"].shape == (config.ffn_width,)


EIGHTHS = st.integers(-64, 64).map(lambda n: n / 8)
MATRICES = arrays.arrays(
    np.float32, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=EIGHTHS
)


@given(matrix=MATRICES)
def test_a_column_is_rounded_to_half_a_step_and_its_largest_not_at_all(matrix):
    codes, scales = in_columns(matrix)
    back = codes.astype(np.float32) * scales
    assert np.all(
        np.abs(back - matrix) <= np.abs(scales) * 0.5001 + np.abs(scales) * (codes == 127)
    )
    largest = np.abs(matrix).max(0)
    assert np.abs(back).max(0) == pytest.approx(largest, rel=1e-5, abs=1e-30)


@given(matrix=MATRICES, seed=st.integers(0, 99))
def test_factors_are_positive_and_of_mean_one(matrix, seed):
    read = np.random.default_rng(seed).uniform(0, 9, len(matrix)).astype(np.float32)
    found = factors(read, matrix)
    assert np.all(found > 0)
    assert np.log(found.astype(np.float64)).mean() == pytest.approx(0, abs=1e-5)
