"""How old the committed table is, and whether it is of the graphs that are made today."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

DIGITS = 12  # of a digest


def graph_digests(folder: Path) -> dict[str, str]:
    """The first digits of the SHA-256 of each native graph of a model, by file name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:DIGITS]
        for path in sorted(folder.glob("native*.onnx"))
    }


def named(digests: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {digest}" for name, digest in digests.items())


def age(table: str, today: date, digests: Mapping[str, str]) -> str:
    """A sentence about ``table``, the text of engine.md."""
    measured = re.search(r"# Measured on (\d{4}-\d\d-\d\d)", table)
    if measured is None:
        return "There is no table yet."
    days = (today - date.fromisoformat(measured[1])).days
    graphs = "today's graphs" if named(digests) in table else f"other graphs than {named(digests)}"
    return f"The table is of {measured[1]}, {days} days old, and of {graphs}."
