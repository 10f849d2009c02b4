"""The conformance table as Markdown, and its place in docs/runtimes.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .formats import FORMATS, Format
from .judging import Cell

BEGIN, END = "<!-- conformance: written by make conformance -->", "<!-- /conformance -->"


@dataclass(frozen=True)
class Row:
    """A runtime and a format. ``missing``: why the runtime itself could not be had."""

    runtime: str
    version: str
    format: str
    cells: Sequence[Cell] = ()
    missing: str = ""


@dataclass
class Table:
    """``groups``: the columns of models, by the name that heads them."""

    groups: dict[str, str]
    rows: list[Row]
    notes: dict[str, int] = field(default_factory=dict)

    def markdown(self) -> str:
        heads = [*self.groups.values(), *(f"{name}, tokens/s" for name in self._timed())]
        versions = {row.runtime: row.version or "none" for row in self.rows}
        shown = "; ".join(f"{name} {version}" for name, version in versions.items())
        lines = [f"Versions: {shown}.", ""]
        lines += [_line(["runtime", "format", *heads]), _line(["---"] * (2 + len(heads)))]
        lines += [self._row(row) for row in self.rows]
        notes = [f"{number}. {note}" for note, number in self.notes.items()]
        return "\n".join([*lines, "", *notes])

    def _timed(self) -> list[str]:
        timed = {c.group for row in self.rows for c in row.cells if c.speed}
        return [name for group, name in self.groups.items() if group in timed]

    def _row(self, row: Row) -> str:
        format = FORMATS[row.format]
        cells = [self._off(row, format, group) for group in self.groups]
        speeds = [
            _speed(row, group) for group, name in self.groups.items() if name in self._timed()
        ]
        return _line([row.runtime, row.format, *cells, *speeds])

    def _off(self, row: Row, format: Format, group: str) -> str:
        """The worst model of the group, and the errors of those that were not read."""
        if row.missing:
            return self._refused(row.missing)
        cells = [cell for cell in row.cells if cell.group == group]
        read = [cell.off for cell in cells if cell.off is not None]
        shown = _figure(max(read), format) if read else ""
        errors = dict.fromkeys(cell.error for cell in cells if cell.error)
        refused = list(dict.fromkeys(self._refused(error) for error in errors))
        if read and errors:
            shown += f" ({len(read)} of {len(cells)})"
        return " ".join([*filter(None, [shown]), *refused]) or "-"

    def _refused(self, error: str) -> str:
        """Messages that differ in their numbers alone are one note, the first."""
        first = next((note for note in self.notes if _words(note) == _words(error)), error)
        return f"refused ({self.notes.setdefault(first, len(self.notes) + 1)})"


def _words(error: str) -> str:
    return re.sub(r"\d+", "", error)


def _figure(off: float, format: Format) -> str:
    shown = f"{off:.1e}" if format.exact else f"KL {off:.4f}"
    return shown if off <= format.limit else f"**{shown}**"


def _speed(row: Row, group: str) -> str:
    speeds = [cell.speed for cell in row.cells if cell.group == group and cell.speed]
    return f"{speeds[0]:.0f}" if speeds else "-"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def put_into(document: Path, text: str) -> None:
    """Write the table between the two markers. Raises ValueError where they are missing."""
    before, begin, rest = document.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(
            f"{document} has no {BEGIN} ... {END}; put both lines where the table goes."
        )
    document.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")
