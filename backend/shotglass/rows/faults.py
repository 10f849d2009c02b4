"""Why rows cannot be read, each with its row and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InvalidRequest, Phrase

_CHOOSE = "say which with --columns input=NAME,expected=NAME"
_WORDS: Mapping[str, str] = {
    "nothing": "There is no row with a question and an answer.",
    "encoding": "Row $row is not UTF-8 text; save the file as UTF-8 (or UTF-16 with its mark), "
    "or say what it is with --encoding.",
    "encoded": "Row $row is no text in $encoding; choose another encoding.",
    "json": "This is not JSON$at; a list of objects, or an object on each line, was expected.",
    "parquet": "This begins as Parquet does, and cannot be read: $why",
    "list": "This JSON is no list of objects; [{input, expected}, ...] was expected.",
    "column": "There is no column $column; there are $columns.",
    "columns": "The columns are $columns, and none of them is plainly the $missing: "
    "name one so, or " + _CHOOSE + ".",
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
}  # fmt: skip
_NAMES = {
    "input": Phrase("question (input)"),
    "expected": Phrase("answer (expected)"),
    "labels": Phrase("labels"),
}
_QUOTED = ("expected", "known")  # what stands in a row


class UnreadableRows(InvalidRequest):
    """``fault``: its ``kind``, and what is at fault, as the page has it."""

    def __init__(self, kind: str, **values: Any) -> None:
        self.fault: dict[str, Any] = {"kind": kind, **values}
        words = {
            key: repr(value) if key in _QUOTED and kind != "cells" else value
            for key, value in values.items()
        }
        if "columns" in values:
            words["columns"] = tuple(values["columns"])
        words["at"] = Phrase(" in row $row", row=row) if (row := values.get("row")) else ""
        if (missing := values.get("missing")) is not None:
            words["missing"] = _NAMES[missing]
        if (column := values.get("column")) is not None:
            words["column"] = repr(column) if kind == "column" else _NAMES.get(column, column)
        super().__init__(Phrase(_WORDS[kind], **words))
