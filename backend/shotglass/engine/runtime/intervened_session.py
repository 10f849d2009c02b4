"""An explain graph with changes inside, run token by token over a cache as ``Session`` runs a
generating graph: what is written under interventions is written by the graph that shows them.

It computes in fp32 on the processor, one row at a time, over weights that are mapped and not
packed, and its memory goes when it is let go of.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from ...architecture import ModelConfig
from ...errors import ModelFolderError
from .explain_graph import GRAPH, Capture
from .graph_edits.cached_graph import LOGITS, PAST, ROWS, cache_inputs, cache_outputs, cached
from .graph_edits.inputs_and_outputs import prune
from .graph_edits.intervened_graph import intervened
from .interventions import Interventions
from .kv_cache import HostPool
from .sealed_files import SealedFiles
from .session import (
    AnyArray,
    Floats,
    Ids,
    Lengths,
    Logits,
    MappedSession,
    RunCancellation,
    RunCancelled,
    Session,
)


class IntervenedSession(Session):
    """Rows are computed each by itself. The graph is loaded by the first run, and again by the next
    one after ``let_go`` or where the files were exchanged."""

    several_prompts = False
    one_by_one = True

    def __init__(self, capture: Capture, pool: HostPool, changes: Interventions) -> None:
        self._capture, self._pool, self._changes = capture, pool, changes
        self._config: ModelConfig = capture.folder.manifest.architecture
        self._loaded: tuple[SealedFiles, MappedSession] | None = None
        self._running = threading.Lock()
        self.computed = {"prompt": 0, "written": 0}

    def run(
        self,
        first_slot: int,
        ids: Ids,
        past: Lengths,
        rows: Ids,
        cancellation: RunCancellation | None = None,
        lengths: Lengths | None = None,
    ) -> Logits:
        """Runs as ``Session.run`` does. A run that was cancelled before it began is not begun.
        Raises what ``Capture.run`` raises, too."""
        new = ids.shape[1]
        logits = [
            self._run_row(first_slot + row, own, int(past[row]), rows[rows // new == row] % new)
            for row, own in enumerate(ids)
            if cancellation is None or not cancellation.options.terminate
        ]
        if len(logits) < len(ids):
            raise RunCancelled
        return np.concatenate(logits)

    @contextmanager
    def let_go(self) -> Iterator[None]:
        """Nothing runs inside, and no memory is held but that of the cache."""
        with self._running:
            self.close()
            yield

    def _run_row(self, slot: int, ids: Ids, past: int, rows: Ids) -> Floats:
        tokens = past + len(ids)
        changes = self._changes.part_feeds(self._config, past, tokens)
        feeds: dict[str, AnyArray] = {
            "input_ids": ids[None],
            "lens_rows": np.zeros(0, np.int64),
            PAST.name: np.array(past, np.int64),
            ROWS.name: rows,
            **changes,
        }
        own = [view[:, :, :, : self._config.head_size] for _, view in self._pool.views(slot, 1)]
        for spec, view in zip(cache_inputs(self._config), own, strict=True):
            feeds[spec.name] = view[:, :, :past]
        with self._running, self._capture.lock:
            outputs = self._outputs(feeds, frozenset(changes))
        for spec, view in zip(cache_outputs(self._config), own, strict=True):
            view[:, :, past:tokens] = outputs[spec.name]
        self.computed["prompt" if len(ids) > 1 else "written"] += len(ids)
        return outputs[LOGITS]

    def _outputs(self, feeds: dict[str, AnyArray], inputs: frozenset[str]) -> dict[str, AnyArray]:
        model, seal = self._capture.checked()
        with seal.kept_whole():
            if self._loaded is None or self._loaded[0] is not seal:
                self.close()
                self._loaded = seal, self._load(model, inputs)
            seal.require()  # as in ``explain_graph``
            outputs = self._loaded[1].run(feeds)
            if fault := seal.fault:
                raise ModelFolderError(fault)
            return outputs

    def _load(self, model: bytes, inputs: frozenset[str]) -> MappedSession:
        folder, file = self._capture.folder, f"{GRAPH}.onnx"
        names = [LOGITS, *(spec.name for spec in cache_outputs(self._config))]
        try:
            part = cached(model, self._config)
            part = prune(intervened(part, self._config, inputs), names)
        except ValueError as error:
            raise ModelFolderError(f"{file} is no model: {error}") from error
        return MappedSession(part, file, folder.path, self._capture.threads)

    def close(self) -> None:
        """Give the graph's memory back. May be called again."""
        if self._loaded is not None:
            self._loaded[1].close()
            self._loaded = None
