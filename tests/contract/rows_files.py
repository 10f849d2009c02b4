"""The cases of rows.json that are whole files, as other people write them: by hand what is read of
each, or why nothing is, with the runtime's sentence. A file is parts of bytes, each so many times;
a # in a part stands for the number of the time, from 0."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

Bytes = str | bytes | list[tuple[str, int]]

TABLE = "text,label\nhot,cold\nbig,small\n"
HOT, BIG = ("hot", "cold"), ("big", "small")
ROW = json.dumps({"text": "hot", "label": "cold"})


def files() -> list[dict[str, Any]]:
    return [*_encodings(), *_tables(), *_spoilt(), *_answers(), *_json(), *_formats(), *_sizes()]


def _encodings() -> list[dict[str, Any]]:
    return [
        _read("a byte order mark", TABLE.encode("utf-8-sig"), HOT, BIG),
        _read("UTF-16 with its mark", b"\xff\xfe" + TABLE.encode("utf-16-le"), HOT, BIG),
        _nul("UTF-16 without its mark", TABLE.encode("utf-16-le"), 1),
        _coded("windows-1252", "text,label\ncafé,Getränk\n".encode("cp1252"), 2),
        _nul("a NUL byte", b"text,label\nhot,co\0ld\n", 2),
        _read("line ends of an old Mac", TABLE.replace("\n", "\r"), HOT, BIG),
        _read("line ends of Windows", TABLE.replace("\n", "\r\n"), HOT, BIG),
        _read(
            "emoji",
            "text,label\n😀👍🏽,good\n👨‍👩‍👧,family\n",
            ("😀👍🏽", "good"),
            ("👨‍👩‍👧", "family"),
        ),
    ]


def _tables() -> list[dict[str, Any]]:
    chinese = "文本,情感\n好吃,正面\n难吃,负面\n不错,正面\n太差,负面\n"
    commas = ("1,5 kg", "schwer"), ("0,2 kg", "leicht")
    return [
        _read(
            "semicolons and decimal commas", "text;label\n1,5 kg;schwer\n0,2 kg;leicht\n", *commas
        ),
        _read("tabs", TABLE.replace(",", "\t"), HOT, BIG),
        _read(
            "semicolons that Excel names", "sep=;\r\n1,5 kg;schwer\r\n0,2 kg;leicht\r\n", *commas
        ),
        _read(
            "bars that a first line names, in capitals",
            b'\xef\xbb\xbf"SEP=|"\nhot|cold\nbig|small',
            HOT,
            BIG,
        ),
        _read("commas that a first line names", f"sep=,\n{TABLE}", HOT, BIG),
        _read(
            "a tab that a first line names",
            "sep=\t\nhot, dry\tcold\nbig\tsmall\n",
            ("hot, dry", "cold"),
            BIG,
        ),
        _read(
            "a first line that names no separator",
            "sep=a,x\nsep=b,y\n",
            ("sep=a", "x"),
            ("sep=b", "y"),
        ),
        _read(
            "a line break in quotes", TABLE.replace("hot", '"hot\ndry"'), ("hot\ndry", "cold"), BIG
        ),
        _read("no header", "hot,cold\nbig,small\n", HOT, BIG),
        _read("a header in Chinese", chinese, ("好吃", "正面"), ("太差", "负面"), count=4),
        _read("blank lines", "\n\n".join(TABLE.split("\n")), HOT, BIG),
        _read("a comma at the end of each line", TABLE.replace("\n", ",\n"), HOT, BIG),
        _read("an unused name twice", "text,a,a,label\nhot,b,c,cold\n", HOT, count=1),
    ]


def _spoilt() -> list[dict[str, Any]]:
    comma = "A cell with a comma goes in double quotes."
    return [
        _refused(
            "ragged rows",
            "text,label\nhot,cold\nbig\nold,new,x\n",
            "2 rows cannot be read:\n"
            "Row 3 has 1 cell; 2 were expected, with commas, semicolons or tabs between them.\n"
            f"Row 4 has 3 cells; 2 were expected. {comma}",
            {"kind": "cells", "row": 3, "cells": 1, "expected": "2"},
            {"kind": "cells", "row": 4, "cells": 3, "expected": "2"},
        ),
        _refused(
            "a row without an answer below the line that names the separator",
            "sep=;\ntext;label\nhot;cold\nbig;\n",
            "Row 3 has no answer (expected); write it, or delete the row.",
            {"kind": "empty", "row": 3, "column": "expected"},
        ),
        _refused(
            "a comma at the end of a row alone",
            "text,label\nhot,cold,\n",
            f"Row 2 has 3 cells; 2 were expected. {comma}",
            {"kind": "cells", "row": 2, "cells": 3, "expected": "2"},
        ),
        _refused(
            "a name twice",
            "text,text,label\nhot,warm,cold\n",
            "More than one column is named 'text'; give each a name of its own.",
            {"kind": "twice", "column": "text"},
        ),
        *(
            _refused(
                name,
                data,
                "There is no row with a question and an answer; write one, with its question in a "
                "column such as input and its answer in one such as expected.",
                {"kind": "nothing"},
            )
            for name, data in (
                ("only a header", "text,label\n"),
                ("an empty file", b""),
                ("a named separator and nothing else", "sep=;"),
                ("a mark and nothing else", b"\xef\xbb\xbf"),
            )
        ),
    ]


def _answers() -> list[dict[str, Any]]:
    cased = "text,label\nhot,Cold\nwarm,cold\n"
    return [
        _read("numbers as answers", "text,label\nhot,1\nbig,0\n", ("hot", "1"), ("big", "0")),
        _read("answers in another case", cased, ("hot", "Cold"), ("warm", "cold")),
        _read("white space around all", "text , label\nhot , cold \n big,  small\n", HOT, BIG),
        _refused(
            "rows without an answer",
            "text,label\nhot,\nbig,small\nold, \n",
            "2 rows cannot be read:\n"
            "Row 2 has no answer (expected); write it, or delete the row.\n"
            "Row 4 has no answer (expected); write it, or delete the row.",
            {"kind": "empty", "row": 2, "column": "expected"},
            {"kind": "empty", "row": 4, "column": "expected"},
        ),
    ]


def _json() -> list[dict[str, Any]]:
    no_list = "This JSON is no list of objects; [{input, expected}, ...] was expected."
    return [
        _read("a list of objects", f"[{ROW}]", HOT, count=1),
        _read("one object", ROW, HOT, count=1),
        *(
            _refused(name, text, no_list, {"kind": "list"})
            for name, text in (
                ("a list of lists", '[["text", "label"], ["hot", "cold"]]'),
                ("a list under another key", f'{{"rows": [{ROW}]}}'),
                ("lists under keys of parts", f'{{"data": {{"train": [{ROW}]}}}}'),
            )
        ),
        _refused(
            "nested questions",
            '[{"text": {"en": "hot"}, "label": "cold"}]',
            "Row 1: its question (input) is no text; put it in quotes.",
            {"kind": "kind", "row": 1, "column": "input"},
        ),
        _refused(
            "a broken line",
            f'{ROW}\n{{"text": "big", "la\n',
            "This is not JSON in row 2; a list of objects, or an object on each line, was "
            "expected.",
            {"kind": "json", "row": 2},
        ),
    ]


def _formats() -> list[dict[str, Any]]:
    page = "\n<!DOCTYPE html>\n<html><body><table><tr><td>hot</td></tr></table></body></html>\n"
    beginnings = (
        ("PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        ("XLSX (ZIP)", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0"),
        ("XLS", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)),
        ("GZIP", b"\x1f\x8b\x08\0\0\0\0\0"),
        ("HTML", page),
    )
    return [
        _refused(
            f"{format} named .csv",
            data,
            f"This is a file in the format {format}, whatever its name ends in, and no table as "
            "text; save the table as CSV in UTF-8, and give that file.",
            {"kind": "format", "format": format},
        )
        for format, data in beginnings
    ]


def _sizes() -> list[dict[str, Any]]:
    rows = [("text,label\n", 1), ("hot #,cold\n", 50_000), ("big #,small\n", 50_000)]
    line = [("text,label\n", 1), ("very ", 200_000), ("hot,cold\n", 1)]
    return [
        _read("100,000 rows", rows, ("hot 0", "cold"), ("big 49999", "small"), count=100_000),
        _read("one row", "hot,cold\n", HOT, count=1),
        _read("a line of a million characters", line, (f"{'very ' * 200_000}hot", "cold"), count=1),
    ]


def _file(name: str, data: Bytes) -> dict[str, Any]:
    parts = data if isinstance(data, list) else [(data, 1)]
    plain = [(part.encode() if isinstance(part, str) else part, times) for part, times in parts]
    return {"name": name, "parts": [[b64encode(part).decode(), times] for part, times in plain]}


def _read(name: str, data: Bytes, *items: tuple[str, str], count: int = 2) -> dict[str, Any]:
    """``items``: the first one, and the last one where there are more. Of a long question its
    beginning and end."""
    return _file(name, data) | {"count": count, "items": [[*map(short, item)] for item in items]}


def short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:20]}{text[-20:]} ({len(text)})"


def _coded(name: str, data: Bytes, row: int) -> dict[str, Any]:
    sentence = (
        f"Row {row} is not UTF-8 text; save the file as UTF-8 (or UTF-16 with its mark), or say "
        "what it is with --encoding."
    )
    return _refused(name, data, sentence, {"kind": "encoding", "row": row})


def _nul(name: str, data: Bytes, row: int) -> dict[str, Any]:
    sentence = (
        f"Row {row} has a NUL byte, which no table has: the file is UTF-16 without its mark, or "
        "damaged; save it again as UTF-8 (or UTF-16 with its mark)."
    )
    return _refused(name, data, sentence, {"kind": "nul", "row": row})


def _refused(name: str, data: Bytes, sentence: str, *faults: dict[str, Any]) -> dict[str, Any]:
    return _file(name, data) | {"sentence": sentence, "faults": [*faults]}
