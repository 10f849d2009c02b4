"""Imports folders that transformers wrote, without torch, and compares what they say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from support.models.tiny_hf import TEXT, Written

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass_export.importers.hf import read_hf_folder
from shotglass_export.to_onnx.checks.graph_runs import MaskedRun, NativeRun, PortableRun
from shotglass_export.to_onnx.weights.store import FP32_FILE, parts

ALONE = Path(__file__).parents[2] / "system/export/importers/hf/importing_alone.py"
MOST = 1e-4  # in a logit


def imported(root: Path, written: Sequence[Written]) -> list[tuple[Written, Path]]:
    """Each with its model folder, which a process without torch has made."""
    command = [sys.executable, ALONE, root / "hf", root / "models"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr
    return [(each, root / "models" / each.folder.name) for each in written]


def difference(written: Written, folder: Path) -> float:
    """The largest between their logits and ours: at once, with a cache, and token by token."""
    config = read_hf_folder(written.folder).config
    ids = np.random.default_rng(0).integers(0, config.vocabulary, TEXT)
    expected = written.logits(ids)
    portable = folder / "portable.onnx"
    if config.bidirectional:
        found = [MaskedRun(portable).logits(ids), MaskedRun(portable).logits(ids, 3)]
    else:
        runs = PortableRun(portable, config), NativeRun(folder / "native-fp32.onnx")
        cuts: tuple[Sequence[int], ...] = (), (0, 8, TEXT), range(TEXT + 1)
        found = [run.logits(ids, cut) for run in runs for cut in cuts]
    return max(float(np.abs(logits - expected).max()) for logits in found)


def bits(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array).view(np.uint32)


def read_back(folder: Path, config: ModelConfig) -> Mapping[str, np.ndarray]:
    """Canonical weights out of weights.fp32.bin, by where portable.onnx says they are."""
    data, shapes = (folder / FP32_FILE).read_bytes(), weight_shapes(config)
    graph = onnx.load(folder / "portable.onnx", load_external_data=False).graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    found: dict[str, np.ndarray] = {}
    for part in parts(config):
        where = {entry.key: entry.value for entry in stored[part.name].external_data}
        start, length = int(where["offset"]), int(where["length"])
        array = np.frombuffer(data[start : start + length], "<f4").reshape(stored[part.name].dims)
        array = np.ascontiguousarray(array.T if part.kind == "linear" else array)
        cuts = np.cumsum([shapes[source][0] for source in part.sources])[:-1]
        found |= dict(zip(part.sources, np.split(array, cuts), strict=True))
    return found
