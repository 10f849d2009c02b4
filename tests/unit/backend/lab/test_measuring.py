"""Measuring and searching for causes from Python: what may be given, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

import shotglass as sg
from shotglass import cli
from shotglass.engine.measurement.earlier import Earlier, EarlierReadings
from shotglass.engine.measurement.events import Measured, MeasureProgress, Planned
from shotglass.errors import InvalidRequest
from shotglass.events import End, Event

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


def test_form_and_calibrated_have_their_intervals_too(measured: sg.MeasureResult) -> None:
    cells = measured.to_pandas()
    for name, low, high in (
        ("form", "form_low", "form_high"),
        ("calibrated", "calibrated_low", "calibrated_high"),
    ):
        there = cells[cells[name].notna()]
        assert len(there) > 0
        assert ((there[low] <= there[name]) & (there[name] <= there[high])).all()
        assert (there[low] < there[high]).any()


def test_a_plot_says_of_which_model_it_is_and_on_how_many_questions(
    measured: sg.MeasureResult,
) -> None:
    matplotlib.use("agg")
    assert measured.plot().get_title() == "tiny, n = 10"


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
    with pytest.warns(UserWarning, match="left out: row 11"):
        result = model.measure([*PAIRS, PAIRS[3]], TASK, PLAN)

    assert result.rows_read is not None
    assert result.rows_read.repeated == ((11, 4),)


def test_examples_heads_and_vectors_are_searched_for(model: sg.Model) -> None:
    results = {
        which: model.causes(which, PAIRS, TASK, k=2, questions=3, **own)
        for which, own in (("example", {}), ("head", {"draws": 1}), ("vector", {"top": 2}))
    }

    assert [row["input"] for row in results["example"].rows()] == ["cat 0", "cat 1"]
    assert results["example"].to_numpy().shape == (2, 3)
    assert results["head"].to_numpy().shape[1:] == (2, 4)
    assert {row["ablating"] for row in results["head"].ablations()} == {"zero", "mean"}
    assert results["vector"].ablations() == []
    assert results["vector"].to_numpy().shape == (len(results["vector"].rows()) // 2, 2)
    assert all(len(result.to_pandas()) == len(result.rows()) for result in results.values())
    for which, words in (("example", "left out"), ("head", "by random to"), ("vector", "vector")):
        assert words in str(results[which])
        again = model.causes(which, results[which].request)
        assert again.figures == results[which].figures


def test_what_an_earlier_run_has_read_is_not_asked_again(
    model: sg.Model, measured: sg.MeasureResult
) -> None:
    whole: list[Event] = []
    rest: list[Event] = []
    model.measure(measured.plan, progress=whole.append)
    read = [event for event in whole if isinstance(event, Measured)]
    left = [EarlierReadings(x.model, x.condition, x.prompts, x.readings) for x in read[:-1]]
    earlier = Earlier((measured.record.models[0].fingerprint,), tuple(left))
    result = model.measure(measured.plan, earlier=earlier, progress=rest.append)

    assert result.record == measured.record
    tokens = [
        next(event.prompt_tokens for event in events if isinstance(event, End))
        for events in (whole, rest)
    ]
    assert tokens[1] < tokens[0]


@pytest.mark.parametrize(
    ("items", "prompt", "plan", "options", "words"),
    [
        ("nowhere.csv", TASK, PLAN, {}, "There is no file 'nowhere.csv'"),
        (PAIRS, None, PLAN, {}, "There is no prompt"),
        (PAIRS, TASK, "nothing", {}, "no plan 'nothing'; examples, order"),
        (PAIRS, TASK, {"condition": {}}, {}, "no field 'condition' of a plan"),
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
        model.causes("head", PAIRS, TASK, tops=3)


@pytest.mark.parametrize(
    "heads",
    [[sg.head_off(0, 0)], [(0, 0)], [{"layer": 0, "head": 0}]],
    ids=["change", "pair", "json"],
)
def test_heads_are_switched_off_in_any_of_three_writings(model: sg.Model, heads: Any) -> None:
    plan = model.measure(PAIRS, TASK, PLAN, heads_off=heads).plan
    assert plan.to_json()["heads_off"] == ({"layer": 0, "head": 0},)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"heads_off": "0.0"}, "heads_off is '0.0'; a list of objects was expected."),
        ({"heads_off": [3]}, "heads_off.0 is 3; an object was expected."),
        (
            {"heads_off": [sg.head_off(0, 0, by="mean")]},
            "heads_off.0.by is 'mean'; there is no such key",
        ),
        ({"pool": "12"}, "pool is '12'; a whole number was expected."),
        ({"difference": "x"}, "difference is 'x'; a number was expected."),
        ({"seed": {1}}, "seed is '{1}'; a whole number was expected."),
        ({"difference": float("nan")}, "difference is nan"),
        ({"nosuch": 1}, "There is no field 'nosuch' of a plan; known are conditions"),
        ({"model": "b"}, "There is no field 'model' of a plan"),
    ],
)
def test_a_field_of_a_plan_that_does_not_fit_is_refused_by_its_name(
    model: sg.Model, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        model.measure(PAIRS, TASK, PLAN, **changes)
    assert words in str(caught.value)


@pytest.mark.parametrize("options", [{"k": "4"}, {"draws": 1.5}, {"questions": None}, {"on": 1}])
def test_an_option_of_a_search_that_does_not_fit_is_refused(
    model: sg.Model, options: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRequest, match=min(options)):
        model.causes("head", PAIRS, TASK, **options)


def test_numbers_of_numpy_are_numbers(model: sg.Model) -> None:
    changes = {"seed": np.int64(3), "difference": np.float32(0.25)}
    plan = model.measure(PAIRS, TASK, PLAN, **changes).plan
    assert (plan.seed, plan.difference) == (3, 0.25)


def test_rows_that_are_left_out_and_answers_that_look_alike_are_warned_of(
    model: sg.Model, table: Path
) -> None:
    answer = PAIRS[0][1]
    more = ["", f"{PAIRS[0][0]},{answer}", f"another house,{answer.upper()}"]
    table.write_text("\n".join([table.read_text("utf-8"), *more]), "utf-8")
    with pytest.warns(UserWarning, match="left out|differs") as caught:
        model.measure(table, {**TASK, "labels": []}, PLAN)
    assert [str(warning.message) for warning in caught] == [
        "Empty, left out: row 12",
        "Asked before with the same answer, left out: row 13",
        f"The answer {answer.upper()} differs from {answer} in case only: row 14; they are "
        "counted as two answers.",
    ]
    assert {warning.filename for warning in caught} == {__file__}


def test_what_a_run_costs_is_known_without_it(model: sg.Model) -> None:
    cost = model.measure_cost(PAIRS, TASK, PLAN)
    assert sum(each.prompts for each in cost.costs) > 0
    planned = model.causes_cost("head", PAIRS, TASK, k=2, draws=2)
    assert planned.runs > 0
    assert planned.seconds > 0
