"""``shotglass export`` by the command itself: for a person, and a JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.models.tiny import LOOSE, write_tiny_folder

from shotglass.errors import ExportFailed, ModelNotFound
from shotglass_export.formats import export as exporting
from shotglass_export.formats.command import export
from shotglass_export.formats.registry import FORMATS


@pytest.fixture(autouse=True)
def _loose_gates(monkeypatch):
    """Random weights cannot meet the gates of a real model."""
    monkeypatch.setattr(exporting, "Tolerances", lambda: LOOSE)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama")
    return root


def run(models: Path, *arguments: object) -> Result:
    words = [str(argument) for argument in (*arguments, "--models", models)]
    return CliRunner().invoke(export, words)


def test_a_person_gets_a_card_with_every_check(models, tmp_path):
    done = run(models, "tiny", "--format", "int8", "-o", tmp_path / "out")
    assert done.exit_code == 0, done
    for said in ("tiny as int8", "checker", "mean KL", "likeliest", "ms a token", "MB in 5 files"):
        assert said in done.stdout
    assert "Writing weights" in done.stderr


def test_a_program_gets_progress_that_never_goes_back_and_the_report(models, tmp_path):
    done = run(models, "tiny", "--format", "int8", "-o", tmp_path / "out", "--json")
    assert done.exit_code == 0, done
    *progress, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert {line["type"] for line in progress} == {"progress"}
    shares = [line["share"] for line in progress]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert all(line["text"] for line in progress)
    assert last["type"] == "done"
    assert last["report"] == json.loads((tmp_path / "out" / "export.json").read_text())


def test_the_help_has_a_line_for_each_format_of_the_registry():
    text = " ".join(CliRunner().invoke(export, ["--help"]).stdout.split())
    for format in FORMATS.values():
        assert f"{format.name} {format.purpose} ({', '.join(format.precisions)})" in text


def test_a_failure_is_a_line_and_an_exit_code(models, tmp_path):
    words = "tiny", "--format", "int8", "--precision", "fp32", "-o", tmp_path / "out", "--json"
    done = run(models, *words)
    assert done.exit_code == 1
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["type"], last["status"]) == ("failed", 400)
    assert "it comes in int8" in last["detail"]


def test_a_model_folder_goes_as_well_as_an_id(models, tmp_path):
    done = run(models, models / "tiny", "--format", "portable", "-o", tmp_path / "out")
    assert done.exit_code == 0, done
    assert "tiny as portable" in done.stdout


@pytest.mark.parametrize(("model", "error"), [("other", ModelNotFound), ("../other", ExportFailed)])
def test_a_model_that_is_not_there_is_said_so(models, tmp_path, model, error):
    done = run(models, model, "--format", "portable", "-o", tmp_path / "out")
    assert isinstance(done.exception, error)
    assert not (tmp_path / "out").exists()
