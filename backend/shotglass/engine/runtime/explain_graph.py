"""A model's explain graph, run beside the generating: what its layers compute for a whole text.

It is computed in fp32 whatever precision the texts are written in.

Each run loads the part of the graph that leads to what is asked for, and unloads it; between runs
nothing is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence

import numpy as np

from ...errors import ModelFolderError, NotFound
from ..library import ModelFolder
from .intervened_graph import head_outputs, intervened
from .interventions import NO_INTERVENTIONS, Interventions
from .pruning import prune
from .sealed_files import SealedFiles
from .session import Floats, run_once

GRAPH = "explain"


class Capture:
    """Thread-safe; one run at a time, which bounds the memory."""

    def __init__(self, folder: ModelFolder, threads: int) -> None:
        self._folder, self._threads = folder, threads
        self._lock = threading.Lock()
        self._model: bytes | None = None  # the graph without weights, once it has been checked
        self._seal: SealedFiles | None = None  # of the files that were checked

    def run(
        self,
        ids: Sequence[int],
        names: Collection[str],
        lens_rows: Sequence[int] = (),
        interventions: Interventions = NO_INTERVENTIONS,
    ) -> dict[str, Floats]:
        """The outputs ``names`` of ``contract.explain_outputs`` for ids (S,), S >= 1, B = 1, and
        ``heads.i``, what the heads of layer i give to its output map (1, H, S, d). All are as the
        ``interventions`` leave them, but for ``scores``, which ``attention_bias`` is not in.

        Raises InvalidRequest for interventions that do not fit the model or the text, NotFound for
        a model without this graph, ModelFolderError for damaged files or a graph of another make,
        and NotReady where the files are those of another import by now.
        """
        config = self._folder.manifest.architecture
        changes = interventions.feeds(config, len(ids))
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "lens_rows": np.array(lens_rows, np.int64),
            **changes,
        }
        with self._lock:
            model, seal = self._checked()
            try:
                if changes or any(spec.name in names for spec in head_outputs(config)):
                    model = intervened(model, config, changes)
                part = prune(model, names)
            except ValueError as error:
                raise ModelFolderError(f"{GRAPH}.onnx is no model: {error}") from error
            folder, require = self._folder.path, seal.require
            with seal.kept_whole():
                found = run_once(
                    part, f"{GRAPH}.onnx", folder, feeds, self._threads, loaded=require
                )
                if fault := seal.fault:  # a weight that was written to meanwhile may have been read
                    raise ModelFolderError(fault)
            return found

    def _checked(self) -> tuple[bytes, SealedFiles]:
        """The graph file. Digests are compared before its first use, and when other files lie in
        the places of those that were."""
        manifest = self._folder.manifest
        if GRAPH not in manifest.graphs:
            raise NotFound(
                f"{manifest.id} has no {GRAPH} graph, so its inside cannot be shown: import it "
                "again."
            )
        if self._model is None or self._seal is None or not self._seal.in_place:
            entry = manifest.graphs[GRAPH]
            self._seal = self._folder.sealed([entry.file, *entry.weights])
            self._model = self._folder.file(entry.file).read_bytes()
            self._seal.require()
        return self._model, self._seal
