"""8-bit blocks: each run of ``block`` inputs of an output row becomes one scale and 8-bit codes.

The layout is MatMulNBits': codes (out, blocks, block) uint8 with zero at 128, scales
(out, blocks) float32, value = (code - 128) * scale. A last block that is not full is padded with
the code of zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..checkpoint import Floats

ZERO = 128
_ROWS = 4096  # rows quantised at once: bounds the working memory for a large vocabulary


def block_count(width: int, block: int) -> int:
    return -(-width // block)


def quantise(matrix: Floats, block: int) -> tuple[NDArray[np.uint8], Floats]:
    """(out, in) -> codes (out, blocks, block) and scales (out, blocks).

    The scale is signed, so that a block's largest magnitude lands on -128 exactly and none of
    the 256 codes is wasted.
    """
    rows, width = matrix.shape
    blocks = block_count(width, block)
    codes = np.empty((rows, blocks, block), np.uint8)
    scales = np.empty((rows, blocks), np.float32)
    for start in range(0, rows, _ROWS):
        part = slice(start, start + _ROWS)
        codes[part], scales[part] = _quantise_rows(matrix[part], block)
    return codes, scales


def _quantise_rows(matrix: Floats, block: int) -> tuple[NDArray[np.uint8], Floats]:
    rows, width = matrix.shape
    blocks = block_count(width, block)
    padded = np.pad(matrix, ((0, 0), (0, blocks * block - width))).reshape(rows, blocks, block)
    low, high = padded.min(axis=-1), padded.max(axis=-1)
    extreme = np.where(-low > high, low, high)
    scales = (extreme / -ZERO).astype(np.float32)
    inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales != 0)
    steps = np.rint(padded * inverse[..., None]) + ZERO
    return np.clip(steps, 0, 255).astype(np.uint8), scales


def dequantise(codes: NDArray[np.uint8], scales: Floats, width: int) -> Floats:
    """The (out, in) matrix that the codes stand for."""
    values = (codes.astype(np.float32) - ZERO) * scales[..., None]
    return np.ascontiguousarray(values.reshape(len(codes), -1)[:, :width])


def quantise_columns(matrix: Floats, block: int, bits: int) -> tuple[NDArray[np.int8], Floats]:
    """(out, in) -> codes (in, out) and scales (blocks, out): value = code * scale.

    As DequantizeLinear takes them along axis 0. Scales are positive, which all runtimes take, and
    codes symmetric.
    """
    out, width = matrix.shape
    blocks, most = block_count(width, block), 2 ** (bits - 1) - 1
    codes = np.empty((width, out), np.int8)
    scales = np.empty((blocks, out), np.float32)
    for index in range(blocks):
        rows = slice(index * block, (index + 1) * block)
        values = matrix[:, rows].T
        scale = np.abs(values).max(axis=0) / most
        inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
        codes[rows], scales[index] = np.rint(values * inverse), scale
    return codes, scales
