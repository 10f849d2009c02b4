"""Cells parted by tabs, commas, semicolons or arrows; quoted where a cell holds a separator, a
quote or a line break (RFC 4180)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .answers import SPACES

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINE_END = re.compile(r"\r\n|\n|\r")
_ARROW = re.compile(f"[{SPACES}]*(?:->|→|=>)[{SPACES}]*")


@dataclass(frozen=True)
class Record:
    """``row`` counts from 1, as a spreadsheet shows it: empty rows count. ``open``: a quote that
    begins a cell is not closed, and stands for itself."""

    row: int
    cells: tuple[str, ...]
    open: bool = False

    @property
    def blank(self) -> bool:
        return not any(self.cells)


def lines_of(text: str) -> list[str]:
    return _LINE_END.split(text)


def separator_of(text: str) -> str:
    """A tab anywhere outside quotes makes tabs the separators; semicolons are, where the first line
    has one and no comma."""
    bare = _QUOTED.sub("", text)
    if "\t" in bare:
        return "\t"
    first = next((line for line in lines_of(bare) if line.strip(SPACES)), "")
    return ";" if ";" in first and "," not in first else ","


def records(text: str) -> list[Record]:
    """All of them, empty ones too; cells without white space around them."""
    separator = separator_of(text)
    if separator == ",":
        lines = lines_of(text)
        if all(_ARROW.search(line) for line in lines if line.strip(SPACES)):
            return [
                Record(row, tuple(_ARROW.split(line.strip(SPACES))))
                for row, line in enumerate(lines, 1)
            ]
    return _parted(text, separator)


def _parted(text: str, separator: str) -> list[Record]:
    ends = re.compile(rf"{re.escape(separator)}|\r\n|\n|\r|\Z")
    rows: list[Record] = []
    cells: list[str] = []
    at, is_open = 0, False
    while at < len(text) or cells:
        cell, end, unclosed = _cell(text, at, ends)
        cells.append(cell.strip(SPACES))
        is_open = is_open or unclosed
        at = end.end()
        if end[0] != separator:
            rows.append(Record(len(rows) + 1, tuple(cells), is_open))
            cells, is_open = [], False
    return rows


def _cell(text: str, start: int, ends: re.Pattern[str]) -> tuple[str, re.Match[str], bool]:
    """The cell that begins at ``start``, what ends it, and whether its quote is not closed."""
    quote = _QUOTED.match(text, start) if text.startswith('"', start) else None
    end = quote and ends.match(text, quote.end())
    if quote and end:
        return quote[0][1:-1].replace('""', '"'), end, False
    end = ends.search(text, start)
    assert end is not None, "a text has an end"
    return text[start : end.start()], end, text.startswith('"', start)
