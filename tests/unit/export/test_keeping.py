"""Keeping a run among those that ship: what is copied, what is thinned, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shotglass.errors import RunFolderError, TrainingFailed
from shotglass.training_runs.library import RECORDED
from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.cli import MOST_STEPS, keep_run

RECIPES = Path(__file__).parents[3] / "export" / "recipes"
START = {
    "kind": "start", "format": 1, "time": 0, "name": "toy", "recipe": {}, "parameters": 1,
    "tokens_total": 9, "steps_total": 1000,
}  # fmt: skip
DONE = {"kind": "done", "step": 1000, "tokens": 9, "time": 2, "seconds": 2}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "recipe.toml").write_text('name = "toy"')
    (folder / "data.json").write_text("{}")
    steps = [{"kind": "step", "step": n, "tokens": n, "loss": 1.0} for n in range(1, 1001)]
    write(folder, [START, *steps, DONE])
    return folder


def write(folder: Path, lines: list[dict]) -> None:
    (folder / METRICS).write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_a_finished_run_is_kept_with_its_first_and_last_step_and_no_more_than_needed(
    run: Path, tmp_path: Path
) -> None:
    kept = keep_run(run, tmp_path / "kept")
    lines = read(kept / METRICS).lines
    steps = [line["step"] for line in lines if line["kind"] == "step"]
    assert lines[0]["kind"] == "start"
    assert lines[-1]["kind"] == "done"
    assert len(steps) == MOST_STEPS
    assert (steps[0], steps[-1]) == (1, 1000)
    assert sorted(path.name for path in kept.iterdir()) == [
        "data.json", METRICS, "recipe.toml",
    ]  # fmt: skip


def test_a_run_that_has_not_ended_is_refused_with_the_step_it_is_at(
    run: Path, tmp_path: Path
) -> None:
    lines = [json.loads(line) for line in (run / METRICS).read_text().splitlines()]
    write(run, lines[:-1])
    with pytest.raises(TrainingFailed, match="not ended .* step 1000"):
        keep_run(run, tmp_path / "kept")


def test_every_run_that_ships_is_whole_and_says_what_it_was_trained_on() -> None:
    kept = sorted(path for path in RECORDED.iterdir() if path.is_dir())
    assert kept
    for folder in kept:
        lines = read(folder / METRICS)
        assert lines.faulty == 0
        assert lines.lines[-1]["kind"] == "done"
        for source in json.loads((folder / "data.json").read_text())["sources"]:
            assert source["licence"]
            # A recipe's own text may ship where the recipe is one of this repository.
            ours = source["name"] == "recipe-text" and is_ours(folder / "recipe.toml")
            assert source["may_ship"] or ours


def is_ours(recipe: Path) -> bool:
    written = RECIPES / f"{recipe.parent.name}.toml"
    return written.is_file() and written.read_text() == recipe.read_text()


def test_a_run_without_a_line_that_can_be_read_is_refused(run: Path, tmp_path: Path) -> None:
    (run / METRICS).write_text("damaged\n")
    with pytest.raises(RunFolderError, match="has no line that can be read"):
        keep_run(run, tmp_path / "kept")
