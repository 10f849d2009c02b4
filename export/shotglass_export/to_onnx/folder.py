"""A checkpoint becomes a model folder: weights, graphs, tokenizer, checks, manifest."""

from __future__ import annotations

import hashlib
import json
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path

import onnx

from shotglass.contract import (
    MANIFEST,
    MANIFEST_ROOM,
    TOKENIZER,
    FileEntry,
    GraphKind,
    Manifest,
)
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.seen import EXPORTS, remember

from ..checkpoint import Checkpoint
from ..progress import Report, silent
from .check import Findings, Tolerances, check_agreement
from .layout import OPTIONAL, Layout, Storage, layout, task
from .publication import publication
from .reading import READING_FILE, write_reading_weights
from .store import FP16_FILE, write_weights
from .structure import check_structure

_BEYOND_HALF = "a weight is beyond what fp16 holds"


def write_folder(
    checkpoint: Checkpoint,
    target: Path,
    *,
    storage: Storage = "full",
    fp16: bool = False,
    texts: Mapping[str, str] | None = None,
    tolerances: Tolerances | None = None,
    report: Report = silent,
) -> Manifest:
    """Write and check the folder ``target``, whose name is the model's id; all of it or nothing.

    An existing folder is replaced. ``fp16`` adds the graph for GPUs, ``texts`` are more files to
    keep in it, by name. Raises ImportFailed when the checkpoint cannot be written or a graph strays
    from the others by more than ``tolerances``; one of ``layout.OPTIONAL`` is left out, then.
    """
    checked_text(_manifest(checkpoint, target.name, {}, {}, Findings({}, {})))  # before the work
    with publication(target) as building:
        for name, text in (texts or {}).items():
            (building / name).write_text(text, encoding="utf-8")
        planned = write_graphs(checkpoint, building, report, storage, fp16=fp16)
        _check_structures(planned, building, report)
        limits = tolerances or Tolerances()
        entries = {kind: graph.entry for kind, graph in planned.items()}
        findings = check_agreement(building, checkpoint.config, entries, limits, report)
        unwritten = layout(checkpoint.config, storage, fp16=fp16).keys() - planned.keys()
        findings.quality.update({kind: {"left_out": _BEYOND_HALF} for kind in unwritten})
        _leave_out(planned, building, findings, limits)
        report("Writing the manifest", 0.0)
        files = {path.name: file_entry(path) for path in sorted(building.iterdir())}
        manifest = _manifest(checkpoint, target.name, planned, files, findings)
        (building / MANIFEST).write_text(checked_text(manifest), encoding="utf-8")
    for what in ("", EXPORTS):  # every graph is of our making and has run
        remember(manifest, what)
    return manifest


def write_graphs(
    checkpoint: Checkpoint,
    folder: Path,
    report: Report,
    storage: Storage = "full",
    *,
    fp16: bool = False,
) -> Layout:
    """Write tokenizer, weights and graphs into ``folder``, unchecked; returns the graphs.

    The one for browsers is left out where fp16 cannot hold a weight. Raises ImportFailed.
    """
    planned = layout(checkpoint.config, storage, fp16=fp16)
    tokenizer = json.dumps(checkpoint.tokenizer, ensure_ascii=False)
    (folder / TOKENIZER).write_text(tokenizer, encoding="utf-8")
    config, weights = checkpoint.config, checkpoint.weights
    files = dict.fromkeys(name for graph in planned.values() for name in graph.weights)
    standard = [name for name in files if name != READING_FILE]
    optional = [FP16_FILE] if storage == "full" and not fp16 else []
    tensors = write_weights(config, weights, folder, standard, report, optional)
    if FP16_FILE in optional and FP16_FILE not in tensors:
        planned.pop("web", None)
    for kind, graph in planned.items():
        if kind == "reading":  # the fp32 graph, which comes before it, tells what is rounded how
            report("Measuring activations", 0.0)
            tensors[READING_FILE] = write_reading_weights(config, weights, folder)
        own = ChainMap(*(dict(tensors[name]) for name in reversed(graph.weights)))
        onnx.save(graph.build(config, own), folder / graph.file)
    return planned


def _leave_out(planned: Layout, folder: Path, findings: Findings, limits: Tolerances) -> None:
    """Drop the graphs that a model need not have, where they stray; what was measured stays."""
    for kind in OPTIONAL:
        if kind in planned and not limits.allow(kind, findings.quality[kind]):
            _drop(planned, kind, folder)


def _drop(planned: Layout, kind: GraphKind, folder: Path) -> None:
    """The graph, and the weights that no other one reads."""
    dropped = planned.pop(kind)
    needed = {name for graph in planned.values() for name in graph.weights}
    for name in {dropped.file, *dropped.weights} - needed:
        (folder / name).unlink()


def _check_structures(planned: Layout, folder: Path, report: Report) -> None:
    for index, graph in enumerate(planned.values()):
        report("Checking graphs", index / len(planned))
        check_structure(folder / graph.file, graph.inputs, graph.outputs)


def checked_text(manifest: Manifest) -> str:
    """What ``manifest.json`` holds. Raises ImportFailed for what the library would refuse."""
    try:
        text = manifest.to_json()
        Manifest.from_json(text)
    except (ModelFolderError, ValueError, RecursionError) as error:
        raise ImportFailed(f"The model's own facts are not usable: {error}") from error
    if (size := len(text.encode())) > MANIFEST_ROOM:
        raise ImportFailed(
            f"The model's {MANIFEST} would have {size:,} bytes; {MANIFEST_ROOM:,} at most are "
            "read: its chat template, notes or provenance are too long."
        )
    return text


def _manifest(
    checkpoint: Checkpoint,
    id: str,
    planned: Layout,
    files: Mapping[str, FileEntry],
    findings: Findings,
) -> Manifest:
    card = checkpoint.card
    return Manifest(
        id=id,
        name=card.name,
        task=task(checkpoint.config),
        architecture=checkpoint.config,
        graphs={kind: graph.entry for kind, graph in planned.items()},
        files=files,
        start_id=card.start_id,
        stop_ids=card.stop_ids,
        licence=card.licence,
        languages=card.languages,
        chat_template=card.chat_template,
        notes=card.notes,
        provenance=card.provenance,
        parity=findings.parity,
        quality=findings.quality,
    )


def file_entry(path: Path) -> FileEntry:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(path.stat().st_size, digest)
