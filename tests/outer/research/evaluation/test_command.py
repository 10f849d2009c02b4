"""``shotglass evaluate --gallery`` on a tiny model and small gallery."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.inputs.small_gallery import write_small_gallery
from support.models.tiny import write_tiny_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine import Engine
from shotglass.errors import NotFound
from shotglass_research.cli import evaluate
from shotglass_research.evaluation.gallery import render_table
from shotglass_research.evaluation.record import marks, put_into

BEGIN, END = marks("verdicts")


@pytest.fixture
def where(tmp_path: Path) -> list[object]:
    write_tiny_folder(tmp_path / "models", "tiny", "llama", 1)
    gallery = write_small_gallery(tmp_path / "gallery")
    kept = tmp_path / "kept.jsonl"
    return [
        "--gallery", "tiny", "--models", tmp_path / "models", "--task", "small",
        "--tasks-in", gallery, "--readings", kept,
    ]  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_a_record_names_its_model_and_a_second_run_says_the_same_without_it(
    where: list[object], tmp_path: Path, monkeypatch
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    done = run(*where, "--out", first)
    assert done.exit_code == 0, done.output
    monkeypatch.setattr(Engine, "open", None)
    assert run(*where, "--out", second).exit_code == 0

    data = json.loads(first.read_text())
    manifest = Manifest.from_json((tmp_path / "models" / "tiny" / MANIFEST).read_text("utf-8"))
    assert first.read_text() == second.read_text()
    assert data["model"]["graph"] == manifest.files["native-fp32.onnx"].sha256
    assert data["model"]["precision"] == "fp32"
    assert [task["n"] for task in data["tasks"]] == [6]
    assert render_table(data) in done.stdout


def test_another_precision_is_another_model(where: list[object], tmp_path: Path) -> None:
    """The readings in fp32 are not taken for those in 8 bits."""
    write_tiny_folder(tmp_path / "models", "both", "llama", 1, add=["int8"])
    both = ["both" if argument == "tiny" else argument for argument in where]
    exact, fast = tmp_path / "exact.json", tmp_path / "fast.json"
    for file, precision in ((exact, "fp32"), (fast, "int8")):
        done = run(*both, "--out", file, "--precision", precision)
        assert done.exit_code == 0, done.output

    models = [json.loads(file.read_text())["model"] for file in (exact, fast)]
    assert [model["precision"] for model in models] == ["fp32", "int8"]
    assert models[0]["graph"] != models[1]["graph"]


def test_fewer_items_on_request(where: list[object], tmp_path: Path) -> None:
    assert run(*where, "--limit", 3, "--out", tmp_path / "out.json").exit_code == 0

    assert json.loads((tmp_path / "out.json").read_text())["tasks"][0]["n"] == 3


def test_the_table_goes_between_its_markers(where: list[object], tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n")

    for _ in range(2):
        done = run(*where, "--readme", readme)
        assert done.exit_code == 0, done.output

    text = readme.read_text()
    assert text.startswith(f"Before.\n\n{BEGIN}\n\n")
    assert text.endswith(f"\n\n{END}\n\nAfter.\n")
    assert "old" not in text
    assert text.count("| small | a | 6 |") == 1 + 3  # the short table, and three measures


def test_a_readme_without_markers_is_left_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Nothing here.\n")

    with pytest.raises(NotFound, match="put both lines where the table goes"):
        put_into(readme, "verdicts", "table")
    assert readme.read_text() == "Nothing here.\n"
