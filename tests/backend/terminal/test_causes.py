"""``shotglass measure --plan which-example`` and its like: what is printed and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from measured_task import LABELS, TASK
from tiny import write_tiny_folder

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
        ("which-vector", "task vector at layer "),
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
    kinds = [event["type"] for event in json.loads(into.read_text("utf-8"))]
    assert kinds == ["planned", f"{plan.removeprefix('which-')}s", "end"]


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
