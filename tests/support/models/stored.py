"""The weights of a model folder as its portable graph stores them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from shotglass.architecture import weight_shapes
from shotglass.contract import Manifest
from shotglass_export.to_onnx.weights.store import parts


def stored_weights(folder: Path, manifest: Manifest) -> dict[str, NDArray[np.float32]]:
    """The canonical weights, read back from what the graphs read."""
    graph = onnx.load(folder / manifest.graphs["portable"].file).graph
    stored = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    shapes, weights = weight_shapes(manifest.architecture), {}
    for part in parts(manifest.architecture):
        array = stored[part.name].astype(np.float32)
        array = array.T if part.kind == "linear" else array
        ends = np.cumsum([shapes[name][0] for name in part.sources])[:-1]
        weights |= dict(zip(part.sources, np.split(array, ends), strict=True))
    return weights
