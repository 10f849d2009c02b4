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
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

from shotglass import cli
from shotglass.engine.measurement.plan import PlanItem, sampled
from shotglass.engine.measurement.randomness import POOL, permutation
from shotglass.engine.measurement.record import plan_and_readings
from shotglass.engine.measurement.standard_plans import read_plan, standard_plans
from shotglass.errors import InvalidRequest
from shotglass.prompting import Prompt
from shotglass.rows import Columns, UnreadableRows, read_rows_file
from shotglass.terminal.measuring.items import columns_of

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
    assert "k=4 -> calibrated: " in found.stdout
    assert "n is not enough to say" in found.stdout
    assert "27 prompts of 3 conditions" in found.stderr
    kept, readings = plan_and_readings(json.loads(record.read_text("utf-8")))
    assert [item.expected for item in kept.items] == [LABELS[n % 2] for n in range(6)]
    assert len(readings[0]) == 3
    assert len(list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))) == 3 * 6

    again = shell("measure", record)
    assert again.exit_code == 0, again.output
    assert "The same bit for bit: " in again.stderr


def test_heads_that_are_off_stand_in_the_record_and_in_the_readings(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    record, table = tmp_path / "record.json", tmp_path / "rows.csv"
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [0, 2]}})
    asked = ("measure", task, "--items", items, "--plan", plan, "--heads-off", "1.2, 0.3")
    told = shell(*asked, "--into", record, "--into", table)
    assert told.exit_code == 0, told.output
    assert "Without the heads 1.2, 0.3 (layer.head, from 0)" in told.stderr
    saved = json.loads(record.read_text("utf-8"))
    assert saved["plan"]["heads_off"] == [{"layer": 1, "head": 2}, {"layer": 0, "head": 3}]
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert {row["heads_off"] for row in rows} == {"1.2 0.3"}
    again = shell("measure", record)
    assert "The same bit for bit: " in again.stderr
    for words, part in (
        ((*asked[:-1], "1.2,x"), "heads such as 17.5,3.0 were expected"),
        ((*asked[:-1], "1.2,7.0"), "There is no layer 7"),
        (("measure", record, "--heads-off", "0.0"), "a record keeps its own heads"),
    ):
        refused = shell(*words).exception
        assert isinstance(refused, InvalidRequest)
        assert part in str(refused)


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


def test_of_one_draw_a_line_says_that_it_holds_for_these_examples(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [0, 2], "draws": 1}})

    found = shell("measure", task, "--items", items, "--plan", plan)

    (line,) = [line for line in found.stdout.splitlines() if line.startswith("k=0 -> k=2")]
    assert line.endswith(", for this one set of examples")


def measured(shell: Shell, task: Path, items: Path, folder: Path) -> Path:
    """The record of a measurement without examples."""
    record = folder / "record.json"
    plan = written(folder / "plan.json", {"conditions": {"k": [0]}})
    told = shell("measure", task, "--items", items, "--plan", plan, "--into", record)
    assert told.exit_code == 0, told.output
    return record


DOCTORED: dict[str, Callable[[dict[str, Any]], object]] = {
    "record.prompts[0][0]": lambda record: record["prompts"][0].__setitem__(0, "0" * 64),
    "record.models[0].graph": lambda record: record["models"][0].__setitem__("graph", "0" * 64),
    "record.figures.chance": lambda record: record["figures"].__setitem__("chance", 0.123),
    "record.questions[0]": lambda record: record["questions"].__setitem__(0, 5),
}


@pytest.mark.parametrize("place", DOCTORED)
def test_a_record_with_another_prompt_file_or_figure_is_noticed(
    shell: Shell, task: Path, items: Path, tmp_path: Path, place: str
) -> None:
    record = measured(shell, task, items, tmp_path)
    whole = json.loads(record.read_text("utf-8"))
    DOCTORED[place](whole)
    again = shell("measure", written(record, whole))
    assert again.exit_code == 1
    assert f"first {place}: " in again.stderr


def test_another_fingerprint_is_told_beside_the_same_readings(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    record = measured(shell, task, items, tmp_path)
    whole = json.loads(record.read_text("utf-8"))
    whole["models"][0]["fingerprint"] = "0"
    again = shell("measure", written(record, whole))
    assert again.exit_code == 0
    assert "tiny has another fingerprint" in again.stderr
    assert ": 0 then, fp_" in again.stderr
    assert "The same bit for bit: " in again.stderr


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
    assert "Not the same: 1 of " in found.stderr
    assert "first record.readings[0][0].items[1][0]: " in found.stderr


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
    plans = standard_plans(Prompt.from_json(TASK), 10)
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
        read_plan(name, Prompt.from_json(TASK), 10)


def test_a_table_of_any_names_is_measured_and_how_it_was_read_is_said(
    shell: Shell, task: Path, tmp_path: Path
) -> None:
    items, record = tmp_path / "items.tsv", tmp_path / "record.json"
    lines = ["key\tremark\tmood", *(f"{n}\thouse {n}\t{['mat', 'dog'][n % 2]}" for n in range(5))]
    items.write_text("\n".join([*lines[:3], "", *lines[3:], lines[1]]), "utf-8")

    columns = "input=remark,expected=mood"
    found = shell("measure", task, "--items", items, "--columns", columns, "--into", record)

    assert found.exit_code == 0, found.output
    assert "5 rows; input = remark, expected = mood; not used: key" in found.stderr
    assert "Empty, left out: row 4" in found.stderr
    assert "Asked before with the same answer, left out: row 8" in found.stderr
    assert "Answers begin with a space: yes" in found.stderr
    plan, _ = plan_and_readings(json.loads(record.read_text("utf-8")))
    expected = [PlanItem(f"house {n}", LABELS[n % 2]) for n in range(5)]
    assert list(plan.items) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            b"one,two,three\na,b,c\n",
            "rows.csv: The columns are one, two, three, .*--columns input=NAME",
        ),
        (b"input,expected\na,b,c\n", "rows.csv: Row 2 has 3 cells; 2 were expected"),
        (b"input,expected\n\xff,b\n", "rows.csv: Row 2 is not UTF-8"),
        (b"", "rows.csv: There is no row"),
        (b"[{", "rows.csv: This is not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_row(
    tmp_path: Path, text: bytes, words: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(text)
    with pytest.raises(UnreadableRows, match=words):
        read_rows_file(path, Columns() if text[:3] != b"one" else Columns(expected="three"))


@pytest.mark.parametrize("columns", ["input", "input=a,input=b", "output=a", "input:a"])
def test_columns_that_say_nothing_are_refused(columns: str) -> None:
    with pytest.raises(InvalidRequest, match="input=NAME,expected=NAME"):
        columns_of(columns)


def test_a_task_of_a_folder_of_content_is_taken_by_its_prompt(
    shell: Shell, items: Path, tmp_path: Path
) -> None:
    own = {"prompt": TASK, "queries": [{"input": "house", "expected": {"s": " mat"}}], "order": 1}
    task = written(tmp_path / "task.json", own)
    for words in (("measure", task, "--items", items, "--only-cost"), ("compare", task)):
        result = shell(*words)
        assert result.exit_code == 0, result.output


def test_a_task_without_items_is_refused_with_the_option_that_gives_some(
    shell: Shell, tmp_path: Path
) -> None:
    task = written(tmp_path / "task.json", {"prompt": TASK | {"items": []}})
    result = shell("measure", task, "--only-cost")
    assert isinstance(result.exception, InvalidRequest)
    assert str(result.exception) == (
        "The prompt of the task has no items; questions with their answers were expected: give "
        "them with --items FILE."
    )


def test_a_task_without_examples_takes_some_of_the_items_as_examples() -> None:
    task = Prompt.from_json(TASK | {"shot_sets": {}})
    plans = standard_plans(task, 120)
    assert plans["examples"].conditions.k == (0, 1, 2, 4, 8)
    assert [plans[name].pool for name in ("examples", "order", "labels", "format")] == [8, 4, 4, 4]
    assert standard_plans(task, 7)["examples"].pool == 2
    assert standard_plans(Prompt.from_json(TASK), 120)["examples"].pool == 0


def test_a_plan_that_varies_nothing_says_so(shell: Shell, task: Path, items: Path) -> None:
    plan = written(items.with_name("plan.json"), {"conditions": {"k": [0], "content_free": []}})
    found = shell("measure", task, "--items", items, "--plan", plan, "--only-cost")
    assert "6 prompts of 1 condition, about" in found.stderr
    assert "Nothing is varied, so nothing is compared" in found.stderr


def test_so_many_questions_are_asked_as_the_page_chooses_them(
    shell: Shell, task: Path, items: Path, tmp_path: Path
) -> None:
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [0]}, "pool": 1, "seed": 5})
    record = tmp_path / "record.json"
    asked = ("measure", task, "--items", items, "--plan", plan, "--questions", 2)
    assert shell(*asked, "--into", record).exit_code == 0
    kept, _ = plan_and_readings(json.loads(record.read_text("utf-8")))
    chosen = sorted(permutation(5, POOL, 6)[:3])
    assert [item.input for item in kept.items] == [f"house, {n}" for n in chosen]
    assert len(kept.questions) == 2
    assert sampled(kept.items, 9, 0) == kept.items


def test_ids_of_rows_in_another_encoding_stand_in_the_table(
    shell: Shell, task: Path, tmp_path: Path
) -> None:
    rows, table = tmp_path / "rows.csv", tmp_path / "readings.csv"
    rows.write_bytes("id,text,label\nA-1,naïve,mat\nA-2,café,dog\n".encode("cp1252"))
    asked = ("measure", task, "--items", rows, "--plan", written(tmp_path / "plan.json", {}))
    refused = shell(*asked)
    assert "Row 2 is not UTF-8 text; " in str(refused.exception)
    assert "--encoding" in str(refused.exception)
    read = shell(*asked, "--encoding", "windows-1252", "--into", table)
    assert read.exit_code == 0, read.output
    assert "2 rows; input = text, expected = label, id = id\n" in read.stderr
    lines = csv.DictReader(io.StringIO(table.read_text("utf-8")))
    assert {(line["item"], line["id"], line["input"]) for line in lines} == {
        ("1", "A-1", "naïve"),
        ("2", "A-2", "café"),
    }


def test_another_ending_than_json_and_csv_is_refused(shell: Shell, task: Path) -> None:
    found = shell("measure", task, "--into", "record.txt")
    assert isinstance(found.exception, InvalidRequest)
    assert ".json, .csv, .shotglass or .html was expected" in str(found.exception)


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
    assert "The same bit for bit: " in again.stderr


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


def test_more_items_than_one_record_holds_are_measured_in_shards_and_go_on(
    shell: Shell, task: Path, tmp_path: Path
) -> None:
    items, record, table = tmp_path / "items.jsonl", tmp_path / "r.json", tmp_path / "r.csv"
    rows = [{"input": f"house {n}", "expected": LABELS[n % 2].strip()} for n in range(1001)]
    items.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    plan = written(tmp_path / "plan.json", {"conditions": {"k": [0], "content_free": []}})
    asked = ("measure", task, "--items", items, "--plan", plan)

    assert "name the record, such as --into record.json" in str(shell(*asked).exception)
    first = shell(*asked, "--into", record, "--into", table)
    assert first.exit_code == 0, first.output
    assert "1,001 prompts of 1 condition" in first.stderr
    assert "In 3 shards of up to 500 questions" in first.stderr
    whole = json.loads(record.read_text("utf-8"))
    assert len(whole["shards"]["sha256"]) == 3
    assert whole["plan"]["items"]["count"] == 1001
    lines = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert [line["item"] for line in lines] == [str(n + 1) for n in range(1001)]

    (tmp_path / "r.json.shards" / "000001.json").unlink()
    again = shell(*asked, "--into", record, "--json")
    assert json.loads(record.read_text("utf-8"))["digest"] == whole["digest"]
    kinds = [json.loads(line)["type"] for line in again.stdout.splitlines()]
    assert kinds == ["planned", "summary"]
    for words, part in (
        ((*asked, "--heads-off", "0.1", "--into", record), "up to 1,000 items"),
        (
            ("measure", task, "--plan", "which-head", "--heads-off", "0.1"),
            "--heads-off and --on are for",
        ),
    ):
        assert part in str(shell(*words).exception)
