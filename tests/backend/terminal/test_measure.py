"""``shotglass measure``: items from CSV and JSON, the standard plans and plans as files, what is
written, and a record measured again."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from measured_task import LABELS, TASK
from tiny import write_tiny_folder

from shotglass import cli
from shotglass.engine.measurement.plan import PlanItem
from shotglass.engine.measurement.record import plan_and_readings
from shotglass.errors import InvalidJson, InvalidRequest
from shotglass.prompting import Prompt
from shotglass.terminal.measured_items import read_items, read_plan, standard_plans

Shell = Callable[..., Result]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


@pytest.fixture
def shell(root: Path) -> Shell:
    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli.cli, [*map(str, arguments), "--models", str(root)])

    return run


@pytest.fixture
def task(tmp_path: Path) -> Path:
    return written(tmp_path / "task.json", TASK)


@pytest.fixture
def items(tmp_path: Path) -> Path:
    path = tmp_path / "items.csv"
    rows = [f'"house, {n}",{LABELS[n % 2].strip()}' for n in range(6)]
    path.write_text("\n".join(["input,expected", *rows]) + "\n", "utf-8")
    return path


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def test_rows_of_a_csv_file_give_a_sentence_and_both_files(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    record, table = tmp_path / "record.json", tmp_path / "rows.csv"
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [0, 4], "draws": 2}})

    found = shell(
        "measure", task, "--items", items, "--plan", plan, "--into", record, "--into", table
    )

    assert found.exit_code == 0, found.output
    assert "k=0 -> k=4" in found.stdout
    assert "n is not enough to say" in found.stdout
    assert "27 prompts of 3 conditions" in found.stderr
    kept, readings = plan_and_readings(json.loads(record.read_text("utf-8")))
    assert [item.expected for item in kept.items] == [LABELS[n % 2] for n in range(6)]
    assert len(readings[0]) == 3
    assert len(list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))) == 3 * 6

    again = shell("measure", record)
    assert again.exit_code == 0, again.output
    assert "The same readings, bit for bit." in again.stderr


@pytest.mark.parametrize(
    ("varied", "names"),
    [
        ({"k": [3], "orders": 2, "formats": ["own", "arrow"]}, {"k=3 arrow draw=2", "k=3 own"}),
        ({"k": [1, 3]}, {"k=1", "k=3"}),
        ({"k": [2], "formats": ["own", "arrow"]}, {"k=2", "k=2 own", "k=2 arrow"}),
    ],
)
def test_a_line_about_orders_draws_or_formats_names_what_they_have_in_common(
    shell: Shell, task: Path, items: Path, tmp_path: Path, varied: Any, names: set[str]
) -> None:
    plan = written(tmp_path / "plan.json", {"conditions": varied | {"draws": 2}})

    found = shell("measure", task, "--items", items, "--plan", plan)

    about = {line.split(": ")[0] for line in found.stdout.splitlines() if "to the highest" in line}
    assert names <= about
    assert "tiny" not in about


def test_a_record_with_another_reading_is_noticed(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record.json"
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [2], "content_free": []}})
    shell("measure", task, "--items", items, "--plan", plan, "--into", record)
    whole = json.loads(record.read_text("utf-8"))
    whole["readings"][0][0]["items"][1][0] += 1e-15 * abs(whole["readings"][0][0]["items"][1][0])
    whole["readings"][0][0]["items"][1][0] += 1e-14

    found = shell("measure", written(record, whole))

    assert found.exit_code == 1
    assert "1 of 1 conditions have other readings" in found.stderr


def test_only_the_cost_is_printed_where_no_more_is_wanted(
    shell: Shell, task: Path, items: Path
) -> None:
    found = shell("measure", task, "--items", items, "--only-cost")
    assert found.exit_code == 0
    assert "prompts of" in found.stderr
    assert found.stdout == ""


def test_json_is_the_events(shell: Shell, task: Path, items: Path, tmp_path: Path) -> None:
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [1]}})
    found = shell("measure", task, "--items", items, "--plan", plan, "--json")
    kinds = [json.loads(line)["type"] for line in found.stdout.splitlines()]
    assert [kind for kind in kinds if kind != "progress"] == [
        "planned",
        "measured",
        "summary",
        "end",
    ]


def test_the_standard_plans_ask_what_their_question_needs() -> None:
    plans = standard_plans(Prompt.from_json(TASK))
    assert plans["examples"].conditions.k == (0, 1, 2, 4, 8)
    assert plans["examples"].conditions.draws == 8
    assert plans["order"].conditions.orders == 24
    assert plans["labels"].conditions.labels == (1.0, 0.75, 0.5, 0.25, 0.0, "names", "none")
    assert len(plans["format"].conditions.formats) == 8


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("nothing", "There is no plan 'nothing'; examples, order"),
        ({"k": 3}, "there is no such key"),
    ],
)
def test_a_plan_that_cannot_be_read_says_why(tmp_path: Path, plan: Any, words: str) -> None:
    name = plan if isinstance(plan, str) else str(written(tmp_path / "plan.json", plan))
    with pytest.raises(InvalidRequest, match=words):
        read_plan(name, Prompt.from_json(TASK))


def test_items_as_json_may_have_answers_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"input": "x", "expected": " a", "labels": [" a", " b"]},
        {"input": "y", "expected": "mat"},
    ]
    expected = (PlanItem("x", " a", (" a", " b")), PlanItem("y", " mat"))
    assert read_items(written(tmp_path / "a.json", rows), LABELS) == expected
    assert read_items(written(tmp_path / "b.json", {"items": rows}), LABELS) == expected


def test_csv_keeps_quotes_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text('\ufeffinput,expected,labels\n"a ""b""\nc", x, x| y\n中,mat,\n', "utf-8")
    assert read_items(path, LABELS) == (
        PlanItem('a "b"\nc', " x", (" x", " y")), PlanItem("中", " mat"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("question,answer\na,b\n", "has the columns question, answer"),
        ("", "has the columns none"),
        ("input,expected\na,b,c\n", "line 2, does not have as many values"),
        ("input,expected\na\n", "line 2, does not have as many values"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_line(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "items.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidRequest, match=words):
        read_items(path, LABELS)


def test_files_that_are_no_items_are_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_bytes(b"input,expected\n\xff,b\n")
    (tmp_path / "odd.json").write_text("[")
    with pytest.raises(InvalidRequest, match="not UTF-8"):
        read_items(tmp_path / "odd.csv", LABELS)
    with pytest.raises(InvalidJson, match="is not JSON"):
        read_items(tmp_path / "odd.json", LABELS)
    with pytest.raises(InvalidRequest, match="holds no list of items"):
        read_items(written(tmp_path / "a.json", {"rows": []}), LABELS)
    with pytest.raises(InvalidRequest, match="item 1: expected is missing"):
        read_items(written(tmp_path / "b.json", [{"input": "x"}]), LABELS)


def test_another_ending_than_json_and_csv_is_refused(shell: Shell, task: Path) -> None:
    found = shell("measure", task, "--into", "record.txt")
    assert isinstance(found.exception, InvalidRequest)
    assert ".json or .csv was expected" in str(found.exception)


def test_a_run_that_is_killed_goes_on_and_writes_the_record_it_would_have_written(
    shell: Shell, root: Path, task: Path, tmp_path: Path
) -> None:
    items = [{"input": f"the red house {n}", "expected": LABELS[n % 2]} for n in range(80)]
    asked = [
        "measure", str(task), "--items", str(written(tmp_path / "items.json", items)),
        "--plan", str(written(tmp_path / "plan.json", {"conditions": {"k": [4], "draws": 16}})),
        "--into", str(tmp_path / "record.json"),
    ]  # fmt: skip
    unfinished = tmp_path / "record.json.unfinished"
    command = [sys.executable, "-m", "shotglass", *asked, "--models", str(root)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:
        while not unfinished.exists() or unfinished.read_bytes().count(b"\n") < 3:
            assert killed.poll() is None, "it was through before it could be killed"
            time.sleep(0.01)
        killed.kill()
    unfinished.write_bytes(unfinished.read_bytes() + b'{"type": "measured", "mod')

    found = shell(*asked)

    assert found.exit_code == 0, found.output
    assert "of 16 conditions were measured before" in found.stderr
    assert not unfinished.exists()
    again = shell("measure", tmp_path / "record.json")
    assert "The same readings, bit for bit." in again.stderr


def test_what_another_plan_has_left_is_not_taken_over(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record.json"
    left = tmp_path / "record.json.unfinished"
    left.write_text(json.dumps({"plan": "0" * 64, "fingerprints": ["other"]}) + "\n", "utf-8")

    found = shell("measure", task, "--items", items, "--plan", "order", "--into", record)

    assert found.exit_code == 0, found.output
    assert "measured before" not in found.stderr
    assert not left.exists()
