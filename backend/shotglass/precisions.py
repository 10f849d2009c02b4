"""In which precisions a model can be asked, and which graphs can be added to its folder.

A folder as imported computes in fp32. What rounds is made when it is first asked for: 8-bit blocks
("int8"), the fp16 graph of GPUs ("fp16"), and the one that browsers run ("web").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .contract import GraphKind, Manifest

Precision = Literal["int8", "fp32"]  # what a request may ask for
Computed = Literal["int8", "fp32", "fp16"]  # what an answer may be computed in; fp16 on a GPU
Addition = Literal["int8", "fp16", "web"]
# Graphs that fill gaps, the faster first.
MASKED: tuple[GraphKind, ...] = ("native-fp32", "native", "portable")
ADDITIONS: Mapping[Addition, GraphKind] = {"int8": "native", "fp16": "native-fp16", "web": "web"}


@dataclass(frozen=True)
class Offer:
    """A precision that a model has: the graph, whether it has been made, and how far it is off the
    fp32 one, as the manifest tells it."""

    name: Precision
    kind: GraphKind
    made: bool
    quality: Mapping[str, Any] | None


def offers(manifest: Manifest) -> tuple[Offer, ...]:
    """The exact one first; a masked model has no other."""
    return tuple(_offers(manifest))


def _offers(manifest: Manifest) -> Iterator[Offer]:
    graphs, native = manifest.graphs, manifest.graphs.get("native")
    if manifest.task == "masked-lm":
        if kind := next((kind for kind in MASKED if kind in graphs), None):
            yield Offer("fp32", kind, True, None)
        return
    if "native-fp32" in graphs:
        yield Offer("fp32", "native-fp32", True, None)
    elif native is not None and native.exact:
        yield Offer("fp32", "native", True, None)
    if native is not None and not native.exact:
        yield Offer("int8", "native", True, manifest.quality.get("native"))
    elif native is None and addition_fault(manifest, "int8") is None:
        yield Offer("int8", "native", False, None)


def browser_kind(manifest: Manifest) -> GraphKind:
    """The graph that browsers run on the processor. A model that is kept in halves needs none of
    its own: its native one is the same."""
    return "native" if kept_in_halves(manifest) else "web"


def kept_in_halves(manifest: Manifest) -> bool:
    """Whether all graphs are over one fp16 file, as those of the models trained here."""
    entry = manifest.graphs.get("portable") or manifest.graphs.get("native")
    return entry is not None and entry.exact and entry.precision.startswith("fp16")


def source_bits(manifest: Manifest) -> int | None:
    """Bits of a weight in the file that the model was imported from: those of the type that most of
    its tensors had, as ``Q4_1``. None where they were full numbers, or where it is not told."""
    types = manifest.provenance.get("tensor_types")
    counted = types if isinstance(types, Mapping) else {}
    counts = {name: n for name, n in counted.items() if isinstance(n, int)}
    quantised = re.match(r"I?Q(\d)_", max(counts, key=lambda name: counts[name], default=""))
    return int(quantised[1]) if quantised else None


def addition_fault(manifest: Manifest, addition: Addition) -> str | None:
    """Why the graph cannot be added to the model's folder, in a sentence; None if it can."""
    if manifest.task != "causal-lm":
        return (
            f"{manifest.id} is a {manifest.task} model: it fills gaps and does not generate text, "
            "so the graphs that generate cannot be made of it."
        )
    if "portable" not in manifest.graphs:
        return (
            f"{manifest.id} has no portable graph, of whose weights others are made: import it "
            "from its source instead of a download."
        )
    if addition == "int8" and kept_in_halves(manifest):
        return (
            f"{manifest.id} has no 8-bit graph: it is small, its weights are kept in fp16 and all "
            "its arithmetic is in fp32, which is its only precision."
        )
    if addition == "web" and kept_in_halves(manifest):
        return f"{manifest.id} needs no graph for browsers: they run its native one."
    return None


def computed_in(graph: str, provider: str) -> Computed:
    """``graph``: what it writes as its precision; ``provider``: that it runs on."""
    if graph.startswith("int8"):
        return "int8"
    return "fp16" if provider == "cuda" else "fp32"
