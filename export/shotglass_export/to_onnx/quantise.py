"""8-bit blocks: each run of ``BLOCK`` inputs of an output row becomes one scale and 8-bit codes.

The layout is MatMulNBits': codes (out, blocks, BLOCK) uint8 with zero at 128, scales
(out, blocks) float32, value = (code - 128) * scale. A last block that is not full is padded with
the code of zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..checkpoint import Floats

BLOCK = 64
ZERO = 128
_ROWS = 4096  # rows quantised at once: bounds the working memory for a large vocabulary


def block_count(width: int) -> int:
    return -(-width // BLOCK)


def quantise(matrix: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """(out, in) -> codes (out, blocks, BLOCK) and scales (out, blocks).

    The scale is signed, so that a block's largest magnitude lands on -128 exactly and none of
    the 256 codes is wasted.
    """
    rows, width = matrix.shape
    codes = np.empty((rows, block_count(width), BLOCK), np.uint8)
    scales = np.empty((rows, block_count(width)), np.float32)
    for start in range(0, rows, _ROWS):
        part = slice(start, start + _ROWS)
        codes[part], scales[part] = _quantise_rows(matrix[part])
    return codes, scales


def _quantise_rows(matrix: Floats) -> tuple[NDArray[np.uint8], Floats]:
    rows, width = matrix.shape
    blocks = block_count(width)
    padded = np.pad(matrix, ((0, 0), (0, blocks * BLOCK - width))).reshape(rows, blocks, BLOCK)
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
