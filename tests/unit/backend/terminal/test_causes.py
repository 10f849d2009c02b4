"""``shotglass measure --plan which-example`` and its like: what is printed and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder

from shotglass import cli
from shotglass.errors import InvalidRequest

Shell = Callable[..., Result]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3, heads=8, kv_heads=2)
    items = [{"input": f"house {n}", "expected": LABELS[n % 2]} for n in range(6)]
    (root / "task.json").write_text(json.dumps(TASK | {"items": items}), "utf-8")
    return root


@pytest.fixture
def shell(root: Path) -> Shell:
    def run(plan: str, *more: object) -> Result:
        words = ["measure", root / "task.json", "--plan", plan, "--models", root, *more]
        return CliRunner().invoke(cli.cli, [*map(str, words)])

    return run


@pytest.mark.parametrize(
    ("plan", "shown"),
    [
        ("which-example", '"cat 3 dog": left out '),
        ("which-head", "1 heads by random to mean: right "),
        ("which-vector", "task vector after layer "),
    ],
)
def test_what_was_found_is_printed_and_written(
    shell: Shell, tmp_path: Path, plan: str, shown: str
) -> None:
    into = tmp_path / "found.json"
    result = shell(plan, "--into", into)
    assert result.exit_code == 0, result.output
    assert shown in result.stdout
    assert "questions after 4 examples, about" in result.stderr
    record = json.loads(into.read_text("utf-8"))
    assert record["search"] == plan.removeprefix("which-")
    examples = [(one["input"], one["output"]) for one in record["planned"]["examples"]]
    assert examples == [(one["input"], one["output"]) for one in TASK["shot_sets"]["main"][:4]]


@pytest.mark.parametrize("plan", ["which-example", "which-head", "which-vector"])
def test_a_record_of_causes_is_searched_again_to_the_bit(
    shell: Shell, root: Path, tmp_path: Path, plan: str
) -> None:
    into, again = tmp_path / "found.json", tmp_path / "again.json"
    shell(plan, "--into", into)

    def measured(path: Path, *more: object) -> Result:
        words = ("measure", path, "--models", root, *more)
        return CliRunner().invoke(cli.cli, [*map(str, words)])

    same = measured(into, "--into", again)
    assert same.exit_code == 0, same.output
    assert "The same bit for bit: " in same.stderr
    first, second = (json.loads(path.read_text("utf-8")) for path in (into, again))
    assert first | {"made": ""} == second | {"made": ""}

    first["figures"]["n"] += 1
    into.write_text(json.dumps(first), "utf-8")
    other = measured(into)
    assert other.exit_code == 1
    assert "Not the same: 1 of " in other.stderr
    assert "record.figures.n: " in other.stderr


def test_the_cost_alone_is_said_and_nothing_found(shell: Shell) -> None:
    result = shell("which-example", "--only-cost")
    assert "runs of" in result.stderr
    assert result.stdout == ""


def test_with_json_every_event_is_a_line(shell: Shell) -> None:
    events = [json.loads(line) for line in shell("which-example", "--json").stdout.splitlines()]
    assert events[0]["type"] == "planned"
    assert events[-1]["type"] == "end"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [(("--into", "x.csv"), "a name with .json was expected"), (("--other", "b"), "one model")],
)
def test_what_does_not_fit_is_refused(shell: Shell, more: tuple[str, ...], sentence: str) -> None:
    result = shell("which-head", *more)
    assert isinstance(result.exception, InvalidRequest) or sentence in result.output
    assert sentence in f"{result.exception}{result.output}"
