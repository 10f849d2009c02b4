"""llama.cpp's own quantising and dequantising, through the C functions of its wheel."""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType
from gguf.constants import GGML_QUANT_SIZES
from numpy.typing import NDArray

_SHARED = "xllamacpp.abi3.so"


@cache
def _library() -> ctypes.CDLL:
    spec = find_spec("xllamacpp")
    assert spec is not None, "the extra `dev` brings xllamacpp"
    library = ctypes.CDLL(str(Path(str(spec.origin)).with_name(_SHARED)))
    pointer, size = ctypes.c_void_p, ctypes.c_int64
    quantise = library.ggml_quantize_chunk
    quantise.argtypes = [ctypes.c_int, pointer, pointer, size, size, size, pointer]
    quantise.restype = ctypes.c_size_t
    return library


def quantised(array: NDArray[np.float32], name: str) -> NDArray[np.uint8]:
    """(rows, width) -> (rows, bytes of a row), every weight as important as the others."""
    kind = GGMLQuantizationType[name]
    block, size = GGML_QUANT_SIZES[kind]
    rows, width = array.shape
    source = np.ascontiguousarray(array, np.float32)
    made = np.zeros((rows, width // block * size), np.uint8)
    weights = np.ones(width, np.float32)
    written = _library().ggml_quantize_chunk(
        kind.value, source.ctypes.data, made.ctypes.data, 0, rows, width, weights.ctypes.data
    )
    assert written == made.nbytes
    return made


def dequantised(raw: NDArray[np.uint8], name: str, width: int) -> NDArray[np.float32]:
    """(rows, bytes of a row) -> (rows, width)."""
    made = np.zeros((len(raw), width), np.float32)
    call = getattr(_library(), f"dequantize_row_{_NAMES.get(name, name.lower())}")
    call.argtypes, call.restype = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64], None
    source = np.ascontiguousarray(raw)
    call(source.ctypes.data, made.ctypes.data, made.size)
    return made


_NAMES = {f"Q{bits}_K": f"q{bits}_K" for bits in range(2, 7)}
