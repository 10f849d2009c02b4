"""Two words that name a loaded model: ``fingerprint``, what the bits of an answer depend on besides
the request, and ``edition``, what the model is made of. A model of the same name with another
edition is another model."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from typing import Any

import numpy as np

from ..contract import TOKENIZER, GraphEntry, GraphKind, Manifest
from ..precisions import Computed, offers
from .runtime.kernels import kernels_version
from .runtime.session import RUNTIME

SAMPLER = "philox4x32-10, inverse cdf, 1"  # counts up when the same draw would choose otherwise
_READ_BY_RUNTIME = ("ORT_", "MLAS_")  # variables by which onnxruntime chooses its kernels


def fingerprint(
    manifest: Manifest, graph: GraphEntry, threads: int, provider: str, prompt_lookup: bool = False
) -> str:
    """ "fp_" and 16 hex digits: the files that run, the runtime and its variables, our operators,
    the processor, where the graph runs and on how many threads, the sampler, and whether what
    follows is drafted by prompt lookup."""
    names = sorted({graph.file, *graph.weights, TOKENIZER})
    digests = [manifest.files[name].sha256 for name in names]
    variables = sorted(
        item for item in os.environ.items() if item[0].upper().startswith(_READ_BY_RUNTIME)
    )
    runs = [RUNTIME, kernels_version(), variables, processor(), provider, threads, prompt_lookup]
    text = json.dumps([digests, runs, SAMPLER])
    return f"fp_{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def without(own: str, heads: Iterable[object]) -> str:
    """The fingerprint of the same with ``heads`` off, each written as "layer.head"."""
    text = json.dumps([own, *map(str, heads)])
    return f"fp_{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def processor() -> list[Any]:
    """Returns the processor's kind and the vector instructions that numpy finds, with which kernels
    differ."""
    config = np.show_config(mode="dicts") or {}
    return [platform.machine(), config.get("SIMD Extensions", {}).get("found", [])]


# What a run depends on besides the graphs. The manifest's other fields are only shown to people.
_RUN = (
    "id", "task", "architecture", "start_id", "stop_ids", "end_id", "adds_start", "chat_template",
)  # fmt: skip


def edition(manifest: Manifest, precision: Computed) -> str:
    """Returns a word for the graph that writes in ``precision``, the explain graph, the digests of
    their weights and of the tokenizer, and what the manifest says of how they are run. A graph that
    is added for another precision does not change it."""
    native: GraphKind = "native-fp16" if precision == "fp16" else "native"
    kinds = [next((o.kind for o in offers(manifest) if o.name == precision), native), "explain"]
    graphs = [manifest.graphs[kind] for kind in kinds if kind in manifest.graphs]
    names = {TOKENIZER, *(name for graph in graphs for name in (graph.file, *graph.weights))}
    digests = [(name, manifest.files[name].sha256) for name in names if name in manifest.files]
    values = [getattr(manifest, name) for name in _RUN]
    made_of = repr([values, [graph.file for graph in graphs], sorted(digests)])
    return hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()
