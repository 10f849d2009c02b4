"""``metrics.jsonl``: what happened in a run, one JSON object a line, ``kind`` first.

``shotglass.training_runs.metrics`` documents the kinds and reads them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from shotglass.parsing import loads

METRICS = "metrics.jsonl"


class Metrics:
    """Appends lines to the file of a run; ``also`` is told each of them."""

    def __init__(self, run: Path, also: Callable[[str, Mapping[str, Any]], None]) -> None:
        self.path, self._also = run / METRICS, also
        self._file = self.path.open("a", encoding="utf-8")

    def write(self, kind: str, **facts: Any) -> None:
        line = json.dumps({"kind": kind, **facts, "time": round(time.time(), 3)}, allow_nan=False)
        self._file.write(line + "\n")
        self._file.flush()
        self._also(kind, facts)

    def sync(self) -> None:
        """Onto the disk: before a checkpoint that counts on these lines."""
        os.fsync(self._file.fileno())

    def __enter__(self) -> Metrics:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def nobody(kind: str, facts: Mapping[str, Any]) -> None:
    """Is told of the lines and does nothing."""


def drop_after(run: Path, step: int) -> int:
    """Leaves out what a killed process wrote beyond its last checkpoint, half a line at the end,
    and lines that nobody could read, of which it tells the number: the weights are worth more."""
    path, kept = run / METRICS, run / f".{METRICS}.new"
    lines = _lines(path)
    steps = [_step_of(line) for line in lines]
    with kept.open("w", encoding="utf-8") as file:
        told = zip(lines, steps, strict=True)
        file.writelines(line for line, at in told if at is not None and at <= step)
        file.flush()
        os.fsync(file.fileno())
    kept.replace(path)
    return steps.count(None)


def _step_of(line: str) -> float | None:
    """0 of a line without one; None of what is no line of ours."""
    try:
        read = loads(line)
    except ValueError:
        return None
    step = read.get("step", 0) if isinstance(read, dict) else None
    return step if isinstance(step, int | float) and not isinstance(step, bool) else None


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    lines = path.read_text("utf-8", errors="replace").splitlines(keepends=True)
    return [line for line in lines if line.endswith("\n")]
