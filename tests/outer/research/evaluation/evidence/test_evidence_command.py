"""``shotglass evidence`` on a tiny model and a small gallery: what it keeps, records and writes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.inputs.small_gallery import write_small_gallery
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine
from shotglass_research.evaluation.evidence import recording as recordings
from shotglass_research.evaluation.evidence.command import evidence
from shotglass_research.evaluation.evidence.plans import ids_for, jobs
from shotglass_research.evaluation.evidence.recording import MeasuredBeforeTheRule
from shotglass_research.evaluation.evidence.runs import Kept
from shotglass_research.evaluation.record import marks


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    write_tiny_folder(tmp_path / "models", "tiny", "llama", 1)
    gallery = write_small_gallery(tmp_path / "gallery")
    write_task_of_its_own(gallery)
    monkeypatch.setattr(
        "shotglass_research.evaluation.evidence.command.rule_commit", lambda: ("", "")
    )
    return [
        "--model", "tiny", "--models", tmp_path / "models", "--tasks-in", gallery,
        "--records", tmp_path / "records", "--threads", 1,
    ]  # fmt: skip


def write_task_of_its_own(gallery: Path) -> None:
    """For the model "tiny" alone: no items but three questions, which share their answers."""
    shots = [{"input": f"{i}", "output": " a" if i % 2 else " b"} for i in range(8)]
    prompt = {
        "template": "Word: {input}\nName:{output}\n\n", "shot_sets": {"one": shots},
        "query": {"input": "cow"}, "labels": [{"text": " a"}, {"text": " b"}],
    }  # fmt: skip
    queries = [{"input": word, "expected": {"one": " a"}} for word in ("cow", "cat", "sky")]
    task = {"id": "own", "order": 2, "model": "tiny", "queries": queries, "prompt": prompt}
    (gallery / "own").mkdir()
    (gallery / "own" / "task.json").write_text(json.dumps(task))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evidence, [str(argument) for argument in arguments])


def recorded(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def test_records_are_kept_and_the_second_run_measures_nothing(
    where: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    done = run(*where, "--out", first)
    assert done.exit_code == 0, done.output
    monkeypatch.setattr(Engine, "open", None)
    again = run(*where, "--out", second)
    assert again.exit_code == 0, again.output

    assert first.read_text() == second.read_text()
    kept = [path.name for path in (tmp_path / "records").iterdir()]
    assert len(kept) == 3 + 4
    assert all(name.startswith(("tiny.small.", "tiny.own.")) for name in kept)
    tasks = {task["id"]: task for task in recorded(first)["models"][0]["tasks"]}
    assert list(tasks["small"]["plans"]) == ["order", "examples", "format"]
    assert list(tasks["own"]["plans"]) == ["order", "examples", "labels", "format"]
    assert (tasks["small"]["n"], tasks["own"]["n"]) == (6, 3)


def test_figures_are_those_of_the_kept_records(where: list[object], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run(*where, "--out", out).exit_code == 0

    (model,) = recorded(out)["models"]
    for task in model["tasks"]:
        for name, plan in task["plans"].items():
            (path,) = (tmp_path / "records").glob(f"tiny.{task['id']}.{name}.*.json")
            figures = recorded(path)["figures"]
            cells = [list(cell["right"].values()) for cell in figures["cells"]]
            if name != "order":
                assert [one["right"] for one in plan["points"]] == rounded(cells)
            if name == "labels":
                slope = figures["slopes"][0]["slope"]["value"]
                assert plan["figure"][0] == pytest.approx(slope, abs=1e-4)
            if name in ("order", "format"):
                spreads = {one["measure"]: one["spread"] for one in figures["spreads"]}
                assert plan["figure"][0] == pytest.approx(
                    spreads["right"]["range"]["value"], abs=1e-4
                )
                assert plan["p"] == pytest.approx(spreads["right"]["p"], rel=0.01)
            assert plan["level"] == pytest.approx(1 - 0.05 / 7)  # of 7 none is called
            if name == "order" and task["id"] == "own":
                assert [plan["calibrated"]] == rounded([spreads["calibrated"]["range"].values()])
            if name == "examples":
                assert plan["figure"][0] == pytest.approx(cells[-1][0] - cells[0][0], abs=1e-4)


def rounded(rows: list[Any]) -> list[list[float]]:
    return [[round(value, 4) for value in row] for row in rows]


def test_what_is_not_measured_yet_is_said_and_nothing_is_made_up(
    where: list[object], tmp_path: Path
) -> None:
    document = tmp_path / "evidence.md"
    begin, end = marks("evidence")
    document.write_text(f"Before.\n{begin}\nold\n{end}\nAfter.\n")
    out = tmp_path / "out.json"
    done = run(*where, "--plan", "order", "--task", "own", "--out", out, "--readme", document)
    assert done.exit_code == 0, done.output

    (model,) = recorded(out)["models"]
    there = [
        (task["id"], name)
        for task in model["tasks"]
        for name, plan in task["plans"].items()
        if plan is not None
    ]
    assert there == [("own", "order")]
    text = document.read_text()
    assert "1 of 7 plans measured" in text
    assert text.count("Not measured yet: tiny on any task.") == 3
    assert "Not measured yet: tiny on small." in text
    assert text.count("\n| own |") == 1
    assert "old" not in text


def test_only_a_record_of_this_plan_and_model_counts(where: list[object], tmp_path: Path) -> None:
    assert run(*where, "--plan", "order").exit_code == 0
    gallery = tmp_path / "gallery"
    task = json.loads((gallery / "small" / "task.json").read_text())
    task["prompt"]["template"] = "{input} ={output}\n"
    (gallery / "small" / "task.json").write_text(json.dumps(task))
    out = tmp_path / "out.json"
    assert run(*where, "--only-record", "--out", out).exit_code == 0

    (small, own) = recorded(out)["models"][0]["tasks"]
    assert small["plans"]["order"] is None
    assert own["plans"]["order"] is not None


def test_a_broken_record_counts_as_none(where: list[object], tmp_path: Path) -> None:
    assert run(*where, "--plan", "order", "--task", "own").exit_code == 0
    (path,) = (tmp_path / "records").iterdir()
    path.write_text(path.read_text()[:100])

    done = run(*where, "--plan", "order", "--task", "own")
    assert done.exit_code == 0, done.output
    assert json.loads(path.read_text())["record"]


def test_what_was_measured_before_the_rule_is_not_judged_by_it(
    where: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*where, "--plan", "order", "--task", "own").exit_code == 0
    later = ("0" * 40, "2999-01-01T00:00:00+00:00")
    monkeypatch.setattr(recordings, "ASKED", later)

    done = run(*where, "--only-record")
    assert isinstance(done.exception, MeasuredBeforeTheRule)
    assert "delete the record and measure again" in str(done.exception)


def test_a_run_that_was_cut_off_goes_on(
    where: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    wanted = (*where, "--plan", "order", "--task", "own")
    with monkeypatch.context() as patched:
        patched.setattr(Kept, "write", fail)
        run(*wanted)
    (beside,) = (tmp_path / "records").glob("*.unfinished")
    assert len(beside.read_text().splitlines()) == 1 + 12  # what it is of, and every order

    assert run(*wanted).exit_code == 0
    assert [path.suffix for path in (tmp_path / "records").iterdir()] == [".json"]


def test_readings_may_be_older_than_the_rule_that_judges_them_again(
    where: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*where, "--plan", "order", "--task", "own").exit_code == 0
    later = ("0" * 40, "2999-01-01T00:00:00+00:00")
    monkeypatch.setattr("shotglass_research.evaluation.evidence.command.rule_commit", lambda: later)
    out = tmp_path / "out.json"

    assert run(*where, "--only-record", "--out", out).exit_code == 0

    rule = recorded(out)["rule"]
    assert (rule["commit"], rule["asked"]) == (later[0], recordings.ASKED[0])


def test_the_rule_has_a_commit() -> None:
    commit, at = recordings.rule_commit()
    if not commit:
        pytest.skip("This is no checkout: the rule's commit is known to git alone.")
    assert len(commit) == 40
    assert at.startswith("20")


def test_the_rules_commit_has_the_rule_of_today_wherever_its_file_stood() -> None:
    commit, _ = recordings.rule_commit()
    if not commit:
        pytest.skip("This is no checkout: the rule's commit is known to git alone.")
    rule = recordings.RULE

    blob = git("hash-object", rule.name).strip()
    if git("status", "--porcelain", "--", rule.name):
        pytest.skip("The rule is being changed: it has no commit yet.")

    assert blob in git("ls-tree", "-r", "--full-tree", commit)


def git(*words: str) -> str:
    command = ["git", "-C", str(recordings.RULE.parent), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_task_that_names_a_model_is_for_it_alone(where: list[object], tmp_path: Path) -> None:
    gallery = tmp_path / "gallery"
    assert ids_for("tiny", gallery) == ["small", "own"]
    assert ids_for("another", gallery) == ["small"]
    assert {job.task for job in jobs("another", gallery)} == {"small"}
