"""What was found so far, in a file: runtimes may be read one after another, on several days."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .judging import Cell
from .table import Row


@dataclass(frozen=True)
class AnswerFile:
    path: Path

    def rows(self) -> list[Row]:
        if not self.path.exists():
            return []
        rows = json.loads(self.path.read_text("utf-8"))
        return [Row(**{**row, "cells": [Cell(**cell) for cell in row["cells"]]}) for row in rows]

    def put(self, found: Iterable[Row]) -> None:
        """A model of a runtime's format that was read again replaces what is kept of it."""
        found = list(found)  # first, since it takes minutes, in which another run may write
        kept = {(row.runtime, row.format): row for row in self.rows()}
        for row in found:
            old = kept.get((row.runtime, row.format))
            fresh = {cell.subject for cell in row.cells}
            others = [cell for cell in old.cells if cell.subject not in fresh] if old else []
            kept[row.runtime, row.format] = replace(row, cells=[*others, *row.cells])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(row) for row in kept.values()], indent=1)
        self.path.write_text(text, "utf-8")
