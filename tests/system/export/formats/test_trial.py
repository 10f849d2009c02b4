"""A portable graph that nobody here made is tried, confined, before an export reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from outer.hostile.handmade import spoilt_graphs
from support.models.tiny import manifest_of, write_tiny_folder

from shotglass.errors import ModelFolderError
from shotglass.machine.verified_models import EXPORTS, is_seen, remember
from shotglass_export.formats import source as first_look
from shotglass_export.formats.export import export_model
from shotglass_export.formats.source import look_first
from shotglass_export.progress import silent


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHOTGLASS_SEEN", str(tmp_path / "seen"))
    return write_tiny_folder(tmp_path, "tiny", "gpt2", layers=1)


def test_what_was_imported_here_needs_no_look(model, monkeypatch):
    monkeypatch.setattr(first_look, "run_confined", None)  # would fail if it were called
    look_first(model, silent)


@pytest.mark.parametrize("family", ["gpt2", "llama", "bert"])
def test_a_good_model_of_another_machine_is_looked_at_once(tmp_path, monkeypatch, family):
    folder = write_tiny_folder(tmp_path, "tiny", family, layers=1)
    monkeypatch.setenv("SHOTGLASS_SEEN", str(tmp_path / "seen"))  # a machine that has seen none
    remember(manifest_of(folder))  # the server's look is of other graphs
    told: list[str] = []
    for _ in range(2):
        look_first(folder, lambda stage, share: told.append(stage))
    assert told == ["Trying the model in a confined process"]
    assert is_seen(manifest_of(folder), EXPORTS)


def test_a_graph_that_is_none_is_one_sentence_and_nothing_is_made(model, tmp_path):
    spoilt = {name: folder for name, _, folder in spoilt_graphs(model, tmp_path, "portable.onnx")}
    with pytest.raises(ModelFolderError, match=r"tiny is not exported: .* DecodeError"):
        export_model(spoilt["onnx-cut"], "int8", None, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not is_seen(manifest_of(spoilt["onnx-cut"]), EXPORTS)
