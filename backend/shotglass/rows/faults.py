"""Why rows cannot be read, each with its row and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InvalidRequest, Phrase

MOST_LISTED = 10  # rows of one refusal


@dataclass(frozen=True)
class Ways:
    """What a person can say where rows are read, of the columns and of the encoding of a file."""

    columns: str = ", or say which with --columns input=NAME,expected=NAME"
    encoding: str = ", or say what it is with --encoding"


_WORDS: Mapping[str, str] = {
    "nothing": "There is no row with a question and an answer; write one, with its question in a "
    "column such as input and its answer in one such as expected.",
    "encoding": "Row $row is not UTF-8 text; save the file as UTF-8 (or UTF-16 with its "
    "mark)$way.",
    "nul": "Row $row has a NUL byte, which no table has: the file is UTF-16 without its mark, or "
    "damaged; save it again as UTF-8 (or UTF-16 with its mark).",
    "format": "This is a file in the format $format, whatever its name ends in, and no table as "
    "text; save the table as CSV in UTF-8, and give that file.",
    "encoded": "Row $row is no text in $encoding; choose another encoding.",
    "json": "This is not JSON$at; a list of objects, or an object on each line, was expected.",
    "parquet": "This begins as Parquet does, and cannot be read: $why",
    "list": "This JSON is no list of objects; [{input, expected}, ...] was expected.",
    "column": "There is no column $column; there are $columns.",
    "columns": "The columns are $columns, and none of them is plainly the $missing: "
    "name one so$way.",
    "cell": "Row $row has 1 cell; $expected were expected, with commas, semicolons or tabs between "
    "them.",
    "twice": "More than one column is named $column; give each a name of its own.",
    "cells": "Row $row has $cells cells; $expected were expected. A cell with a comma goes in "
    "double quotes.",
    "empty": "Row $row has no $column; write it, or delete the row.",
    "kind": "Row $row: its $column is no text; put it in quotes.",
    "labels": "The labels of row $row are not two or more different ones with $expected among "
    "them.",
    "contradiction": "Row $row asks what row $before asks and expects $expected, not "
    "$known; delete one of the two.",
    "alike": "The answers $expected of row $row and $known of row $before look alike and "
    "are different texts; write them the same way.",
    "many": "There are $count rows; $most at most can be measured here. Take a part of them, or "
    "measure all of them from a terminal: shotglass measure TASK --items FILE --into RECORD.json",
    "one answer": "All rows expect the same answer; two or more were expected. Add rows with "
    "another one, or a column of answers to choose from.",
    "answers": "The rows have $count different answers; $most at most can be compared. Give each "
    "row a choice of its own, in a column of answers to choose from.",
}  # fmt: skip
_NAMES = {
    "input": Phrase("question (input)"),
    "expected": Phrase("answer (expected)"),
    "labels": Phrase("labels"),
}
_QUOTED = ("expected", "known")  # what stands in a row


class RowFault(Exception):
    """What is wrong with one row; the rows after it are read all the same."""

    def __init__(self, kind: str, **values: Any) -> None:
        self.fault: dict[str, Any] = {"kind": kind, **values}
        super().__init__(self.fault)


class UnreadableRows(InvalidRequest):
    """``faults``: each with its ``kind`` and what is at fault, as the page has it; of rows at most
    the first ``MOST_LISTED``, and ``more`` is the number of the others."""

    def __init__(
        self,
        *faults: Mapping[str, Any],
        more: int = 0,
        ways: Ways = Ways(),
        file: Path | None = None,
    ) -> None:
        self.faults, self.more = faults, more
        lines: list[str] = [sentence_of(fault, ways) for fault in faults]
        if len(lines) > 1:
            lines.insert(0, f"{len(faults) + more:,} rows cannot be read:")
        if more:
            lines.append(f"And {more:,} more.")
        text = lines[0] if len(lines) == 1 else "\n".join(lines)
        super().__init__(text if file is None else f"{file}: {text}")

    @classmethod
    def of(cls, kind: str, **values: Any) -> UnreadableRows:
        """A fault of the whole."""
        return cls({"kind": kind, **values})

    def with_ways(self, ways: Ways, file: Path | None = None) -> UnreadableRows:
        """The same of a file, or where there are other ways out."""
        return UnreadableRows(*self.faults, more=self.more, ways=ways, file=file)


def sentence_of(fault: Mapping[str, Any], ways: Ways) -> Phrase:
    """What is wrong, where, and the way out."""
    kind, values = fault["kind"], {**fault}
    words = {
        key: repr(value) if key in _QUOTED and kind != "cells" else value
        for key, value in values.items()
    }
    if "columns" in values:
        words["columns"] = tuple(values["columns"])
    if first := values.get("first"):  # numbers alone say nothing of the file
        pairs = zip(values["columns"], first, strict=True)
        words["columns"] = tuple(f"{number} ({cell})" for number, cell in pairs)
    words["at"] = Phrase(" in row $row", row=row) if (row := values.get("row")) else ""
    words["way"] = ways.encoding if kind == "encoding" else ways.columns
    if (missing := values.get("missing")) is not None:
        words["missing"] = _NAMES[missing]
    if (column := values.get("column")) is not None:
        words["column"] = (
            repr(column) if kind in ("column", "twice") else _NAMES.get(column, column)
        )
    kind = "cell" if values.get("cells") == 1 else kind
    return Phrase(_WORDS[kind], **words)
