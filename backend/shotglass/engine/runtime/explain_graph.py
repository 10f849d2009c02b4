"""A model's explain graph, run beside the generating: what its layers compute for a whole text.

It is computed in fp32 whatever precision the texts are written in.

A run loads the part of the graph that leads to what is asked for, and unloads it; so does a series
of runs. In between nothing is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from ...errors import ModelFolderError, NotFound
from ..library import ModelFolder
from .graph_edits.inputs_and_outputs import prune
from .graph_edits.intervened_graph import head_outputs, intervened
from .graph_edits.jacobian_lens import JACOBIAN_LENS, with_jacobian_lens
from .graph_edits.middle_lens import MIDDLE_LENS, with_middle_lens
from .graph_edits.traced_graph import (
    FINAL_STATES,
    FLAT,
    PREFIX,
    traced,
    value_outputs,
    with_final_states,
    with_values,
)
from .graph_edits.weight_rows import (
    BIASES,
    INDICES,
    ROWS,
    directed,
    direction_input,
    packed,
    weight_rows,
)
from .interventions import NO_INTERVENTIONS, Interventions
from .sealed_files import SealedFiles
from .session import AnyArray, Floats, MappedSession

GRAPH = "explain"
NO_MAPS: Mapping[str, AnyArray] = {}
LONGEST = 512  # tokens of a text whose attention is looked at


class Capture:
    """Thread-safe; one run at a time, which bounds the memory."""

    def __init__(self, folder: ModelFolder, threads: int) -> None:
        self.folder, self.threads = folder, threads
        self.lock = threading.RLock()
        self._model: bytes | None = None  # the graph without weights, once it has been checked
        self._seal: SealedFiles | None = None  # of the files that were checked
        self._open: set[Series] = set()
        self.times: dict[tuple[str, ...], tuple[float, float]] = {}  # by outputs: load, a token

    def run(
        self,
        ids: Sequence[int],
        names: Collection[str],
        lens_rows: Sequence[int] = (),
        interventions: Interventions = NO_INTERVENTIONS,
        lens_maps: Mapping[str, AnyArray] = NO_MAPS,
    ) -> dict[str, Floats]:
        """The outputs ``names`` of ``contract.explain_outputs`` for ids (S,), S >= 1, B = 1, and
        those of ``intervened_graph.head_outputs``, of ``traced_graph.value_outputs``,
        ``traced_graph.FINAL_STATES``, ``middle_lens`` and ``jacobian_lens``, which reads
        ``lens_maps``, by ``jacobian_inputs``. All are as the ``interventions`` leave
        them, but for ``scores``, which ``attention_bias`` is not in.

        Raises InvalidRequest for interventions that do not fit the model or the text, NotFound for
        a model without this graph, ModelFolderError for damaged files or a graph of another make,
        and NotReady where the files are those of another import by now.
        """
        with self.lock, self.series(names) as series:
            return series.run(ids, lens_rows, interventions, lens_maps)

    def trace(self, ids: Sequence[int], layer: int) -> dict[str, Floats]:
        """The numbers on the way through a layer for ids (S,), by the names of
        ``traced_graph.traced``; queries as (H, S, d). Raises as ``run`` does."""
        config = self.folder.manifest.architecture
        outputs = self._run_part(lambda model: traced(model, config, layer), ids, {})
        numbers: dict[str, Floats] = {}
        for name, array in outputs.items():
            own = name.removeprefix(PREFIX)
            whole = own in FLAT or own.endswith((".weight", ".bias"))
            numbers[own] = array if whole else array[0]  # without the axis of texts
        if "query" in numbers:
            numbers["query"] = numbers["query"].reshape(config.heads, len(ids), config.head_size)
        return numbers

    def weight_rows(self, name: str, indices: Sequence[int]) -> tuple[Floats, Floats | None]:
        """Returns the rows ``indices`` (N,) of one of ``weight_rows.matrices`` as (N, in) float32,
        and the biases (N,) that belong to them, None where it has none. Raises as ``run`` does."""
        config = self.folder.manifest.architecture
        first = packed(config, name)[1]
        feeds = {INDICES.name: np.array(indices, np.int64) + first}
        outputs = self._run_part(lambda model: weight_rows(model, config, name), [0], feeds)
        return outputs[ROWS], outputs.get(BIASES)

    def directed(self, direction: Floats) -> dict[str, Floats]:
        """Returns the outputs of ``weight_rows.directed`` by name for a direction (D,) float32.
        Raises as ``run`` does."""
        config = self.folder.manifest.architecture
        feeds = {direction_input(config).name: direction[:, None]}
        return self._run_part(lambda model: directed(model, config), [0], feeds)

    def _run_part(
        self,
        part: Callable[[bytes], bytes],
        ids: Sequence[int],
        feeds: Mapping[str, AnyArray],
    ) -> dict[str, Floats]:
        """Returns all outputs of the graph that ``part`` makes, which is loaded and unloaded."""
        with self.lock:
            model, seal = self.checked()
            try:
                graph = part(model)
            except ValueError as error:
                raise ModelFolderError(f"{GRAPH}.onnx is no model: {error}") from error
            with seal.kept_whole():
                session = MappedSession(graph, f"{GRAPH}.onnx", self.folder.path, self.threads)
                try:
                    return _run(session, seal, ids, (), feeds)
                finally:
                    session.close()

    @contextmanager
    def series(self, names: Collection[str]) -> Iterator[Series]:
        """Opens a series of runs that ask for the same outputs ``names``. Other runs may come in
        between, so that nobody waits for a whole series; the memory of a run is kept to the end of
        the series."""
        series = Series(self, names)
        self._open.add(series)
        try:
            yield series
        finally:
            self._open.discard(series)
            series.close()

    def unload(self) -> None:
        """Give back the memory of all series that are open: the next run of each loads its graph
        again."""
        with self.lock:
            for series in list(self._open):
                series.close()

    def checked(self) -> tuple[bytes, SealedFiles]:
        """The graph file. Digests are compared before its first use, and when other files lie in
        the places of those that were."""
        manifest = self.folder.manifest
        if GRAPH not in manifest.graphs:
            raise NotFound(
                f"{manifest.id} has no {GRAPH} graph, so its inside cannot be shown: import it "
                "again."
            )
        if self._model is None or self._seal is None or not self._seal.in_place:
            entry = manifest.graphs[GRAPH]
            self._seal = self.folder.sealed([entry.file, *entry.weights])
            self._model = self.folder.file(entry.file).read_bytes()
            self._seal.require()
        return self._model, self._seal


class Series:
    """Use ``Capture.series``. The graph is loaded by the first run, and anew only for interventions
    with other inputs, or other files."""

    def __init__(self, capture: Capture, names: Collection[str]) -> None:
        self._capture, self._names = capture, names
        self._session: MappedSession | None = None
        self._of: tuple[SealedFiles, frozenset[str]] | None = None  # the session: files and inputs

    def run(
        self,
        ids: Sequence[int],
        lens_rows: Sequence[int] = (),
        interventions: Interventions = NO_INTERVENTIONS,
        lens_maps: Mapping[str, AnyArray] = NO_MAPS,
    ) -> dict[str, Floats]:
        """Runs as ``Capture.run`` does."""
        changes = interventions.feeds(self._capture.folder.manifest.architecture, len(ids))
        with self._capture.lock:
            model, seal = self._capture.checked()
            with seal.kept_whole():
                session = self._loaded(model, seal, frozenset(changes))
                return _run(session, seal, ids, lens_rows, {**changes, **lens_maps})

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = self._of = None

    def _loaded(self, model: bytes, seal: SealedFiles, inputs: frozenset[str]) -> MappedSession:
        if self._session is not None and self._of == (seal, inputs):
            return self._session
        self.close()
        folder = self._capture.folder
        config, file = folder.manifest.architecture, f"{GRAPH}.onnx"
        try:
            further = {MIDDLE_LENS, *(spec.name for spec in head_outputs(config))}
            if inputs or not further.isdisjoint(self._names):
                model = intervened(model, config, inputs)
            if MIDDLE_LENS in self._names:
                model = with_middle_lens(model, config)
            if JACOBIAN_LENS in self._names:
                model = with_jacobian_lens(model, config)
            for layer in range(config.layers):
                if any(spec.name in self._names for spec in value_outputs(config, layer)):
                    model = with_values(model, config, layer)
            if FINAL_STATES in self._names:
                model = with_final_states(model, config)
            part = prune(model, self._names)
        except ValueError as error:
            raise ModelFolderError(f"{file} is no model: {error}") from error
        self._session = MappedSession(part, file, folder.path, self._capture.threads)
        self._of = seal, inputs
        return self._session


def _run(
    session: MappedSession,
    seal: SealedFiles,
    ids: Sequence[int],
    lens_rows: Sequence[int],
    feeds: Mapping[str, AnyArray],
) -> dict[str, Floats]:
    """Returns all outputs of the session for one text, with further inputs ``feeds``. Raises as
    ``Capture.run`` does where the files changed."""
    whole = {
        "input_ids": np.array([ids], np.int64),
        "lens_rows": np.array(lens_rows, np.int64),
        **feeds,
    }
    seal.require()  # nothing has been run over files that were exchanged meanwhile
    outputs = session.run(whole)
    if fault := seal.fault:  # a weight that was written to meanwhile may have been read
        raise ModelFolderError(fault)
    return outputs
