"""8-bit blocks: each run of ``block`` inputs of an output row becomes one scale and 8-bit codes.

The layout is MatMulNBits': codes (out, blocks, block) uint8 with zero at 128, scales
(out, blocks) float32, value = (code - 128) * scale. A last block that is not full is padded with
the code of zero.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...checkpoint import Floats

ZERO = 128
_RANGES = (1.0, 0.93, 0.86, 0.79)  # of a block's width, tried for 4 bits
_ROWS = 4096  # rows quantised at once: bounds the working memory for a large vocabulary


def block_count(width: int, block: int) -> int:
    return -(-width // block)


def quantise(matrix: Floats, block: int) -> tuple[NDArray[np.uint8], Floats]:
    """Turns a matrix (out, in) into codes (out, blocks, block) and scales (out, blocks).

    The scale is signed, so that a block's largest magnitude lands on -128 exactly and none of
    the 256 codes is wasted.
    """
    rows, width = matrix.shape
    blocks = block_count(width, block)
    codes = np.empty((rows, blocks, block), np.uint8)
    scales = np.empty((rows, blocks), np.float32)
    for start in range(0, rows, _ROWS):
        part = slice(start, start + _ROWS)
        padded = np.pad(matrix[part], ((0, 0), (0, blocks * block - width)))
        padded = padded.reshape(-1, blocks, block)
        low, high = padded.min(axis=-1), padded.max(axis=-1)
        extreme = np.where(-low > high, low, high)
        scale = scales[part] = (extreme / -ZERO).astype(np.float32)
        inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
        codes[part] = np.clip(np.rint(padded * inverse[..., None]) + ZERO, 0, 255)
    return codes, scales


def dequantise(codes: NDArray[np.uint8], scales: Floats, width: int) -> Floats:
    """Returns the (out, in) matrix that the codes stand for."""
    values = (codes.astype(np.float32) - ZERO) * scales[..., None]
    return np.ascontiguousarray(values.reshape(len(codes), -1)[:, :width])


def quantise_columns(matrix: Floats, block: int) -> tuple[NDArray[np.int8], Floats]:
    """Turns (out, in) into 8-bit codes (in, out) and scales (blocks, out): value = code * scale.

    As DequantizeLinear takes them along axis 0. Scales are positive, which all runtimes take, and
    codes symmetric.
    """
    out, width = matrix.shape
    codes = np.empty((width, out), np.int8)
    scales = np.empty((block_count(width, block), out), np.float32)
    for index in range(len(scales)):
        rows = slice(index * block, (index + 1) * block)
        values = matrix[:, rows].T
        scales[index] = np.abs(values).max(axis=0) / 127
        codes[rows] = np.rint(values * _inverse(scales[index]))
    return codes, scales


def quantise_columns_4(
    matrix: Floats, block: int
) -> tuple[NDArray[np.uint8], Floats, NDArray[np.uint8]]:
    """Turns a matrix (out, in) into codes from 0 to 15 (in, out) with scales and zeros (blocks,
    out): value = (code - zero) * scale.

    With so few codes each end of a block's values matters: a zero of its own, and of a few narrower
    ranges the one with the least square error.
    """
    out, width = matrix.shape
    codes = np.empty((width, out), np.uint8)
    scales = np.empty((block_count(width, block), out), np.float32)
    zeros = np.empty(scales.shape, np.uint8)
    for index in range(len(scales)):
        rows = slice(index * block, (index + 1) * block)
        codes[rows], scales[index], zeros[index] = _best_range(matrix[:, rows].T)
    return codes, scales, zeros


def _best_range(values: Floats) -> tuple[NDArray[np.uint8], Floats, NDArray[np.uint8]]:
    """Returns the best range of a block (rows, out), a column at a time."""
    low, high = np.minimum(values.min(axis=0), 0), np.maximum(values.max(axis=0), 0)
    best = np.full(values.shape[1], np.inf, np.float32)
    codes, zeros = np.zeros(values.shape, np.uint8), np.zeros(len(best), np.uint8)
    scales = np.zeros(len(best), np.float32)
    for part in _RANGES:
        scale = ((high - low) * np.float32(part / 15)).astype(np.float32)
        zero = np.clip(np.rint(-low * part * _inverse(scale)), 0, 15)
        code = np.clip(np.rint(values * _inverse(scale)) + zero, 0, 15)
        error = np.square((code - zero) * scale - values).sum(axis=0)
        better = error < best
        best[better], scales[better], zeros[better] = error[better], scale[better], zero[better]
        codes[:, better] = code[:, better]
    return codes, scales, zeros


def _inverse(scale: Floats) -> Floats:
    """0 for a block of zeros, whose scale is 0."""
    return np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)


def packed_4(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Packs two codes a byte, the first in the low half, as ONNX stores uint4."""
    flat = codes.reshape(-1)
    pairs = np.pad(flat, (0, len(flat) % 2)).reshape(-1, 2)
    return (pairs[:, 0] | (pairs[:, 1] << 4)).astype(np.uint8)
