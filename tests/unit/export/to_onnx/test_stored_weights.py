"""Weights read back from a model folder are those that it was made of, to the bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from support.models.tiny import rounded, tiny_checkpoint, tiny_weights, write_tiny_folder

from shotglass.architecture import weight_shapes
from shotglass.errors import ModelFolderError
from shotglass_export.formats.source import Source
from shotglass_export.progress import silent
from shotglass_export.to_onnx.weights.store import FP32_FILE, write_weights
from shotglass_export.to_onnx.weights.stored import external_tensors


def test_every_weight_comes_back_as_it_was(model):
    source = Source.open(model.folder)
    assert list(source.weights) == list(weight_shapes(source.config))
    for name, array in model.checkpoint.weights.items():
        assert np.array_equal(source.weights[name], array), name


def test_weights_in_fp16_come_back_as_rounded(tmp_path):
    folder = write_tiny_folder(tmp_path, "half", "gpt2", storage="half")
    source = Source.open(folder)
    for name, array in rounded(tiny_weights(source.config)).items():
        assert np.array_equal(source.weights[name], array), name


def test_written_again_they_are_the_same_file(model, tmp_path):
    source = Source.open(model.folder)
    write_weights(source.config, source.weights, tmp_path, [FP32_FILE], silent)
    assert (tmp_path / FP32_FILE).read_bytes() == (model.folder / FP32_FILE).read_bytes()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("location", "../weights.fp32.bin", "no such"),
        ("location", "/etc/passwd", "no such"),
        ("offset", "-64", "no such"),
        ("offset", "999999999", "beyond the end"),
    ],
)
def test_a_graph_that_points_elsewhere_is_refused(tmp_path, key, value, said):
    folder = write_tiny_folder(tmp_path, "model", "llama")
    graph = onnx.load(folder / "portable.onnx", load_external_data=False)
    for item in graph.graph.initializer[0].external_data:
        if item.key == key:
            item.value = value
    (tmp_path / "weights.fp32.bin").write_bytes(b"secret")
    changed = folder / "changed.onnx"
    changed.write_bytes(graph.SerializeToString())
    with pytest.raises(ModelFolderError, match=said):
        external_tensors(changed)


def test_a_file_that_is_not_as_imported_is_refused(tmp_path):
    folder = write_tiny_folder(tmp_path, "model", "llama")
    weights = folder / FP32_FILE
    weights.write_bytes(weights.read_bytes()[:-1] + b"\0\0")
    with pytest.raises(ModelFolderError, match="not the file that was imported"):
        Source.open(folder)


def test_a_folder_without_a_manifest_is_no_model(tmp_path: Path):
    with pytest.raises(ModelFolderError, match=r"manifest\.json cannot be read"):
        Source.open(tmp_path)


def test_the_tiny_model_is_as_random_as_it_should_be():
    """Else the comparisons above compare zeros."""
    assert all(np.ptp(w) > 0 for w in tiny_checkpoint("llama").weights.values())
