"""Rows are read as tests/contract/rows.json says, which the page's tests read too."""

from __future__ import annotations

import base64
import json
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest

from shotglass.errors import MissingExtra
from shotglass.rows import (
    Columns,
    RowItem,
    UnreadableRows,
    answer_counts,
    answer_in,
    answer_space,
    objects,
    read_rows,
    read_rows_file,
    table,
    text_of,
)

ROOT = Path(__file__).parents[4]
GOLDEN = json.loads((ROOT / "tests/contract/rows.json").read_text("utf-8"))


def cases(section: str) -> Any:
    return pytest.mark.parametrize("case", GOLDEN[section], ids=lambda case: case["name"])


def read(case: dict[str, Any]) -> Any:
    return read_rows(case["text"], Columns(**case.get("chosen", {})), case.get("named"))


def plain(value: Any) -> Any:
    """An id that is not there is left out."""

    def parts(value: Any) -> dict[str, Any]:
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: part for name, part in named.items() if (name, part) != ("id", "")}

    return json.loads(json.dumps(value, default=parts))


@cases("rows")
def test_rows_give_the_items_of_the_golden_file(case: dict[str, Any]) -> None:
    assert plain(read(case)) == case["read"]


@cases("faults")
def test_what_is_no_list_of_items_is_refused_with_its_row(case: dict[str, Any]) -> None:
    with pytest.raises(UnreadableRows) as refused:
        read(case)
    assert [*refused.value.faults] == case["faults"]
    assert refused.value.more == case["more"]
    for fault in case["faults"]:
        if fault.get("row"):
            assert f"ow {fault['row']}" in str(refused.value)


@cases("bytes")
def test_bytes_are_text_or_refused_with_their_line(case: dict[str, Any]) -> None:
    data = base64.b64decode(case["base64"])
    if "text" in case:
        assert text_of(data, case.get("encoding")) == case["text"]
    else:
        with pytest.raises(UnreadableRows) as refused:
            text_of(data, case.get("encoding"))
        assert refused.value.faults == (case["fault"],)


@cases("answers")
def test_answers_are_counted_and_those_that_are_alike_are_told(case: dict[str, Any]) -> None:
    items = [
        RowItem(each["row"], "?", each["expected"], tuple(each["labels"])) for each in case["items"]
    ]
    counts = answer_counts(items, [item.row for item in items])
    assert json.loads(json.dumps([asdict(count) for count in counts])) == case["answers"]


@pytest.mark.parametrize("case", GOLDEN["spaces"], ids=lambda case: case["template"])
def test_the_template_decides_whether_an_answer_begins_with_a_space(case: dict[str, Any]) -> None:
    assert answer_space(case["template"]) == case["space"]
    for typed, exact in case["answers"]:
        assert answer_in(case["template"], typed) == exact
        assert answer_in(case["template"], exact) == exact


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "web/src/gallery").glob("*/task.json")),
    ids=lambda path: path.parent.name,
)
def test_every_answer_of_the_gallery_is_what_its_template_makes_of_it(path: Path) -> None:
    task = json.loads(path.read_text("utf-8"))
    prompt = task["prompt"]
    answers = [shot["output"] for shots in prompt["shot_sets"].values() for shot in shots]
    answers += [label["text"] for label in prompt.get("labels", [])]
    answers += [text for query in task["queries"] for text in query["expected"].values()]
    items = path.with_name("items.json")
    loaded = json.loads(items.read_text("utf-8"))["items"] if items.exists() else []
    answers += [text for item in loaded for text in item["expected"].values()]
    assert answers
    assert [answer_in(prompt["template"], text) for text in answers] == answers


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", [" " * 10**6 + ".", '"' * (10**6 + 1), '"' + "a" * 10**6])
def test_a_line_of_a_million_characters_is_refused_at_once(text: str) -> None:
    with pytest.raises(UnreadableRows):
        read_rows(text)


def test_parquet_without_its_reader_is_told_the_way_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = tmp_path / "rows.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(MissingExtra, match="Parquet is read by pyarrow"):
        read_rows_file(path, Columns())


def test_parquet_is_read_a_batch_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="Parquet is read by an extra")
    from pyarrow.parquet import write_table

    monkeypatch.setattr(objects, "BATCH", 2)
    rows = [{"input": f"house {n}", "expected": "yes", "id": n} for n in range(5)]
    path = tmp_path / "rows.parquet"
    write_table(pyarrow.Table.from_pylist(rows), path)
    items = read_rows_file(path, Columns()).items
    assert [(item.row, item.input, item.id) for item in items] == [
        (n + 1, f"house {n}", str(n)) for n in range(5)
    ]


def test_lines_of_json_are_not_held_as_objects() -> None:
    """Each going through parses them anew; an object is gone when the next one is read."""
    values = objects.objects('{"a": 1}\n\n  {"a": 2}\r\n{"a": 3}')
    assert values is not None
    assert [(row.row, row.values["a"]) for row in values] == [(1, 1), (3, 2), (4, 3)]
    assert next(iter(values)) is not next(iter(values))


def test_rows_of_a_table_are_not_held() -> None:
    rows = table.TableRows('a,"b\n c"\n\nd,"e\n')
    cells = [(1, ("a", "b\n c"), False), (2, ("",), False), (3, ("d", '"e'), True)]
    assert [(row.row, row.cells, row.open) for row in rows] == cells
    assert next(iter(rows)) is not next(iter(rows))
