"""The content of a file of weights: read as an import reads it, and run as a portable graph."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import onnx

from ..checkpoint import Checkpoint
from ..progress import silent
from ..to_onnx.checks.graph_runs import MaskedRun, PortableRun
from ..to_onnx.graphs.portable import build_masked, build_portable
from ..to_onnx.weights.store import FP32_FILE, write_weights
from .format import GraphRun


def read_back(checkpoint: Checkpoint) -> GraphRun:
    """Reads the weights back. Their graph lies in a folder that is gone when the run is."""
    config = checkpoint.config
    folder = Path(mkdtemp(prefix="shotglass-read-back-"))
    build = build_masked if config.bidirectional else build_portable
    tensors = write_weights(config, checkpoint.weights, folder, [FP32_FILE], silent)[FP32_FILE]
    graph = folder / "portable.onnx"
    onnx.save(build(config, tensors), graph)
    run = MaskedRun(graph) if config.bidirectional else PortableRun(graph, config)
    finalize(run, rmtree, folder, ignore_errors=True)
    return run
