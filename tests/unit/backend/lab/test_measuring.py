"""Measuring and searching for causes from Python: what may be given, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

import shotglass as sg
from shotglass import cli
from shotglass.engine.measurement.events import Measured, MeasureProgress, Planned
from shotglass.errors import InvalidRequest

PAIRS = [(f"the red house {n}", LABELS[n * n % 3 % 2].strip()) for n in range(10)]
PLAN: dict[str, Any] = {"conditions": {"k": [0, 2], "draws": 2}}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


@pytest.fixture(scope="module")
def model(root: Path) -> Iterator[sg.Model]:
    with sg.load(root / "tiny") as model:
        yield model


@pytest.fixture(scope="module")
def measured(model: sg.Model) -> sg.MeasureResult:
    return model.measure(PAIRS, TASK, PLAN)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    lines = [f"{text},{label}" for text, label in PAIRS]
    path.write_text("\n".join(["question,answer", *lines]), "utf-8")
    return path


def test_a_file_a_table_and_a_list_are_the_same_plan(
    model: sg.Model, measured: sg.MeasureResult, table: Path
) -> None:
    frame = pd.DataFrame(PAIRS, columns=["words", "kind"])
    objects = [{"input": text, "expected": label} for text, label in PAIRS]
    columns = {"input": "words", "expected": "kind"}

    assert model.measure(table, TASK, PLAN).plan == measured.plan
    assert model.measure(str(table), TASK, PLAN).record == measured.record
    assert model.measure(frame, TASK, PLAN, columns=columns).record == measured.record
    assert model.measure(objects, TASK, PLAN).record == measured.record
    assert model.measure(measured.plan).record == measured.record


def test_the_record_is_byte_for_byte_that_of_the_terminal(
    root: Path, measured: sg.MeasureResult, table: Path, tmp_path: Path
) -> None:
    (tmp_path / "task.json").write_text(json.dumps(TASK), "utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(PLAN), "utf-8")
    files = [tmp_path / "t.json", tmp_path / "t.csv"]
    words: list[Any] = ["measure", tmp_path / "task.json", "--items", table]
    words += ["--plan", tmp_path / "plan.json", "--model", "tiny", "--models", root]
    words += ["--into", files[0], "--into", files[1]]
    assert CliRunner().invoke(cli.cli, list(map(str, words))).exit_code == 0

    made = json.loads(files[0].read_text("utf-8"))["made"]
    own = replace(measured, made=made)
    assert own.save(tmp_path / "own.json").read_bytes() == files[0].read_bytes()
    assert own.save(tmp_path / "own.csv").read_bytes() == files[1].read_bytes()


def test_cells_and_readings_agree(measured: sg.MeasureResult) -> None:
    cells, readings = measured.to_pandas(), measured.readings()
    shares = readings.groupby("k")["right"].mean()

    assert list(cells["k"]) == [0, 2]
    assert list(cells["right"]) == pytest.approx(list(shares))
    assert (cells["low"] <= cells["right"]).all()
    assert (cells["right"] <= cells["high"]).all()
    assert measured.arrays()["right"].shape == (1, 3, 10)
    np.testing.assert_array_equal(measured.to_numpy()[:, 0], cells["right"])
    assert all(isinstance(each, list) for each in readings["logprobs"])


def test_comparisons_say_from_where_to_where(measured: sg.MeasureResult) -> None:
    (row,) = measured.comparisons()
    cells = measured.rows()

    assert (row["factor"], row["before"], row["after"]) == ("k", 0, 2)
    assert row["change"] == pytest.approx(cells[1]["right"] - cells[0]["right"])
    assert str(measured).count("k=0 -> k=2: ") == 1


def test_a_saved_record_opens_as_what_it_was(measured: sg.MeasureResult, tmp_path: Path) -> None:
    path = measured.save(tmp_path / "record.json")
    opened = sg.MeasureResult.open(path)

    assert opened == measured
    assert opened.save(tmp_path / "again.json").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("change", [{"record": "other"}, {"models": [{}]}, {"prompts": 3}])
def test_what_is_no_record_is_refused(
    change: dict[str, Any], measured: sg.MeasureResult, tmp_path: Path
) -> None:
    path = measured.save(tmp_path / "record.json")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")

    with pytest.raises(InvalidRequest, match="record"):
        sg.MeasureResult.open(path)


def test_spreads_are_those_of_the_sentences(measured: sg.MeasureResult) -> None:
    rows = measured.spreads()

    assert {row["factor"] for row in rows} == {"draw"}
    assert {row["count"] for row in rows} == {2}
    assert all(row["low"] <= row["range"] <= row["high"] for row in rows)
    assert str(measured).count(" draws, ") == len(rows)


def test_a_table_whose_columns_are_not_plain_says_how_to_name_them(model: sg.Model) -> None:
    rows = pd.DataFrame({"a": ["x", "y"], "b": ["v", "w"], "c": ["p", "q"]})

    with pytest.raises(InvalidRequest, match=r'say which with columns=\{"input": NAME'):
        model.measure(rows, TASK, PLAN)


def test_a_file_in_another_encoding_says_how_it_is_read_from_python(
    model: sg.Model, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("question,answer\ncaf\u00e9,yes\ntea,no\n".encode("cp1252"))

    with pytest.raises(InvalidRequest, match=r"Row 2 .* give what pandas\.read_csv\(encoding="):
        model.measure(path, TASK, PLAN)


def test_progress_hears_every_event(model: sg.Model) -> None:
    events: list[object] = []
    model.measure(PAIRS, TASK, PLAN, progress=events.append)

    assert isinstance(events[0], Planned)
    assert sum(isinstance(event, Measured) for event in events) == 3
    assert all(event.done > 0 for event in events if isinstance(event, MeasureProgress))


def test_a_template_alone_takes_its_examples_from_the_items(model: sg.Model) -> None:
    result = model.measure(PAIRS, "Q: {input}\nA:{output}\n\n")

    assert result.plan.pool == 2
    assert len(result.plan.questions) == 8
    assert set(result.plan.labels) == set(LABELS)


def test_rows_that_are_left_out_are_told(model: sg.Model) -> None:
    result = model.measure([*PAIRS, PAIRS[3]], TASK, PLAN)

    assert result.rows_read is not None
    assert result.rows_read.repeated == ((11, 4),)


def test_examples_heads_and_vectors_are_searched_for(model: sg.Model) -> None:
    results = {
        which: model.evidence(which, PAIRS, TASK, k=2, questions=3, **own)
        for which, own in (("example", {}), ("head", {"draws": 1}), ("vector", {"top": 2}))
    }

    assert [row["input"] for row in results["example"].rows()] == ["cat 0", "cat 1"]
    assert results["example"].to_numpy().shape == (2, 3)
    assert results["head"].to_numpy().shape[1:] == (2, 4)
    assert {row["ablating"] for row in results["head"].ablations()} == {"zero", "mean"}
    assert results["vector"].ablations() == []
    assert results["vector"].to_numpy().shape == (len(results["vector"].rows()) // 2, 2)
    assert all(len(result.to_pandas()) == len(result.rows()) for result in results.values())


@pytest.mark.parametrize(
    ("items", "prompt", "plan", "options", "words"),
    [
        ("nowhere.csv", TASK, PLAN, {}, "There is no file 'nowhere.csv'"),
        (PAIRS, None, PLAN, {}, "There is no prompt"),
        (PAIRS, TASK, "nothing", {}, "no plan 'nothing'; examples, order"),
        (PAIRS, TASK, {"condition": {}}, {}, "The plan: condition is"),
        (PAIRS, TASK, PLAN, {"columns": {"question": "a"}}, "columns names 'question'"),
        ([("a", "b", "c")], TASK, PLAN, {}, "a pair of question and answer was expected"),
        ([("a", "b"), ("a", "c")], TASK, PLAN, {}, "Row 2 asks what row 1 asks"),
        (PAIRS, TASK, PLAN, {"seeds": 3}, "There is no field 'seeds' of a plan"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_words(
    items: Any, prompt: Any, plan: Any, options: Any, words: str, model: sg.Model
) -> None:
    with pytest.raises(InvalidRequest, match=words):
        model.measure(items, prompt, plan, **options)


def test_an_option_that_no_search_has_is_refused(model: sg.Model) -> None:
    with pytest.raises(InvalidRequest, match="no option 'tops' of a search"):
        model.evidence("head", PAIRS, TASK, tops=3)
