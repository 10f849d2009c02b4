"""What a model folder holds and what is exported from it, as a runtime is asked to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shotglass.contract import GraphEntry

from .subjects import Subject

Interface = Literal["cached", "in-place", "whole"]
FP32_LIMIT = 1e-3  # the largest difference in a logit
INT8_LIMIT = 0.02  # mean KL, nats


@dataclass(frozen=True)
class Format:
    """``exact``: held to the truth's logits; else to its predictions, by the mean KL."""

    name: str
    interface: Interface
    exact: bool = True

    @property
    def limit(self) -> float:
        return FP32_LIMIT if self.exact else INT8_LIMIT


FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format("portable", "cached"),
        Format("explain", "whole"),
        Format("native-fp32", "in-place"),
        Format("native", "in-place", exact=False),
    )
}


def file_of(subject: Subject, format: Format) -> Path | None:
    """The graph, or None where this model has none of that format."""
    entry = _entry(subject, format)
    return subject.folder.path / entry.file if entry else None


def weights_of(subject: Subject, format: Format) -> list[str]:
    """The names of the files that the graph reads, beside it."""
    entry = _entry(subject, format)
    return list(entry.weights) if entry else []


def _entry(subject: Subject, format: Format) -> GraphEntry | None:
    """Of a folder over fp16 weights, whose native graph is exact and the only one."""
    graphs: Mapping[str, GraphEntry] = dict(subject.manifest.graphs)
    native = graphs.get("native")
    if native and native.exact and format.interface == "in-place":
        return native if format.exact else None
    return graphs.get(format.name)
