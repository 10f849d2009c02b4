"""Progress and result for a program: one JSON object a line on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

# How much of an export, or of adding a graph, each stage is, about: a share must not go back.
_STAGES = {
    "Verifying the model": (0.0, 0.1),
    "Writing weights": (0.1, 0.35),
    "Checking graphs": (0.35, 0.45),
    "Comparing logits": (0.35, 0.45),
    "Comparing predictions": (0.45, 0.85),
    "Writing the manifest": (0.85, 1.0),
    "Timing": (0.85, 0.95),
    "Checking the graph": (0.95, 1.0),
}


def report(stage: str, done: float) -> None:
    start, end = _STAGES.get(stage, (0.0, 0.0))
    write({"type": "progress", "text": stage, "share": round(start + (end - start) * done, 4)})


def write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()
