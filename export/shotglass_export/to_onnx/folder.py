"""A checkpoint becomes a model folder: weights, graphs, tokenizer, checks, manifest."""

from __future__ import annotations

import hashlib
import json
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path

import onnx

from shotglass.contract import MANIFEST, TOKENIZER, FileEntry, GraphKind, Manifest

from ..checkpoint import Checkpoint
from ..progress import Report, silent
from .check import Findings, Tolerances, check_agreement
from .layout import Layout, Storage, layout, task
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
    from the others by more than ``tolerances``; those that read prompts and that browsers run are
    left out, then.
    """
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
    if "reading" in planned and not limits.allow_reading(findings.quality["reading"]):
        _drop(planned, "reading", READING_FILE, folder)
    if "web" in planned and not limits.allow_web(findings.quality["web"]):
        _drop(planned, "web", FP16_FILE, folder)


def _drop(planned: Layout, kind: GraphKind, weights: str, folder: Path) -> None:
    (folder / planned.pop(kind).file).unlink()
    if not any(weights in graph.weights for graph in planned.values()):
        (folder / weights).unlink()


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
