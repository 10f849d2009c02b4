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
from shotglass.engine.runtime.explain_graph import GRAPH
from shotglass.engine.runtime.providers import graph_entry

from .lanes import Opening, sources

RECORDERS = ("recorder.py", "lanes.py", "views.py", "bar.py")


def head(manifest: Manifest, opening: Opening) -> dict[str, Any]:
    """What the page says of its recordings."""
    return {
        "model": manifest.id,
        "name": manifest.name,
        "digest": served_digest(manifest),
        "date": datetime.now(UTC).date().isoformat(),
        "precision": graph_entry(manifest).precision,
        "engine": f"shotglass {version('shotglass')}, onnxruntime {version('onnxruntime')}",
        "settings": opening.settings,
    }


def served_digest(manifest: Manifest) -> str:
    """sha256 over ``name sha256\\n`` of the served graph, its weights and the tokenizer."""
    graph = graph_entry(manifest)
    return _digest(manifest, [graph.file, *graph.weights, TOKENIZER])


def _digest(manifest: Manifest, names: Sequence[str]) -> str:
    lines = "".join(f"{name} {manifest.files[name].sha256}\n" for name in names)
    return hashlib.sha256(lines.encode()).hexdigest()


def made_from(manifests: Sequence[Manifest], page: Path) -> str:
    """A digest of all that decides what is recorded: models, gallery, recorder. Of a model's
    files those that are read, so that a graph may be added and recordings stay."""
    digest = hashlib.sha256()
    for manifest in manifests:
        graph, inside = graph_entry(manifest), manifest.graphs.get(GRAPH)
        explained = [inside.file, *inside.weights] if inside else []
        names = dict.fromkeys([graph.file, *graph.weights, *explained, TOKENIZER])
        digest.update(_digest(manifest, list(names)).encode())
    here = Path(__file__).parent
    for path in [*sources(page), *(here / name for name in RECORDERS)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(first: Path, source: str) -> bool:
    """Whether the recordings whose first file this is were made from ``source``."""
    try:
        recorded = json.loads(first.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(recorded.get("made_from") == source)
