"""What a loaded model is made of, as one word: another word is another model of the same name."""

from __future__ import annotations

import hashlib

from ..contract import TOKENIZER, GraphKind, Manifest
from ..precisions import Computed, offers

# What runs, besides the graphs. The rest is told to people, and read from the manifest each time.
_RUN = (
    "id", "task", "architecture", "start_id", "stop_ids", "end_id", "adds_start", "chat_template",
)  # fmt: skip


def edition(manifest: Manifest, precision: Computed) -> str:
    """Of the graph that writes in ``precision``, the explain graph, their weights' digests, the
    tokenizer's, and what the manifest says of how they are run. A graph that is added for another
    precision changes nothing."""
    kinds: list[GraphKind] = [_kind(manifest, precision), "explain"]
    graphs = [manifest.graphs[kind] for kind in kinds if kind in manifest.graphs]
    names = {TOKENIZER, *(name for graph in graphs for name in (graph.file, *graph.weights))}
    digests = [(name, manifest.files[name].sha256) for name in names if name in manifest.files]
    told = [getattr(manifest, name) for name in _RUN]
    made_of = repr([told, [graph.file for graph in graphs], sorted(digests)])
    return hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()


def _kind(manifest: Manifest, precision: Computed) -> GraphKind:
    if precision == "fp16":
        return "native-fp16"
    return next((one.kind for one in offers(manifest) if one.name == precision), "native")
