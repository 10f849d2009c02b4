"""The file: keys, then the tensors, one after another, so that no more than one is in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, quantize
from gguf.constants import GGML_QUANT_SIZES, GGML_QUANT_VERSION

from shotglass.architecture import ModelConfig, Shape

from ...checkpoint import Weights
from ...importers.gguf.families.family import GgufFamily, factors_of
from ...importers.gguf.tensor_names import POSITIONS, ROPE_FACTORS
from ...importers.tensor_slice import whole_tensors
from ...progress import Report

_ADDERS = {
    bool: "add_bool",  # before int, which it is too
    int: "add_uint32",
    float: "add_float32",
    str: "add_string",
    list: "add_array",
}
# By llama.cpp's names of types. What it calls a file whose matrices are "mostly" of one.
FILE_TYPES = {"F16": LlamaFileType.MOSTLY_F16, "Q8_0": LlamaFileType.MOSTLY_Q8_0}


def write_gguf(
    path: Path,
    family: GgufFamily,
    config: ModelConfig,
    weights: Weights,
    keys: Mapping[str, Any],
    stored: str,
    report: Report,
) -> None:
    """``keys``: of tokenizer and card. ``stored``: of matrices; norms, biases, places stay F32."""
    writer = GGUFWriter(path, family.name)
    for key, value in {**keys, **family.metadata(config)}.items():
        add = next(name for kind, name in _ADDERS.items() if isinstance(value, kind))
        getattr(writer, add)(key, value)
    writer.add_file_type(FILE_TYPES[stored])
    writer.add_quantization_version(GGML_QUANT_VERSION)
    tensors = list(whole_tensors(config, family.slices(config, fused=family.fused)))
    factors = factors_of(config)
    for name, shape, _ in tensors:
        _announce(writer, name, shape, _type(name, shape, stored))
    if factors is not None:
        _announce(writer, ROPE_FACTORS, (len(factors),), GGMLQuantizationType.F32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for index, (name, shape, parts) in enumerate(tensors):
        report("Writing weights", index / len(tensors))
        whole = np.empty(shape, np.float32)
        for canonical, part in parts.items():
            part.put(weights[canonical], whole)
        writer.write_tensor_data(quantize(whole, _type(name, shape, stored)))
    if factors is not None:
        writer.write_tensor_data(np.array(factors, np.float32))
    writer.close()


def _type(name: str, shape: Shape, stored: str) -> GGMLQuantizationType:
    """F16 where a row is no whole number of blocks."""
    if len(shape) == 1 or name == POSITIONS:
        return GGMLQuantizationType.F32
    kind = GGMLQuantizationType[stored]
    fits = shape[-1] % GGML_QUANT_SIZES[kind][0] == 0
    return kind if fits else GGMLQuantizationType.F16


def _announce(writer: GGUFWriter, name: str, shape: Shape, kind: GGMLQuantizationType) -> None:
    block, size = GGML_QUANT_SIZES[kind]
    count = int(np.prod(shape)) // block * size
    if kind in _PLAIN:
        writer.add_tensor_info(name, list(shape), np.dtype(_PLAIN[kind]), count)
        return
    in_bytes = [*shape[:-1], shape[-1] // block * size]
    writer.add_tensor_info(name, in_bytes, np.dtype(np.uint8), count, kind)


_PLAIN = {GGMLQuantizationType.F32: np.float32, GGMLQuantizationType.F16: np.float16}
