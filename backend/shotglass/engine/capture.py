"""A model's explain graph, run beside the generating: what its layers compute for a whole text.

It is computed in fp32 whatever precision the texts are written in.

Each run loads the part of the graph that leads to what is asked for, and unloads it; between runs
nothing is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence

import numpy as np

from ..errors import ModelFolderError, NotFound
from .library import ModelFolder
from .pruning import prune
from .session import Floats, run_once

GRAPH = "explain"


class Capture:
    """Thread-safe; one run at a time, which bounds the memory."""

    def __init__(self, folder: ModelFolder, threads: int) -> None:
        self._folder, self._threads = folder, threads
        self._lock = threading.Lock()
        self._model: bytes | None = None  # the graph without weights, once it has been checked

    def run(
        self, ids: Sequence[int], names: Collection[str], lens_rows: Sequence[int] = ()
    ) -> dict[str, Floats]:
        """The outputs ``names`` of ``contract.explain_outputs`` for ids (S,), S >= 1, B = 1.

        Raises NotFound for a model without this graph, ModelFolderError for damaged files.
        """
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "lens_rows": np.array(lens_rows, np.int64),
        }
        with self._lock:
            model = self._checked()
            try:
                part = prune(model, names)
            except ValueError as error:
                raise ModelFolderError(f"{GRAPH}.onnx is no model: {error}") from error
            return run_once(part, f"{GRAPH}.onnx", self._folder.path, feeds, self._threads)

    def _checked(self) -> bytes:
        """The graph file; digests are compared before its first use."""
        if self._model is None:
            manifest = self._folder.manifest
            if GRAPH not in manifest.graphs:
                raise NotFound(
                    f"{manifest.id} has no {GRAPH} graph, so its inside cannot be shown: import "
                    "it again."
                )
            entry = manifest.graphs[GRAPH]
            self._folder.verify([entry.file, *entry.weights])
            self._model = self._folder.file(entry.file).read_bytes()
        return self._model
