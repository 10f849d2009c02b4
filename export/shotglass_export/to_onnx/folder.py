"""A checkpoint becomes a model folder: weights, four graphs, tokenizer, checks, manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import onnx

from shotglass.contract import (
    MANIFEST,
    TOKENIZER,
    FileEntry,
    GraphEntry,
    Manifest,
    explain_inputs,
    explain_outputs,
    native_inputs,
    native_outputs,
    portable_inputs,
    portable_outputs,
)

from ..checkpoint import Checkpoint
from ..progress import Report, silent
from .check import Findings, Tolerances, check_agreement
from .explain import build_explain
from .linear import ACCURACY_LEVEL
from .native import build_native, check_config
from .portable import build_portable
from .publication import publication
from .store import BLOCK, FINE_BLOCK, FP32_FILE, INT8_FILE, write_weights
from .structure import check_structure

_INT8 = f"int8 blocks of {BLOCK} and {FINE_BLOCK}, accuracy level {ACCURACY_LEVEL}"
GRAPHS = {
    "portable": GraphEntry("portable.onnx", (FP32_FILE,), "fp32"),
    "native": GraphEntry("native.onnx", (INT8_FILE,), _INT8),
    "native-fp32": GraphEntry("native-fp32.onnx", (FP32_FILE,), "fp32"),
    "explain": GraphEntry("explain.onnx", (FP32_FILE,), "fp32"),
}


def write_folder(
    checkpoint: Checkpoint,
    target: Path,
    *,
    tolerances: Tolerances | None = None,
    report: Report = silent,
) -> Manifest:
    """Write and check the folder ``target``, whose name is the model's id; all of it or nothing.

    An existing folder is replaced. Raises ImportFailed when the checkpoint cannot be written or
    a graph strays from the others by more than ``tolerances``.
    """
    check_config(checkpoint.config)
    with publication(target) as building:
        write_graphs(checkpoint, building, report)
        _check_structures(checkpoint, building, report)
        limits = tolerances or Tolerances()
        findings = check_agreement(building, checkpoint.config, limits, report)
        report("Writing the manifest", 0.0)
        manifest = _manifest(checkpoint, target.name, building, findings)
        (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    return manifest


def write_graphs(checkpoint: Checkpoint, folder: Path, report: Report) -> None:
    """Write tokenizer, weights and graphs into ``folder``, unchecked. Raises ImportFailed."""
    config = checkpoint.config
    tokenizer = json.dumps(checkpoint.tokenizer, ensure_ascii=False)
    (folder / TOKENIZER).write_text(tokenizer, encoding="utf-8")
    fp32, int8 = write_weights(config, checkpoint.weights, folder, report)
    onnx.save(build_portable(config, fp32), folder / "portable.onnx")
    onnx.save(build_native(config, int8, blocks=True), folder / "native.onnx")
    onnx.save(build_native(config, fp32, blocks=False), folder / "native-fp32.onnx")
    onnx.save(build_explain(config, fp32), folder / "explain.onnx")


def _check_structures(checkpoint: Checkpoint, folder: Path, report: Report) -> None:
    config = checkpoint.config
    native = native_inputs(config), native_outputs(config)
    specs = {
        "portable": (portable_inputs(config), portable_outputs(config)),
        "native": native,
        "native-fp32": native,
        "explain": (explain_inputs(config), explain_outputs(config)),
    }
    for index, (kind, entry) in enumerate(GRAPHS.items()):
        report("Checking graphs", index / len(GRAPHS))
        check_structure(folder / entry.file, *specs[kind])


def _manifest(checkpoint: Checkpoint, id: str, folder: Path, findings: Findings) -> Manifest:
    card = checkpoint.card
    return Manifest(
        id=id,
        name=card.name,
        task="causal-lm",
        architecture=checkpoint.config,
        graphs=GRAPHS,
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
