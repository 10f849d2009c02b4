"""Tensors of a GGUF in the types of its blocks, Q4_K and the like, and their numbers as float32."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np
from gguf import dequantize
from gguf.constants import GGMLQuantizationType
from numpy.typing import NDArray

from shotglass.architecture import Shape

from ...checkpoint import Floats

TYPES = (  # those that gguf's ``dequantize`` reads; the tests hold every one to it
    "F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q4_K", "Q5_K",
    "Q6_K", "IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S", "IQ4_NL", "IQ4_XS",
    "TQ1_0", "TQ2_0", "MXFP4", "NVFP4",
)  # fmt: skip
_PIECE = 1 << 20  # weights that are dequantised at once: what lies between takes some times that


@dataclass(frozen=True)
class StoredTensor:
    """``shape`` with the fastest axis last, as numpy has it; ``start``: its byte in the file."""

    name: str
    type: str
    shape: tuple[int, ...]
    start: int
    bytes: int


def row_ranges(shape: Shape) -> Iterator[range]:
    """Yields the rows of a matrix, as many at once as make up a piece; a vector is one."""
    step = max(1, _PIECE // prod(shape[1:])) if len(shape) > 1 else shape[0]
    for start in range(0, shape[0], step):
        yield range(start, min(start + step, shape[0]))


def dequantised(
    path: Path, tensor: StoredTensor, rows: range | None = None, after: int = 0
) -> Floats:
    """A tensor, or some ``rows`` of those that come ``after`` others, as float32."""
    if rows is None:
        parts = [dequantised(path, tensor, each) for each in row_ranges(tensor.shape)]
        return np.concatenate(parts)
    raw = np.memmap(path, np.uint8, "r", tensor.start, (tensor.bytes,))
    if len(tensor.shape) == 1:  # whose blocks are not cut
        return _floats(raw, tensor.type)[after + rows.start : after + rows.stop]
    stored = raw.reshape(tensor.shape[0], -1)[after + rows.start : after + rows.stop]
    return _floats(stored, tensor.type).reshape(len(rows), *tensor.shape[1:])


def _floats(raw: NDArray[np.uint8], type: str) -> Floats:
    if type in ("F32", "F16"):
        return raw.view("<f4" if type == "F32" else "<f2").astype(np.float32)
    numbers: Floats = dequantize(raw, GGMLQuantizationType[type])
    return numbers.astype(np.float32, copy=False)
