"""Weights of ``reading.onnx`` and ``writing.onnx``, which the server runs where whole numbers
predict as well as blocks do: the layers' matrices as ``per_token`` multiplies them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass.text.tokenizer import Tokenizer

from ..checkpoint import Floats, Weights
from .activations import largest_read
from .per_token import column_scales_name, columns_name
from .smoothing import factors, in_columns, smoothed_sites
from .store import Part, Tensors, packed
from .weights_file import Stored, WeightsFile

READING_FILE = "weights.reading.bin"
TEXT = "calibration_text.txt"
_WINDOW = 256  # tokens seen at once

Ids = NDArray[np.int64]


def write_reading_weights(config: ModelConfig, weights: Weights, folder: Path) -> Tensors:
    """Write READING_FILE; ``folder`` has the fp32 graph, which tells how large activations get.

    What is returned stands beside the 8-bit tensors, and before them where both have a name.
    """
    largest = largest_read(folder / "native-fp32.onnx", config, list(_windows(folder, config)))
    norms = dict(smoothed_sites(config))
    made: dict[str, Stored] = {}
    divided: dict[str, Floats] = {}
    with WeightsFile(folder / READING_FILE) as file:
        for part, array in packed(config, weights):
            linear, matrix = part.name.removesuffix(".weight"), array.T
            if not _in_columns(part):
                continue
            if linear in norms:
                by = divided[norms[linear]] = factors(largest[linear], matrix)
                matrix = matrix * by[:, None]
            codes, scales = in_columns(matrix)
            made[columns_name(linear)] = file.append(linear, codes)
            made[column_scales_name(linear)] = file.append(linear, scales)
        for name, norm in _smoothed(weights, divided):
            made[name] = file.append(name, norm)
    return made


def _in_columns(part: Part) -> bool:
    return part.kind == "linear" and part.name.startswith("layers.")


def _smoothed(weights: Weights, divided: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    """Weights, and biases if there are any, of norms whose channels are divided."""
    for norm, by in divided.items():
        for name in (f"{norm}.weight", f"{norm}.bias"):
            if name in weights:
                yield name, weights[name].astype(np.float32) / by


def _windows(folder: Path, config: ModelConfig) -> Iterator[Ids]:
    """The calibration text; where the tokenizer knows none of it, all tokens there are."""
    text = resources.files(__package__).joinpath(TEXT).read_text(encoding="utf-8")
    found = Tokenizer.load(folder / "tokenizer.json").encode(text)
    ids = np.array(found or range(config.vocabulary), np.int64) % config.vocabulary
    size = min(_WINDOW, config.context)
    ids = np.resize(ids, max(len(ids), size))
    for start in range(0, len(ids) - size + 1, size):
        yield ids[start : start + size]
