"""What is told of an export: what was made of what, what was checked, how large and fast it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shotglass.contract import FileEntry, TensorSpec

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

    ``graph`` and ``weights`` are among ``files``. ``milliseconds_per_token`` is of one token after
    ``context`` others, or of reading where there is no cache and ``context`` is 0.
    """

    model: str
    name: str
    format: str
    precision: str
    licence: str
    graph: str
    weights: str
    opset: int
    ir_version: int
    nodes: int
    bytes: int
    files: Mapping[str, FileEntry]
    checks: Sequence[Check]
    milliseconds_per_token: float
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
        told = asdict(self)
        told["checks"] = [{**asdict(check), "passed": check.passed} for check in self.checks]
        return told

    def to_text(self) -> str:
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
