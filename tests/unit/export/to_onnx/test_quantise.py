"""8-bit blocks: exact at the extremes, within half a step everywhere, padded with zeros."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from shotglass_export.to_onnx.weights.quantise import ZERO, dequantise, quantise


def random_matrix(rows: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((rows, width)).astype(np.float32)


@given(
    rows=st.integers(1, 9),
    width=st.integers(1, 200),
    block=st.sampled_from([16, 32, 64]),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_value_comes_back_within_a_step(rows, width, block, seed):
    matrix = random_matrix(rows, width, seed)
    codes, scales = quantise(matrix, block)
    steps = np.repeat(np.abs(scales), block, axis=1)[:, :width]
    # Half a step, but a whole one where the far side of the extreme is clipped at 127.
    assert (np.abs(dequantise(codes, scales, width) - matrix) <= steps * 1.0001).all()


def test_the_largest_magnitude_of_a_block_is_code_zero():
    matrix = np.array([[0.1, -3.0, 2.9, 0.0], [0.1, 3.0, -2.9, 0.0]], np.float32)
    codes, scales = quantise(matrix, 16)
    assert codes[:, 0, 1].tolist() == [0, 0]
    assert dequantise(codes, scales, 4)[:, 1].tolist() == [-3.0, 3.0]
    assert scales[:, 0].tolist() == [3 / 128, -3 / 128]


def test_a_block_of_zeros_stays_zeros():
    codes, scales = quantise(np.zeros((2, 100), np.float32), 64)
    assert (codes == ZERO).all()
    assert (scales == 0).all()


def test_padding_is_the_code_of_zero():
    codes, _ = quantise(random_matrix(3, 70), 64)
    assert codes.shape == (3, 2, 64)
    assert (codes[:, 1, 6:] == ZERO).all()


@pytest.mark.parametrize("rows", [4095, 4096, 4097])
def test_rows_do_not_depend_on_their_neighbours(rows):
    matrix = random_matrix(rows, 64)
    codes, scales = quantise(matrix, 64)
    alone, scale = quantise(matrix[-1:], 64)
    assert_array_equal(codes[-1:], alone)
    assert_array_equal(scales[-1:], scale)
