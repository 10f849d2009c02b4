"""A graph is added to a model folder: made of the folder's own weights, checked, and moved in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from shotglass.contract import MANIFEST, RETIRED_FILES, GraphKind, Manifest
from shotglass.errors import ImportFailed
from shotglass.machine.verified_models import EXPORTS, is_seen, remember
from shotglass.precisions import ADDITIONS, Addition, addition_fault

from .formats.source import Source, read_manifest
from .progress import Report, silent
from .to_onnx.checks.parity import Tolerances, check_rounding
from .to_onnx.folder import check_structures, file_entry, write_graphs
from .to_onnx.layout import Layout, addable
from .to_onnx.publication import addition


def add_graph(
    folder: Path, name: Addition, report: Report = silent, *, tolerances: Tolerances | None = None
) -> Manifest:
    """Make the graph ``name`` in the model ``folder`` and check it there; returns the manifest that
    lists it. One that is there and in order is left alone.

    The folder changes at the very end, its manifest last. Raises ImportFailed for a model that
    cannot have the graph, a graph that strays from fp32 by more than ``tolerances``, and a folder
    that cannot be written; ModelFolderError for one that is not in order.
    """
    kind = ADDITIONS[name]
    if fault := addition_fault(read_manifest(folder), name):
        raise ImportFailed(fault)
    with addition(folder) as building:
        source = Source.open(folder, report)
        if _is_made(folder, source.manifest, kind):
            return source.manifest
        manifest = _made(source, kind, building, tolerances or Tolerances(), report)
        report("Writing the manifest", 0.0)
        (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    for what in ("", EXPORTS):  # what was there has run before, and what is new has just run
        if is_seen(source.manifest, what):
            remember(manifest, what)
    for retired in RETIRED_FILES:  # what earlier versions wrote and no manifest lists any more
        with suppress(OSError):
            (folder / retired).unlink()
    return manifest


def _is_made(folder: Path, manifest: Manifest, kind: GraphKind) -> bool:
    """Whether the graph is listed, and its files are those that were made."""
    graph = manifest.graphs.get(kind)
    if graph is None:
        return False
    paths = {name: folder / name for name in (graph.file, *graph.weights)}
    return all(
        path.is_file() and file_entry(path) == manifest.files[name] for name, path in paths.items()
    )


def _made(
    source: Source, kind: GraphKind, building: Path, tolerances: Tolerances, report: Report
) -> Manifest:
    """The manifest with the graph; only what the folder lacks is left in ``building``."""
    config, manifest = source.config, source.manifest
    graph = addable(config, "half" if source.half else "full")[kind]
    planned: Layout = {kind: graph}
    write_graphs(config, source.weights, planned, building, report)
    check_structures(planned, building, report)
    path = building / graph.file
    measured = check_rounding(source.folder, config, kind, path, tolerances, report)
    files = {path.name: file_entry(path) for path in sorted(building.iterdir())}
    others = [graph for other, graph in manifest.graphs.items() if other != kind]
    read = {name for graph in others for name in (graph.file, *graph.weights)}
    for name in files.keys() & read:  # what other graphs read already
        if manifest.files[name] != files[name]:
            raise ImportFailed(
                f"{manifest.id}/{name} was written by another version, and other graphs read it: "
                "import the model again with --force."
            )
        (building / name).unlink()
    return replace(
        manifest,
        graphs={**manifest.graphs, kind: graph.entry},
        files=dict(sorted({**manifest.files, **files}.items())),
        quality={**manifest.quality, kind: measured},
    )
