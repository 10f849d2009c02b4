"""Blocks in standard operators: values come back within half a step, and onnxruntime fuses them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.models.tiny import LOOSE, Family, write_tiny_folder

from shotglass_export.formats.export import export_model
from shotglass_export.to_onnx.weights.quantise import packed_4, quantise_columns, quantise_columns_4

matrices = {
    "out": st.integers(1, 9),
    "width": st.integers(1, 200),
    "block": st.sampled_from([32, 64]),
    "seed": st.integers(0, 2**32 - 1),
}


@given(**matrices)
def test_every_value_comes_back_within_half_a_step(out, width, block, seed):
    matrix = np.random.default_rng(seed).standard_normal((out, width)).astype(np.float32)
    codes, scales = quantise_columns(matrix, block)
    assert codes.shape == (width, out)
    assert np.abs(codes).max() <= 127
    steps = np.repeat(scales, block, axis=0)[:width]
    assert (np.abs(codes * steps - matrix.T) <= 0.5001 * steps).all()


@given(**matrices)
def test_in_4_bits_no_block_is_further_off_than_with_its_whole_range(out, width, block, seed):
    matrix = np.random.default_rng(seed).standard_normal((out, width)).astype(np.float32)
    codes, scales, zeros = quantise_columns_4(matrix, block)
    assert codes.max() <= 15
    steps, middle = (np.repeat(x, block, axis=0)[:width] for x in (scales, zeros))
    errors = (codes.astype(np.float32) - middle) * steps - matrix.T
    for start in range(0, width, block):
        rows = slice(start, start + block)
        part = matrix.T[rows]
        step = (np.maximum(part.max(axis=0), 0) - np.minimum(part.min(axis=0), 0)) / 15
        assert (np.square(errors[rows]).mean(axis=0) <= np.square(1.001 * step)).all()


@pytest.mark.parametrize("quantiser", [quantise_columns, quantise_columns_4])
def test_a_block_of_zeros_stays_zeros(quantiser):
    codes, scales, *_ = quantiser(np.zeros((3, 40), np.float32), 32)
    assert not codes.any()
    assert not scales.any()


def test_two_codes_share_a_byte_the_first_in_its_low_half():
    assert packed_4(np.array([[1, 2, 3]], np.uint8)).tolist() == [0x21, 0x03]


@pytest.mark.parametrize("precision", ["int8", "int4"])
@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_onnxruntime_makes_one_operator_of_every_product(tmp_path, family, precision):
    products = products_of(tmp_path, family, precision)
    layers = {"llama": 4, "gpt2": 4}[family]  # qkv, output, gate_up or up, down
    assert products["MatMulNBits"] == 2 * layers + 1  # and the head, over the embedding's bytes
    assert "DequantizeLinear" not in products


def products_of(tmp_path: Path, family: Family, precision: str) -> dict[str, int]:
    """Operators of the graph as onnxruntime runs it, counted."""
    folder = write_tiny_folder(tmp_path, "tiny", family)
    told = export_model(folder, "portable", precision, tmp_path / "out", tolerances=LOOSE)
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimised.onnx")
    options.log_severity_level = 3  # it warns that the file is for this machine
    ort.InferenceSession(tmp_path / "out" / told.graph, options)
    optimised = onnx.load(tmp_path / "optimised.onnx", load_external_data=False)
    kinds = [node.op_type for node in optimised.graph.node]
    return {kind: kinds.count(kind) for kind in kinds}


def test_a_tied_head_is_stored_once(tmp_path):
    folder = write_tiny_folder(tmp_path, "tiny", "llama")
    told = export_model(folder, "int8", None, tmp_path / "out", tolerances=LOOSE)
    graph = onnx.load(tmp_path / "out" / told.graph, load_external_data=False).graph
    places = [
        tuple((item.key, item.value) for item in tensor.external_data)
        for tensor in graph.initializer
        if tensor.name.startswith("embedding")
    ]
    assert (len(places), len(set(places))) == (4, 2)  # codes and scales, each under two names
