"""The cases of rows.json: rows as people bring them and, by hand, what is read of each; bytes and
their text; whole files. The page has two rules of these, whether answers begin with a space in a
template and how a text is parted into cells."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from shotglass.rows.table import TableRows

from .rows_faults import faults
from .rows_files import files

HOT, BIG = ("hot", "cold"), ("big", "small")
ARROWS = "hot -> cold\n\nbig → small\n"


def make() -> dict[str, list[Any]]:
    return {
        "rows": _rows(),
        "faults": faults(),
        "bytes": _bytes(),
        "spaces": _spaces(),
        "answers": _answers(),
        "files": files(),
        "tables": _tables([*_rows(), *faults()]),
    }


def _tables(cases: list[Any]) -> list[Any]:
    """The cells of all texts that are no JSON, as Python parts them."""
    tables = [
        case for case in cases if not case["text"].lstrip("\ufeff \t\r\n").startswith(("[", "{"))
    ]
    return [
        {
            "name": case["name"],
            "text": case["text"],
            "cells": [row._asdict() for row in TableRows(case["text"])],
        }
        for case in tables
    ]


def _read(name: str, text: str, items: list[tuple[Any, ...]], **more: Any) -> dict[str, Any]:
    """``items``: row, question, answer and perhaps labels; ``ids``: by row. The columns are by
    default input and expected of a table that names them."""
    read = {"columns": columns(), "names": ["input", "expected"], "header": True}
    read |= {"blank": [], "repeated": [], "quotes": []} | more
    asked = {key: read.pop(key) for key in ("chosen", "named") if key in read}
    ids = read.pop("ids", {})
    rows = [
        {"row": row, "input": input, "expected": expected, "labels": list(*labels)}
        | ({"id": ids[row]} if row in ids else {})
        for row, input, expected, *labels in items
    ]
    return {"name": name, "text": text, **asked, "read": {"items": rows, **read}}


def columns(
    input: str = "input",
    expected: str = "expected",
    labels: str | None = None,
    id: str | None = None,
) -> dict[str, str | None]:
    return {"input": input, "expected": expected, "labels": labels, "id": id}


def plain(count: int = 2, **more: Any) -> dict[str, Any]:
    """A table without names."""
    names = [str(place + 1) for place in range(count)]
    return {"columns": columns(*names), "names": names, "header": False, **more}


def _rows() -> list[Any]:
    two = [(2, *HOT), (3, *BIG)]
    text_label = {"columns": columns("text", "label"), "names": ["text", "label"]}
    return [
        _read("a table", "input,expected\nhot,cold\nbig,small\n", two),
        _read("other names are no item", "text,label\nhot,cold\nbig,small\n", two, **text_label),
        _read(
            "names in capitals, turned round, with more of them",
            "ID,Answer,Note,Question\n7,cold,x,hot\n8,small,,big\n",
            two,
            columns=columns("Question", "Answer", id="ID"),
            ids={2: "7", 3: "8"},
            names=["ID", "Answer", "Note", "Question"],
        ),
        _read(
            "of several names the first that is known as the question",
            "answer,expected,input\nwarm,cold,hot\ntiny,small,big\n",
            two,
            names=["answer", "expected", "input"],
        ),
        _read(
            "names that nobody knows, above answers that repeat",
            "review,mood\ngood,pos\nbad,neg\nfine,pos\ndull,neg\n",
            [(2, "good", "pos"), (3, "bad", "neg"), (4, "fine", "pos"), (5, "dull", "neg")],
            columns=columns("review", "mood"),
            names=["review", "mood"],
        ),
        _read(
            "names above answers that repeat in another case",
            "Frage;Antwort\nDer Hund;Tier\nDie Rose;Pflanze\nDie Katze;tier\nDas Gras;Pflanze\n",
            [
                (2, "Der Hund", "Tier"),
                (3, "Die Rose", "Pflanze"),
                (4, "Die Katze", "tier"),
                (5, "Das Gras", "Pflanze"),
            ],
            columns=columns("Frage", "Antwort"),
            names=["Frage", "Antwort"],
        ),
        _read(
            "no names where the first answer comes again",
            "dog,animal\nfig,food\ncat,animal\npea,food\n",
            [(1, "dog", "animal"), (2, "fig", "food"), (3, "cat", "animal"), (4, "pea", "food")],
            **plain(),
        ),
        _read(
            "names that nobody knows, with capitals above small letters",
            "Wort;Gegenteil\nheiß;kalt\ngroß;klein\nalt;jung\n",
            [(2, "heiß", "kalt"), (3, "groß", "klein"), (4, "alt", "jung")],
            columns=columns("Wort", "Gegenteil"),
            names=["Wort", "Gegenteil"],
        ),
        _read(
            "no names where others have capitals too",
            "Haus;house\nHund;dog\nrot;red\nBaum;tree\n",
            [(1, "Haus", "house"), (2, "Hund", "dog"), (3, "rot", "red"), (4, "Baum", "tree")],
            **plain(),
        ),
        _read(
            "no names where the rows below are too few to say",
            "Hot,Cold\nbig,small\nold,young\n",
            [(1, "Hot", "Cold"), (2, *BIG), (3, "old", "young")],
            **plain(),
        ),
        _read("no names", "hot,cold\nbig,small", [(1, *HOT), (2, *BIG)], **plain()),
        *_numbered(),
        _read(
            "chosen names",
            "a,b,c\nx,hot,cold\ny,big,small\n",
            two,
            chosen={"input": "b", "expected": "c"},
            columns=columns("b", "c"),
            names=["a", "b", "c"],
        ),
        _read(
            "a chosen answer, and the question by its name",
            "text,label,gold\nhot,0,cold\nbig,1,small\n",
            two,
            chosen={"expected": "GOLD"},
            columns=columns("text", "gold"),
            names=["text", "label", "gold"],
        ),
        _read(
            "columns by number",
            "x,cold,hot\ny,small,big\n",
            [(1, *HOT), (2, *BIG)],
            chosen={"input": "3", "expected": "2"},
            **plain(3, columns=columns("3", "2")),
        ),
        _read(
            "a first row that is said to be an item",
            "text,label\nbig,small",
            [(1, "text", "label"), (2, *BIG)],
            named=False,
            **plain(),
        ),
        _read(
            "a first row that is said to name the columns",
            "heiß,kalt\nhot,cold\nbig,small",
            two,
            named=True,
            columns=columns("heiß", "kalt"),
            names=["heiß", "kalt"],
        ),
        _read(
            "labels of one's own",
            "expected,labels,input\ncold,cold | warm,hot\nsmall,,big\n",
            [(2, *HOT, ["cold", "warm"]), (3, *BIG)],
            columns=columns(labels="labels"),
            names=["expected", "labels", "input"],
        ),
        _read(
            "labels without names",
            "hot,cold,cold|warm\nbig,small,large|small",
            [(1, *HOT, ["cold", "warm"]), (2, *BIG, ["large", "small"])],
            **plain(3, columns=columns("1", "2", "3")),
        ),
        _read(
            "quotes with a comma, a quote and a line break",
            'input,expected\n"a ""b"",\nc",x\n"d",y\n',
            [(2, 'a "b",\nc', "x"), (3, "d", "y")],
        ),
        _read(
            "a quote that is not closed is kept, and said",
            'input,expected\n"hot,cold\nbig,small\n',
            [(2, '"hot', "cold"), (3, *BIG)],
            quotes=[2],
        ),
        _read(
            "a mark, CRLF and white space around cells",
            "\ufeffinput , expected\r\n hot\u00a0,\u3000cold\r\nbig,small\r\n",
            two,
        ),
        _read("line ends of old", "input,expected\rhot,cold\rbig,small", two),
        _read(
            "tabs",
            "input\texpected\nhot, very\tcold\nbig\tsmall",
            [(2, "hot, very", "cold"), (3, *BIG)],
        ),
        _read(
            "semicolons",
            "input;expected\nhot, very;cold\nbig;small",
            [(2, "hot, very", "cold"), (3, *BIG)],
        ),
        _read("arrows", ARROWS, [(1, *HOT), (3, *BIG)], **plain(blank=[2])),
        _read(
            "empty rows are left out, and said",
            "\n,\ninput,expected\n\nhot,cold\n , \nbig,small\n\n\n",
            [(5, *HOT), (7, *BIG)],
            blank=[1, 2, 4, 6],
        ),
        _read(
            "doubled rows are left out, and said",
            "input,expected\nhot,cold\nbig,small\nhot , cold\nhot,cold\n",
            two,
            repeated=[[4, 2], [5, 2]],
        ),
        *_classes_first(),
        *_json_rows(),
    ]


def _numbered() -> list[Any]:
    """A column of numbers, with a name above it or without one."""
    three = [(2, *HOT), (3, *BIG), (4, "alt", "jung")]
    lines = ("1,hot,cold", "2,big,small", "3,alt,jung")
    rest = {
        "columns": columns("frage", "antwort"),
        "chosen": {"input": "frage", "expected": "antwort"},
    }
    table = "\n".join(lines)
    return [
        _read(
            "a name that is cut, above numbers",
            f"Nr.,Frage,Antwort\n{table}",
            three,
            **rest | {"columns": columns("Frage", "Antwort")},
            names=["Nr.", "Frage", "Antwort"],
        ),
        _read(
            "no name above numbers, as a table of pandas has it",
            f",frage,antwort\n{table}",
            three,
            **rest,
            names=["", "frage", "antwort"],
        ),
        _read(
            "names above answers that are numbers",
            "Aufgabe,Ergebnis\n1 + 1,2\n2 + 2,4\n2 + 3,5",
            [(2, "1 + 1", "2"), (3, "2 + 2", "4"), (4, "2 + 3", "5")],
            columns=columns("Aufgabe", "Ergebnis"),
            names=["Aufgabe", "Ergebnis"],
        ),
        _read(
            "no names where the first row has a number too",
            "zwei,2\ndrei,3\nvier,4\nsechs,6",
            [(1, "zwei", "2"), (2, "drei", "3"), (3, "vier", "4"), (4, "sechs", "6")],
            **plain(),
        ),
    ]


def _classes_first() -> list[Any]:
    texts = ("Call me, later", "You won!", "See you", "Free now")
    kinds = ("ham", "spam", "ham", "spam")
    turned = columns("2", "1")
    lines = "".join(f"{kind}\t{text}\n" for kind, text in zip(kinds, texts, strict=True))
    items = list(zip((1, 2, 3, 4), texts, kinds, strict=True))
    objects = [{"kind": kind, "said": text} for kind, text in zip(kinds, texts, strict=True)]
    named = {"columns": columns("said", "kind"), "names": ["kind", "said"]}
    return [
        _read(
            "a class before each text, without names", lines, items, **plain() | {"columns": turned}
        ),
        _read(
            "a class before each text, in JSON of other names", json.dumps(objects), items, **named
        ),
        _read(
            "a class before each text, below other names",
            "kind\tsaid\n" + lines,
            [(row + 1, *rest) for row, *rest in items],
            **named,
        ),
    ]


def _json_rows() -> list[Any]:
    one_two = [(1, *HOT), (2, *BIG)]
    text_label = {"columns": columns("text", "label", id="id"), "names": ["text", "label", "id"]}
    return [
        _read(
            "a JSON list",
            '[{"input": "hot", "expected": "cold"}, {"input": "big", "expected": "small"}]',
            one_two,
        ),
        _read(
            "an object with a list",
            '{"version": 1, "items": [{"input": "hot", "expected": " cold"}, '
            '{"input": "big", "expected": "small"}]}',
            one_two,
        ),
        _read(
            "JSON Lines with an empty line",
            '{"text": "hot", "label": "cold", "id": 7}\n\n{"label": "small", "text": "big"}\r\n',
            [(1, *HOT), (3, *BIG)],
            **text_label,
            ids={1: "7"},
        ),
        _read("one line", '{"input": "hot", "expected": "cold"}', [(1, *HOT)]),
        _read(
            "whole numbers and truth values are answers",
            '[{"text": "hot", "label": 1}, {"text": "big", "label": -2.0}, '
            '{"text": "odd", "label": true}]',
            [(1, "hot", "1"), (2, "big", "-2"), (3, "odd", "true")],
            columns=columns("text", "label"),
            names=["text", "label"],
        ),
        _read(
            "labels as a list, and as a text",
            '[{"question": "hot", "choices": ["cold", "warm"], "answer": "cold"}, '
            '{"question": "big", "choices": "large|small", "answer": "small"}, '
            '{"question": "odd", "choices": null, "answer": "even"}]',
            [(1, *HOT, ["cold", "warm"]), (2, *BIG, ["large", "small"]), (3, "odd", "even")],
            columns=columns("question", "answer", "choices"),
            names=["question", "choices", "answer"],
        ),
        _read(
            "what begins like JSON and is none",
            "[sic] hot,cold\n{a} big,small",
            [(1, "[sic] hot", "cold"), (2, "{a} big", "small")],
            **plain(),
        ),
    ]


def _bytes() -> list[Any]:
    text = "text,label\nné,ja\n"
    fault = {"kind": "encoding"}
    japanese, half = "text,label\n猫,はい\n".encode("shift_jis"), b"text,label\n\x82"
    bad = {"kind": "encoded", "row": 2, "encoding": "shift_jis"}
    cases: list[tuple[Any, ...]] = [
        ("UTF-8", text.encode(), text),
        ("UTF-8 with its mark", b"\xef\xbb\xbf" + text.encode(), text),
        ("UTF-16 as a spreadsheet writes it", b"\xff\xfe" + text.encode("utf-16-le"), text),
        ("UTF-16 the other way round", b"\xfe\xff" + text.encode("utf-16-be"), text),
        ("Latin-1", text.encode("latin-1"), {**fault, "row": 2}),
        ("UTF-16 without its mark", text.encode("utf-16-le"), {**fault, "row": 2}),
        ("UTF-16 without its mark, of ASCII", b"a\0,\0b\0", {"kind": "nul", "row": 1}),
        ("a NUL byte in an encoding by its name", b"a,b\nc,\0", {"kind": "nul", "row": 2}, "big5"),
        ("half a character of UTF-16", b"\xff\xfea", {**fault, "row": 1}),
        ("Latin-1 by its name", text.encode("latin-1"), text, "windows-1252"),
        ("a byte that is open", b"a\x81\x93", "a\x81“", "windows-1252"),
        ("Shift JIS by its name", japanese, "text,label\n猫,はい\n", "shift_jis"),
        ("half a character of Shift JIS", half, bad, "shift_jis"),
        ("Chinese by its name", "好，是".encode("gb18030"), "好，是", "gb18030"),
    ]
    return [
        {
            "name": name,
            "base64": b64encode(data).decode(),
            **dict(zip(("encoding",), chosen, strict=False)),
            "fault" if isinstance(read, dict) else "text": read,
        }
        for name, data, read, *chosen in cases
    ]


def _answers() -> list[Any]:
    """How often each is expected, and which differ by their writing alone."""

    def case(name: str, items: list[tuple[Any, ...]], *counts: tuple[Any, ...]) -> dict[str, Any]:
        rows = [
            {"row": row, "expected": expected, "labels": list(*labels)}
            for row, expected, *labels in items
        ]
        keys = ("answer", "count", "like", "by", "places")
        return {
            "name": name,
            "items": rows,
            "answers": [
                dict(zip(keys, (*count, None, [], [])[:5], strict=True)) for count in counts
            ],
        }

    def alike(name: str, often: str, other: str, *by: str) -> dict[str, Any]:
        items = [(2, other), (3, often), (5, often)]
        return case(name, items, (often, 2), (other, 1, often, list(by), [2]))

    return [
        case("none is like another", [(1, "no"), (2, "yes"), (3, "yes")], ("yes", 2), ("no", 1)),
        alike("another case", "ticket", "Ticket", "case"),
        alike("another width", "ABC", "\uff21\uff22\uff23", "width"),
        alike("halfwidth signs of two parts", "\u30ac", "\uff76\uff9e", "width"),
        alike("another composition", "caf\u00e9", "cafe\u0301", "composition"),
        alike("a sign that is not seen", "no", "no\u200b", "signs"),
        alike("a space before it", " no", "no", "spaces"),
        alike("two spaces within", "not now", "not  now", "spaces"),
        alike("a wide space, which is a space too", "not now", "not\u3000now", "spaces"),
        alike("several at once", "yes", " \uff39es ", "spaces", "width", "case"),
        case("numbers in circles are others", [(1, "1"), (2, "\u2460")], ("1", 1), ("\u2460", 1)),
        case(
            "an answer to choose from that no row expects",
            [(1, "a", ["a", "b", "B"]), (2, "b", ["a", "b"]), (4, "b", ["b", "B"])],
            ("b", 2),
            ("a", 1),
            ("B", 0, "b", ["case"], [1, 4]),
        ),
        case(
            "of those that are expected as often the first",
            [(1, "Yes"), (2, "yes"), (3, "YES")],
            ("Yes", 1),
            ("yes", 1, "Yes", ["case"], [2]),
            ("YES", 1, "Yes", ["case"], [3]),
        ),
    ]


def _spaces() -> list[Any]:
    spaced = [
        "{input} ->{output}\n", "Review: {input}\nSentiment:{output}\n\n",
        "[Q] {input}\n[A]{output}\n",
        "{input}{reasoning}\nSo:{output}\n", "“{input}”{output}", "{input}}}{output}",
        "문제: {input}\n답{output}\n",
    ]  # fmt: skip
    tight = [
        "{input}{output}", "Q: {input}\nA:\n{output}\n", "{input}\t{output}",
        "{input} \u00a0{output}",
        "{input} [{output}]", "{input} ({output})", '{input} "{output}"',
        "{input} «{output}»", "{input} <{output}>",
        "{input} {{{output}}}", "评论：{input}\n情感：{output}\n",
        "{input} は{output}", "{input}「{output}」",
        "{input}:{reasoning}{output}", "{input}\u3000{output}",
    ]  # fmt: skip
    answers = {
        " ": [("no", " no"), (" no", " no"), ("  no ", " no"), ("\u00a0no", " no"), ("", "")]
    }
    answers[""] = [("no", "no"), (" no", "no"), ("no no\n", "no no"), (" ", "")]
    return [
        {"template": template, "space": space, "answers": answers[space]}
        for space, templates in ((" ", spaced), ("", tight))
        for template in templates
    ]
