"""A checkpoint becomes a model folder: weights, graphs, tokenizer, checks, manifest."""

from __future__ import annotations

import hashlib
import json
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import MANIFEST, MANIFEST_ROOM, TOKENIZER, FileEntry, Manifest
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.machine.verified_models import EXPORTS, remember

from ..checkpoint import Checkpoint, Weights
from ..progress import Report, silent
from .checks.parity import Tolerances, check_parity
from .checks.structure import check_structure
from .layout import Layout, Storage, layout, task
from .publication import publication
from .weights.store import write_weights


def write_folder(
    checkpoint: Checkpoint,
    target: Path,
    *,
    storage: Storage = "full",
    texts: Mapping[str, str] | None = None,
    tolerances: Tolerances | None = None,
    report: Report = silent,
) -> Manifest:
    """Writes and checks the folder ``target``, whose name is the model's id: all of it or nothing.

    An existing folder is replaced. ``texts`` are more files to keep in it, by name. Raises
    ImportFailed when the checkpoint cannot be written or a graph strays from the others by more
    than ``tolerances``.
    """
    planned = layout(checkpoint.config, storage)
    checked_text(_manifest(checkpoint, target.name, {}, {}, {}))  # before the work
    with publication(target) as building:
        for name, text in (texts or {}).items():
            (building / name).write_text(text, encoding="utf-8")
        tokenizer = json.dumps(checkpoint.tokenizer, ensure_ascii=False)
        (building / TOKENIZER).write_text(tokenizer, encoding="utf-8")
        write_graphs(checkpoint.config, checkpoint.weights, planned, building, report)
        check_structures(planned, building, report)
        limits = tolerances or Tolerances()
        entries = {kind: graph.entry for kind, graph in planned.items()}
        parity = check_parity(building, checkpoint.config, entries, limits, report)
        report("Writing the manifest", 0.0)
        files = {path.name: file_entry(path) for path in sorted(building.iterdir())}
        manifest = _manifest(checkpoint, target.name, planned, files, parity)
        (building / MANIFEST).write_text(checked_text(manifest), encoding="utf-8")
    for what in ("", EXPORTS):  # every graph is of our making and has run
        remember(manifest, what)
    return manifest


def write_graphs(
    config: ModelConfig, weights: Weights, planned: Layout, folder: Path, report: Report
) -> None:
    """Writes the graphs and the weights that they read into ``folder``, unchecked.

    Raises ImportFailed.
    """
    files = dict.fromkeys(name for graph in planned.values() for name in graph.weights)
    tensors = write_weights(config, weights, folder, list(files), report)
    for graph in planned.values():
        own = ChainMap(*(dict(tensors[name]) for name in reversed(graph.weights)))
        onnx.save(graph.build(own), folder / graph.file)


def check_structures(planned: Layout, folder: Path, report: Report) -> None:
    """Checks each graph. Raises ImportFailed for one that is not what the contract says."""
    for index, graph in enumerate(planned.values()):
        report("Checking graphs", index / len(planned))
        check_structure(folder / graph.file, graph.inputs, graph.outputs)


def checked_text(manifest: Manifest) -> str:
    """Returns the text of ``manifest.json``. Raises ImportFailed for what the library would
    refuse."""
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
    parity: Mapping[str, Any],
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
        end_id=card.end_id,
        adds_start=card.adds_start,
        licence=card.licence,
        languages=card.languages,
        chat_template=card.chat_template,
        notes=card.notes,
        provenance=card.provenance,
        parity=parity,
    )


def file_entry(path: Path) -> FileEntry:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(path.stat().st_size, digest)
