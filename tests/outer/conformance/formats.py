"""What a model folder holds and what is exported from it, as a runtime is asked to read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from support.models.tiny import LOOSE

from shotglass.contract import GraphEntry
from shotglass.precisions import kept_in_halves
from shotglass_export.formats.export import export_model
from shotglass_export.formats.report import REPORT

from .subjects import TINY, Subject

Interface = Literal["cached", "in-place", "whole"]
FP32_LIMIT = 1e-3  # the largest difference in a logit
INT8_LIMIT = 0.02  # mean KL, nats


@dataclass(frozen=True)
class Format:
    """``exact``: held to the truth's logits; else to its predictions, by the mean KL.
    ``exported``: what ``shotglass export`` is asked for; nothing for what the folder has.
    ``masked``: made of masked models too."""

    name: str
    interface: Interface
    exact: bool = True
    exported: tuple[str, str] | None = None
    masked: bool = False

    @property
    def limit(self) -> float:
        return FP32_LIMIT if self.exact else INT8_LIMIT


FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format("portable", "cached", exported=("portable", "fp32"), masked=True),
        Format("int8", "cached", False, ("int8", "int8"), masked=True),
        Format("explain", "whole", masked=True),
        Format("native-fp32", "in-place", masked=True),
        Format("native", "in-place", False, ("native", "int8")),
        Format("web", "in-place", False, ("web", "fp16")),
        Format("hf", "cached", exported=("hf", "fp32"), masked=True),
        Format("hf, int8", "cached", False, ("hf", "int8"), masked=True),
        Format("genai", "cached", False, ("genai", "int8")),
        Format("genai, fp32", "cached", exported=("genai", "fp32")),
    )
}


@dataclass(frozen=True)
class File:
    """A graph and the names of the files that it reads, beside it."""

    graph: Path
    weights: tuple[str, ...]


def file_of(subject: Subject, format: Format, scratch: Path) -> File | None:
    """None where a model has nothing of that format. Raises ExportFailed."""
    if subject.config.bidirectional and not format.masked:
        return None
    if format.name == "native" and kept_in_halves(subject.manifest):
        return None  # its native graph is exact, and stands in the line of native-fp32
    if format.exported:
        return _exported(subject, *format.exported, scratch)
    entry = _entry(subject, format)
    return File(subject.folder.path / entry.file, entry.weights) if entry else None


def _exported(subject: Subject, format: str, precision: str, scratch: Path) -> File:
    """Once, however many runtimes read it. Raises ExportFailed."""
    out = scratch / f"{subject.id}-{format}-{precision}"
    if not out.exists():
        tolerances = LOOSE if subject.group == TINY else None
        export_model(subject.folder.path, format, precision, out, tolerances=tolerances)
    told = json.loads((out / REPORT).read_text("utf-8"))
    graph = out / told["graph"]
    return File(graph, ((out / told["weights"]).relative_to(graph.parent).as_posix(),))


def _entry(subject: Subject, format: Format) -> GraphEntry | None:
    """Of a folder over fp16 weights the native graph, which is exact and the only one."""
    graphs: Mapping[str, GraphEntry] = dict(subject.manifest.graphs)
    halves = kept_in_halves(subject.manifest) and format.interface == "in-place"
    return graphs.get("native" if halves else format.name)
