"""The cases of rows.json that are refused, each with the fault that says why and in which row."""

from __future__ import annotations

from typing import Any


def _fault(name: str, text: str, kind: str, *, chosen: Any = None, **values: Any) -> dict[str, Any]:
    asked = {} if chosen is None else {"chosen": chosen}
    return {"name": name, "text": text, **asked, "faults": [{"kind": kind, **values}], "more": 0}


def _several(name: str, text: str, faults: list[dict[str, Any]], more: int = 0) -> dict[str, Any]:
    return {"name": name, "text": text, "faults": faults, "more": more}


def faults() -> list[Any]:
    three = ["sentence1", "sentence2", "label"]
    return [
        _fault("nothing", " \n\n", "nothing"),
        _fault("names alone", "input,expected\n", "nothing"),
        _fault("an empty list", "[]", "nothing"),
        _fault(
            "a row of one cell", "input,expected\na,x\nb", "cells", row=3, cells=1, expected="2"
        ),
        _fault(
            "a row of three", "input,expected\na,x\n\nb,y,z", "cells", row=4, cells=3, expected="2"
        ),
        _fault("rows of one", "a\nb", "cells", row=1, cells=1, expected="2 or 3"),
        _fault(
            "rows of four without names",
            "a,b,c,d\ne,f,g,h",
            "columns",
            columns=["1", "2", "3", "4"],
            missing="input",
            first=["a", "b", "c", "d"],
        ),
        _fault(
            "names that nobody knows, one of them above numbers",
            "\ufeffNr.;Infinitiv;Praeteritum;Klasse\n1;gehen;ging;stark\n2;sagen;sagte;schwach\n"
            "3;trinken;trank;stark\n4;lachen;lachte;schwach\n",
            "columns",
            columns=["Nr.", "Infinitiv", "Praeteritum", "Klasse"],
            missing="input",
        ),
        _fault("no question", "a\tx\n\ty", "empty", row=2, column="input"),
        _fault("no answer", "input,expected\na,x\nb, ", "empty", row=3, column="expected"),
        _fault(
            "no answer in JSON",
            '[{"input": "a", "expected": "x"}, {"input": "b"}]',
            "empty",
            row=2,
            column="expected",
        ),
        _fault(
            "two that may be the question",
            "sentence1,sentence2,label\na,b,x\n",
            "columns",
            columns=three,
            missing="input",
        ),
        _fault(
            "no second column", '[{"input": "a"}]', "columns", columns=["input"], missing="expected"
        ),
        _fault(
            "a column that is not there",
            "text,label\na,x\n",
            "column",
            chosen={"input": "body", "expected": "label"},
            column="body",
            columns=["text", "label"],
        ),
        _fault("labels without the answer", "a,x,y|z\nb,y,y|z", "labels", row=1, expected="x"),
        _fault("the same label twice", "a,x,x|x", "labels", row=1, expected="x"),
        _fault(
            "the same question with another answer",
            "a\tx\nb\ty\na\ty",
            "contradiction",
            row=3,
            before=1,
            expected="y",
            known="x",
        ),
        _fault(
            "answers that look alike",
            "a,caf\u00e9\nb,tea\nc,cafe\u0301",
            "alike",
            row=3,
            before=1,
            expected="cafe\u0301",
            known="caf\u00e9",
        ),
        _fault(
            "a space that is not seen",
            "a,no\u200b\nb,no",
            "alike",
            row=2,
            before=1,
            expected="no",
            known="no\u200b",
        ),
        _fault("broken JSON", '[{"input": ', "json", row=None),
        _fault("a broken line", '{"input": "a", "expected": "x"}\n{"input": "b"\n', "json", row=2),
        _fault("a line that is no object", '{"input": "a", "expected": "x"}\n3\n', "json", row=2),
        _fault("a list of texts", '["a", "b"]', "list"),
        _fault("an object without a list", '{"rows": 3,\n"more": []}', "list"),
        _fault(
            "a share as the answer",
            '[{"text": "a", "label": 0.5}]',
            "kind",
            row=1,
            column="expected",
        ),
        _fault(
            "a number that is not exact",
            '[{"text": "a", "label": 9007199254740994}]',
            "kind",
            row=1,
            column="expected",
        ),
        _fault(
            "a list as the question",
            '[{"text": ["a"], "label": "x"}]',
            "kind",
            row=1,
            column="input",
        ),
        *_bad_rows(),
    ]


def _bad_rows() -> list[Any]:
    """All of them at once, the first ten by number."""
    empty = [{"kind": "empty", "row": row, "column": "expected"} for row in range(2, 14)]
    return [
        _several(
            "rows of several faults",
            "input,expected\na,x\nb,\nc,y,z\na,y\n,x\nd,caf\u00e9\ne,cafe\u0301\nf,cafe\u0301\ng,y",
            [
                {"kind": "empty", "row": 3, "column": "expected"},
                {"kind": "cells", "row": 4, "cells": 3, "expected": "2"},
                {"kind": "contradiction", "row": 5, "before": 2, "expected": "y", "known": "x"},
                {"kind": "empty", "row": 6, "column": "input"},
                *(
                    {
                        "kind": "alike",
                        "row": row,
                        "before": 7,
                        "expected": "cafe\u0301",
                        "known": "caf\u00e9",
                    }
                    for row in (8, 9)
                ),
            ],
        ),  # fmt: skip
        _several("more than ten", "input,expected\n" + "a,\n" * 12 + "b,x", empty[:10], more=2),
        _several(
            "lines that are no JSON, and one without an answer",
            '{"input": "a", "expected": "x"}\nb\n{"input": "c"}\n[]\n',
            [
                {"kind": "json", "row": 2},
                {"kind": "empty", "row": 3, "column": "expected"},
                {"kind": "json", "row": 4},
            ],
        ),
    ]
