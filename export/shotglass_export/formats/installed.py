"""A model folder read back as the checkpoint that it was written from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shotglass.contract import Manifest

from ..checkpoint import Card, Checkpoint
from ..progress import Report
from .source import Source


def read_installed(folder: Path, report: Report) -> Checkpoint:
    """Reads an installed model, whose weights are read when they are asked for. Raises
    ModelFolderError."""
    source = Source.open(folder, report)
    tokenizer = json.loads(source.tokenizer.read_text("utf-8"))
    manifest = source.manifest
    card = Card(
        name=manifest.name,
        licence=manifest.licence,
        languages=manifest.languages,
        notes=manifest.notes,
        chat_template=manifest.chat_template,
        start_id=manifest.start_id,
        stop_ids=manifest.stop_ids,
        end_id=manifest.end_id,
        adds_start=manifest.adds_start,
        provenance=manifest.provenance,
    )
    return Checkpoint(source.config, source.weights, tokenizer, card)


def identity_of(manifest: Manifest) -> dict[str, Any]:
    """Returns what the model's answers follow from: the digests of its weights."""
    entry = manifest.graphs["portable"]
    return {"model": manifest.id, "weights": {n: manifest.files[n].sha256 for n in entry.weights}}
