"""The weight files of a folder: the canonical weights as the graphs want them.

Query, key and value become one matrix, as do gate and up. Matrices are stored (in, out) as MatMul
reads them, in fp32 or fp16, or as 8-bit blocks. Everything is read, written and dropped one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ImportFailed

from ...checkpoint import Floats, Weights
from ...progress import Report
from .file import Stored, WeightsFile
from .quantise import packed_4, quantise, quantise_columns, quantise_columns_4

FP32_FILE = "weights.fp32.bin"
FP16_FILE = "weights.fp16.bin"
INT8_FILE = "weights.int8.bin"
BLOCKS8_FILE = "weights.blocks8.bin"  # the same blocks as standard operators take them
BLOCKS4_FILE = "weights.blocks4.bin"
BLOCK = 64
FINE_BLOCK = 32
SINUSOIDS = "sinusoids"  # the table of sinusoidal positions
_ROWS = 1 << 14  # positions whose angles are computed at once
Tensors = Mapping[str, Stored]


@dataclass(frozen=True)
class Part:
    """A tensor of the files and the canonical weights that it is made of.

    A "linear" is a (out, in) matrix to multiply by, a "table" a (V, D) matrix to look up in and
    to multiply by, "plain" is kept as it is. ``sources``: the shapes of the weights by name, in
    the order in which they are put together.
    """

    name: str
    kind: Literal["linear", "table", "plain"]
    sources: Mapping[str, tuple[int, ...]]

    @property
    def shape(self) -> tuple[int, ...]:
        """Returns the shape of the sources put together: (out, in) where they are a matrix."""
        shapes = list(self.sources.values())
        return (sum(shape[0] for shape in shapes), *shapes[0][1:])

    @property
    def block(self) -> int:
        """Returns how many inputs share a scale: fewer where a coarse one shifts the predictions
        most."""
        fine = self.kind == "table" or self.name.endswith("qkv.weight")
        return FINE_BLOCK if fine else BLOCK


def parts(config: ModelConfig) -> Iterator[Part]:
    """Returns the parts in the order of the forward pass."""
    shapes = weight_shapes(config)
    for name in shapes:
        stem, _, suffix = name.rpartition(".")
        first, packed = _packing(config, stem)
        if first is None:
            continue
        sources = {source: shapes[source] for source in (f"{stem}.{suffix}" for stem in packed)}
        yield Part(f"{first}.{suffix}", _kind(stem, suffix), sources)


def _packing(config: ModelConfig, stem: str) -> tuple[str | None, tuple[str, ...]]:
    """The packed name and its sources; None when an earlier part holds this weight."""
    prefix, _, leaf = stem.rpartition(".")
    if leaf == "query":
        return f"{prefix}.qkv", tuple(f"{prefix}.{n}" for n in ("query", "key", "value"))
    if leaf == "gate":
        return f"{prefix}.gate_up", (f"{prefix}.gate", f"{prefix}.up")
    if leaf in ("key", "value") or (leaf == "up" and config.gated):
        return None, ()
    return stem, (stem,)


def _kind(stem: str, suffix: str) -> Literal["linear", "table", "plain"]:
    if suffix == "weight" and stem in ("embedding", "head"):
        return "table"
    if stem.endswith((".router", "_norm")):
        return "plain"  # a coarser router would choose other experts
    is_matrix = ".ffn." in stem or ".attention." in stem or stem == "head_transform"
    return "linear" if is_matrix and suffix == "weight" else "plain"


def packed(config: ModelConfig, weights: Weights) -> Iterator[tuple[Part, Floats]]:
    """Yields each part with what it is made of, put together: (out, in) where it is a matrix.

    Raises ImportFailed for a weight that is missing or of another shape.
    """
    for part in parts(config):
        yield part, _read(weights, part)


def write_weights(
    config: ModelConfig,
    weights: Weights,
    folder: Path,
    files: Collection[str],
    report: Report,
) -> dict[str, Tensors]:
    """Writes ``files`` of those there are and returns where each one's tensors lie, by part name.

    Raises ImportFailed for a weight that is missing, of another shape, not finite, or beyond what
    fp16 holds where a file is in fp16.
    """
    listed = list(parts(config))
    stored: dict[str, dict[str, Stored]] = {name: {} for name in files}
    with ExitStack() as stack:
        opened = {name: stack.enter_context(WeightsFile(folder / name)) for name in files}
        for index, part in enumerate(listed):
            report("Writing weights", index / len(listed))
            array = _read(weights, part)
            for name, file in opened.items():
                stored[name] |= _APPEND[name](file, part, array)
        for table_name, table in chain(_rotary(config), _sinusoids(config)):
            for name, file in opened.items():
                stored[name][table_name] = file.append(table_name, table)
    return dict(stored)


def _append_fp32(file: WeightsFile, part: Part, array: Floats) -> dict[str, Stored]:
    return {part.name: file.append(part.name, _as_read(part, array))}


def _append_fp16(file: WeightsFile, part: Part, array: Floats) -> dict[str, Stored]:
    """Rounded to the nearest, ties to even."""
    largest, most = float(np.abs(array).max()), float(np.finfo(np.float16).max)
    if most < largest < np.inf:
        raise ImportFailed(
            f"The weight {part.name} reaches {largest:g}; fp16 holds no more than {most:g}: "
            "take another precision, or if it is a run's, its training diverged."
        )
    return {part.name: file.append(part.name, _as_read(part, array).astype(np.float16))}


def _append_int8(file: WeightsFile, part: Part, array: Floats) -> dict[str, Stored]:
    if part.kind == "plain":
        return {part.name: file.append(part.name, array)}
    codes, scales = quantise(array, part.block)
    return {
        codes_name(part.name): file.append(part.name, codes),
        scales_name(part.name): file.append(part.name, scales),
    }


def _append_blocks8(file: WeightsFile, part: Part, array: Floats) -> dict[str, Stored]:
    if part.kind == "plain":
        return {part.name: file.append(part.name, array)}
    codes, scales = quantise_columns(array, part.block)
    return {
        codes_name(part.name): file.append(part.name, codes),
        scales_name(part.name): file.append(part.name, scales),
    }


def _append_blocks4(file: WeightsFile, part: Part, array: Floats) -> dict[str, Stored]:
    """Tables and the way down stay in 8 bits: coarse ones shift the predictions most."""
    if part.kind != "linear" or part.name.endswith(".down.weight"):
        return _append_blocks8(file, part, array)
    codes, scales, zeros = quantise_columns_4(array, FINE_BLOCK)
    return {
        codes_name(part.name): _append_uint4(file, part, codes),
        scales_name(part.name): file.append(part.name, scales),
        zeros_name(part.name): _append_uint4(file, part, zeros),
    }


def _append_uint4(file: WeightsFile, part: Part, codes: NDArray[np.uint8]) -> Stored:
    return replace(file.append(part.name, packed_4(codes)), dtype="uint4", shape=codes.shape)


_APPEND: Mapping[str, Callable[[WeightsFile, Part, Floats], dict[str, Stored]]] = {
    FP32_FILE: _append_fp32,
    FP16_FILE: _append_fp16,
    INT8_FILE: _append_int8,
    BLOCKS8_FILE: _append_blocks8,
    BLOCKS4_FILE: _append_blocks4,
}


def _as_read(part: Part, array: Floats) -> Floats:
    return array.T if part.kind == "linear" else array


def codes_name(weight: str) -> str:
    return f"{weight}.codes"


def scales_name(weight: str) -> str:
    return f"{weight}.scales"


def zeros_name(weight: str) -> str:
    return f"{weight}.zeros"


def _read(weights: Weights, part: Part) -> Floats:
    arrays = []
    for name, shape in part.sources.items():
        if name not in weights:
            raise ImportFailed(f"The checkpoint has no weight {name}; its architecture needs one.")
        array = weights[name]
        if array.shape != shape:
            raise ImportFailed(
                f"The weight {name} has shape {array.shape}; its architecture needs {shape}."
            )
        arrays.append(array.astype(np.float32, copy=False))
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _rotary(config: ModelConfig) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Cosines and sines (C, d/2) of rotary positions (RoPE), of each table that a layer has."""
    tables = dict.fromkeys(config.rotary_table(layer) for layer in range(config.layers))
    for name, frequencies in (
        ("rotary", config.frequencies),
        ("rotary_local", config.local_frequencies),
    ):
        if name in tables:
            # Computed in float64, some rows at a time: a long context's are half a gigabyte
            # as it is.
            for kind, turn in (("cos", np.cos), ("sin", np.sin)):
                table = np.empty((config.context, len(frequencies)), np.float32)
                for first in range(0, config.context, _ROWS):
                    rows = np.arange(first, min(first + _ROWS, config.context))
                    table[first : first + _ROWS] = turn(np.outer(rows, np.array(frequencies)))
                yield f"{name}.{kind}", table


def _sinusoids(config: ModelConfig) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """(C, D), sine and cosine in turn (Vaswani et al. 2017, section 3.5), computed in float64."""
    if config.positions != "sinusoidal":
        return
    angles = np.outer(np.arange(config.context), config.frequencies)
    table = np.stack([np.sin(angles), np.cos(angles)], axis=2)
    yield SINUSOIDS, table.reshape(config.context, config.width).astype(np.float32)
