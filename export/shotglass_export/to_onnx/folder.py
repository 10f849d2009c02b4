"""A checkpoint becomes a model folder: weights, graphs, tokenizer, checks, manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import onnx

from shotglass.contract import MANIFEST, TOKENIZER, FileEntry, Manifest

from ..checkpoint import Checkpoint
from ..progress import Report, silent
from .check import Findings, Tolerances, check_agreement
from .layout import Layout, Storage, layout, task
from .publication import publication
from .store import write_weights
from .structure import check_structure


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
    from the others by more than ``tolerances``.
    """
    planned = layout(checkpoint.config, storage, fp16=fp16)
    with publication(target) as building:
        for name, text in (texts or {}).items():
            (building / name).write_text(text, encoding="utf-8")
        write_graphs(checkpoint, building, report, storage, fp16=fp16)
        _check_structures(planned, building, report)
        limits = tolerances or Tolerances()
        entries = {kind: graph.entry for kind, graph in planned.items()}
        findings = check_agreement(building, checkpoint.config, entries, limits, report)
        report("Writing the manifest", 0.0)
        manifest = _manifest(checkpoint, target.name, planned, building, findings)
        (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def write_graphs(
    checkpoint: Checkpoint,
    folder: Path,
    report: Report,
    storage: Storage = "full",
    *,
    fp16: bool = False,
) -> None:
    """Write tokenizer, weights and graphs into ``folder``, unchecked. Raises ImportFailed."""
    config = checkpoint.config
    planned = layout(config, storage, fp16=fp16)
    tokenizer = json.dumps(checkpoint.tokenizer, ensure_ascii=False)
    (folder / TOKENIZER).write_text(tokenizer, encoding="utf-8")
    files = dict.fromkeys(graph.weights for graph in planned.values())
    tensors = write_weights(config, checkpoint.weights, folder, files, report)
    for graph in planned.values():
        onnx.save(graph.build(config, tensors[graph.weights]), folder / graph.file)


def _check_structures(planned: Layout, folder: Path, report: Report) -> None:
    for index, graph in enumerate(planned.values()):
        report("Checking graphs", index / len(planned))
        check_structure(folder / graph.file, graph.inputs, graph.outputs)


def _manifest(
    checkpoint: Checkpoint, id: str, planned: Layout, folder: Path, findings: Findings
) -> Manifest:
    card = checkpoint.card
    return Manifest(
        id=id,
        name=card.name,
        task=task(checkpoint.config),
        architecture=checkpoint.config,
        graphs={kind: graph.entry for kind, graph in planned.items()},
        files={path.name: file_entry(path) for path in sorted(folder.iterdir())},
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
