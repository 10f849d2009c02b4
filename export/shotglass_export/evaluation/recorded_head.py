"""What a recording was made from, by which model and engine, and when."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from shotglass.contract import TOKENIZER, Manifest
from shotglass.engine.placing import graph_entry, served_graphs

from .recorded_lanes import Opening, sources

RECORDERS = (
    "recording.py",
    "recorded_beams.py",
    "recorded_inside.py",
    "recorded_lanes.py",
    "recorded_logits.py",
)


def head(manifest: Manifest, opening: Opening) -> dict[str, Any]:
    """What the page says of its recordings."""
    return {
        "model": manifest.id,
        "name": manifest.name,
        "digest": served_digest(manifest),
        "date": datetime.now(UTC).date().isoformat(),
        "precision": graph_entry(manifest, "int8").precision,
        "engine": f"shotglass {version('shotglass')}, onnxruntime {version('onnxruntime')}",
        "settings": opening.settings,
    }


def served_digest(manifest: Manifest) -> str:
    """sha256 over ``name sha256\\n`` of the served graphs, their weights and the tokenizer."""
    graphs = served_graphs(manifest, "int8")
    files = dict.fromkeys(name for graph in graphs for name in (graph.file, *graph.weights))
    names: Sequence[str] = [*files, TOKENIZER]
    lines = "".join(f"{name} {manifest.files[name].sha256}\n" for name in names)
    return hashlib.sha256(lines.encode()).hexdigest()


def made_from(manifest: Manifest, page: Path) -> str:
    """A digest of all that decides what is recorded: model, gallery, recorder."""
    files = json.dumps({name: entry.sha256 for name, entry in manifest.files.items()})
    digest = hashlib.sha256(files.encode())
    here = Path(__file__).parent
    for path in [*sources(page), *(here / name for name in RECORDERS)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(first: Path, source: str) -> bool:
    """Whether the recordings whose first file this is were made from ``source``."""
    try:
        found = json.loads(first.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found.get("made_from") == source)
