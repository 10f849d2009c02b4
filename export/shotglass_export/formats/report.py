"""The report of an export: what was made from what, every check, size and speed.

It is written as ``export.json``, printed for a person on a terminal (``card``), and summed up in
the ``metadata_props`` of the graph.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import onnx

from shotglass.contract import FileEntry, Manifest, TensorSpec
from shotglass.errors import escaped

from .registry import find_format

REPORT = "export.json"


@dataclass(frozen=True)
class Check:
    """Something that was looked at; a ``value``, if it has one, stays within what is allowed."""

    name: str
    what: str
    value: float | None = None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def passed(self) -> bool:
        """NaN passes nothing."""
        value = 0.0 if self.value is None else self.value
        return (self.at_most is None or value <= self.at_most) and (
            self.at_least is None or value >= self.at_least
        )

    @property
    def bound(self) -> str:
        return (
            f"at most {self.at_most:g}"
            if self.at_most is not None
            else f"at least {self.at_least:g}"
        )


@dataclass(frozen=True)
class ExportReport:
    """``export.json``. Every check passed, or there would be no export.

    ``graph`` and ``weights`` are among ``files``, and one where there is no graph: what is said of
    graphs is None then. ``milliseconds_per_token`` is of one token after
    ``context`` others, or of reading where there is no cache and ``context`` is 0.
    """

    model: str
    name: str
    format: str
    precision: str
    licence: str
    graph: str
    weights: str
    opset: int | None
    ir_version: int | None
    nodes: int | None
    bytes: int
    files: Mapping[str, FileEntry]
    checks: Sequence[Check]
    milliseconds_per_token: float | None
    context: int
    threads: int
    seconds: float
    tool: str
    source: Mapping[str, Any]
    architecture: Mapping[str, Any]
    inputs: Sequence[TensorSpec]
    outputs: Sequence[TensorSpec]
    start_id: int | None
    stop_ids: Sequence[int]
    end_id: int | None = None
    adds_start: bool = False
    quality: Mapping[str, Any] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        facts = asdict(self)
        facts["checks"] = [{**asdict(check), "passed": check.passed} for check in self.checks]
        return facts

    def to_text(self) -> str:
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def card(report: ExportReport, out: Path) -> str:
    """A line each: what and where, what it is for, how large, every check, how fast."""
    megabytes = f"{report.bytes / 1e6:,.{0 if report.bytes >= 1e7 else 1}f} MB"
    size = f"{megabytes} in {len(report.files)} files"
    if report.nodes is not None:
        size += f", {report.nodes:,} nodes, opset {report.opset}, IR {report.ir_version}"
    speed = f"made in {report.seconds:.1f} s"
    if report.milliseconds_per_token is not None:
        where = f"after {report.context}" if report.context else "of a text that is read"
        speed = (
            f"{report.milliseconds_per_token:g} ms a token {where}, onnxruntime on "
            f"{report.threads} threads; {speed}"
        )
    lines = [
        f"{report.model} as {report.format} ({report.precision}) in {out}",
        f"  {find_format(report.format).purpose}",
        f"  {size}; licence {report.licence}",
        *(f"  {_line(check)}" for check in report.checks),
        f"  {speed}",
    ]
    return escaped("\n".join(lines))


def _line(check: Check) -> str:
    if check.value is None:
        return f"passed: {check.what}"
    if check.at_most is None and check.at_least is None:
        return f"passed: {check.value:g} {check.what}"
    return f"passed: {check.what} is {check.value:g} ({check.bound} was expected)"


_ORIGIN = ("package", "repository", "file", "run", "commit", "sha256")  # the rest is long


def tool() -> str:
    return f"shotglass {version('shotglass')}"


def origin(manifest: Manifest) -> dict[str, Any]:
    """Returns in few words where the weights come from."""
    return {key: manifest.provenance[key] for key in _ORIGIN if key in manifest.provenance}


def add_metadata(
    model: onnx.ModelProto,
    manifest: Manifest,
    precision: str,
    weights_sha256: str,
    checks: Sequence[Check],
) -> None:
    """Source, licence, digest of the weights file, what was measured, and by what."""
    facts = {
        "model": manifest.id,
        "name": manifest.name,
        "source": json.dumps(origin(manifest), ensure_ascii=False),
        "licence": manifest.licence,
        "precision": precision,
        "weights_sha256": weights_sha256,
        "parity": json.dumps({c.name: c.value for c in checks if c.value is not None}),
        "tool": tool(),
    }
    onnx.helper.set_model_props(model, facts)
