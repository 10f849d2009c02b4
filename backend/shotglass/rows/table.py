"""A file's bytes as text, and text as cells: parted by tabs, commas, semicolons or arrows; quoted
where a cell holds a separator, a quote or a line break (RFC 4180)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .answers import SPACES
from .faults import UnreadableRows

_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_LINE_END = re.compile(r"\r\n|\n|\r")
_ARROW = re.compile("->|→|=>")
# What Excel writes and reads as a first line, such as sep=; and some programs in quotes.
_NAMED = re.compile(r'"?sep=((?![\w"])[\t!-~])"?[ \t]*(?:\r\n|\n|\r|\Z)', re.A | re.I)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What files begin with that are no text, and a page of the web, whatever their names end in.
_FORMATS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "XLSX (ZIP)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
    (b"\x1f\x8b", "GZIP"),
)
_HTML = re.compile(r"(?:\xef\xbb\xbf)?[ \t\r\n]*<(?:!doctype html|html|table)[\s>]", re.I)
_MOST_READ = 1000  # bytes in which a format shows

# What a file may be in that does not say it: by the names of the web, Python's for what browsers
# mean by them.
ENCODINGS = {
    "windows-1252": "cp1252", "windows-1250": "cp1250", "windows-1251": "cp1251",
    "gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949",
}  # fmt: skip
_CONTROLS = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}


class TableRow(NamedTuple):
    """``row`` counts from 1, as a spreadsheet shows it: empty rows count, and a first line that
    names the separator does not. ``open``: a quote that
    begins a cell is not closed, and stands for itself."""

    row: int
    cells: tuple[str, ...]
    open: bool = False

    @property
    def blank(self) -> bool:
        return not any(self.cells)


def lines_of(text: str) -> Iterator[str]:
    at = 0
    while at <= len(text):
        end = _LINE_END.search(text, at)
        yield text[at : end.start() if end else len(text)]
        at = end.end() if end else len(text) + 1


def filled_lines(text: str) -> Iterator[tuple[int, str]]:
    """With their numbers from 1; the others are nothing but white space."""
    return ((row, line) for row, line in enumerate(lines_of(text), 1) if line.strip(SPACES))


def separator_of(text: str) -> str:
    """A tab anywhere outside quotes makes tabs the separators; semicolons are, where the first line
    has one and no comma."""
    bare = _QUOTED.sub("", text)
    if "\t" in bare:
        return "\t"
    first = next((line for line in lines_of(bare) if line.strip(SPACES)), "")
    return ";" if ";" in first and "," not in first else ","


@dataclass(frozen=True)
class TableRows:
    """The rows of ``text``, empty ones too; cells without white space around them. Is gone through
    several times, and parsed each time: a long file's rows take as much memory as all items."""

    text: str

    @cached_property
    def _separator_and_body(self) -> tuple[str, str]:
        """The body is the text without a first line that names the separator."""
        if named := _NAMED.match(self.text):
            return named[1], self.text[named.end() :]
        separator = separator_of(self.text)
        lines = (line for _, line in filled_lines(self.text))
        arrows = separator == "," and all(map(_ARROW.search, lines))
        return "->" if arrows else separator, self.text

    def __iter__(self) -> Iterator[TableRow]:
        separator, body = self._separator_and_body
        if separator != "->":
            return _parted(body, separator)
        return (
            TableRow(row, tuple(cell.strip(SPACES) for cell in _ARROW.split(line)))
            for row, line in enumerate(lines_of(body), 1)
        )


def _parted(text: str, separator: str) -> Iterator[TableRow]:
    """Rows in which no cell begins with a quote, nearly all of most files, are parted at once."""
    ends = re.compile(rf"{re.escape(separator)}|\r\n|\n|\r|\Z")
    line_end = re.compile(r"\n|\Z" if "\r" not in text else r"\r\n|\n|\r|\Z")
    at, row, before_quote = 0, 1, f'{separator}"'
    while at < len(text):
        end = line_end.search(text, at)
        assert end is not None, "a text has an end"
        line, is_open = text[at : end.start()], False
        cells: Iterable[str] = line.split(separator)
        if line[:1] == '"' or before_quote in line:
            cells, end, is_open = _quoted_row(text, at, separator, ends)
        yield TableRow(row, tuple([cell.strip(SPACES) for cell in cells]), is_open)
        at, row = end.end(), row + 1


def _quoted_row(
    text: str, at: int, separator: str, ends: re.Pattern[str]
) -> tuple[list[str], re.Match[str], bool]:
    """The cells of the row that begins at ``at``, what ends it, and whether one of its quotes is
    not closed."""
    cell, end, is_open = _cell(text, at, ends)
    cells = [cell]
    while end[0] == separator:
        cell, end, unclosed = _cell(text, end.end(), ends)
        cells.append(cell)
        is_open = is_open or unclosed
    return cells, end, is_open


def _cell(text: str, start: int, ends: re.Pattern[str]) -> tuple[str, re.Match[str], bool]:
    """The cell that begins at ``start``, what ends it, and whether its quote is not closed."""
    quote = _QUOTED.match(text, start) if text.startswith('"', start) else None
    end = quote and ends.match(text, quote.end())
    if quote and end:
        return quote[0][1:-1].replace('""', '"'), end, False
    end = ends.search(text, start)
    assert end is not None, "a text has an end"
    return text[start : end.start()], end, text.startswith('"', start)


def text_of(data: bytes, chosen: str | None = None) -> str:
    """UTF-8, with its mark or without, or UTF-16 with its mark, as spreadsheets write it; or in the
    one of ENCODINGS that is ``chosen``. Raises UnreadableRows with the line that is neither, or has
    a NUL byte, or the format of a file that is no table as text."""
    format = next((name for mark, name in _FORMATS if data.startswith(mark)), None)
    if format is None and _HTML.match(data[:_MOST_READ].decode("latin-1")):
        format = "HTML"
    if format is not None:
        raise UnreadableRows.of("format", format=format)
    text = _marked(data) if chosen is None else _decoded(data, chosen)
    if (nul := text.find("\0")) >= 0:  # UTF-16 without its mark is full of them
        raise UnreadableRows.of("nul", row=1 + text.count("\n", 0, nul))
    return text


def _marked(data: bytes) -> str:
    mark, encoding = next(((m, name) for m, name in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        row = 1 + body.count(b"\n", 0, error.start) if encoding == "utf-8" else 1
        raise UnreadableRows.of("encoding", row=row) from error


def _decoded(data: bytes, encoding: str) -> str:
    """Bytes that a Windows encoding leaves open are controls, as browsers read them."""
    errors = "surrogateescape" if encoding.startswith("windows") else "strict"
    try:
        return data.decode(ENCODINGS[encoding], errors).translate(_CONTROLS)
    except UnicodeDecodeError as error:
        row = 1 + data.count(b"\n", 0, error.start)
        raise UnreadableRows.of("encoded", row=row, encoding=encoding) from error
