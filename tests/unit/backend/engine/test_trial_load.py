"""A folder that nobody here made is tried in a confined process before the server loads it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from shotglass.contract import MANIFEST
from shotglass.engine import trial_load
from shotglass.engine.library import ModelFolder
from shotglass.engine.trial_load import TrialLoad
from shotglass.errors import ModelFolderError
from shotglass.machine import verified_models as seen


@pytest.fixture
def folder(tiny_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a good model on a machine that has seen none."""
    monkeypatch.setenv("SHOTGLASS_SEEN", str(tmp_path / "seen"))
    shutil.copytree(tiny_root / "tiny-gpt2", tmp_path / "tiny-gpt2")
    return tmp_path / "tiny-gpt2"


def replace(folder: Path, name: str, data: bytes) -> ModelFolder:
    """With a manifest that vouches for it."""
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return ModelFolder.open(folder)


def test_a_good_model_is_looked_at_once(folder, monkeypatch):
    opened = ModelFolder.open(folder)
    TrialLoad()(opened)
    assert seen.is_seen(opened.manifest)
    monkeypatch.setattr(trial_load, "run_confined", None)  # would fail if it were called
    TrialLoad()(opened)


def test_the_mark_is_of_the_files_and_not_of_the_name(folder):
    TrialLoad()(ModelFolder.open(folder))
    tokenizer = json.loads((folder / "tokenizer.json").read_text()) | {"padding": None}
    changed = replace(folder, "tokenizer.json", json.dumps(tokenizer, indent=3).encode())
    assert not seen.is_seen(changed.manifest)


def test_a_hostile_file_with_a_right_digest_is_refused_and_not_tried_again(folder, monkeypatch):
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    tokenizer["model"]["vocab"]["zz"] = 4294967295
    opened = replace(folder, "tokenizer.json", json.dumps(tokenizer).encode())
    look = TrialLoad()
    with pytest.raises(ModelFolderError):
        look(opened)
    monkeypatch.setattr(trial_load, "run_confined", None)  # would fail if it were called
    with pytest.raises(ModelFolderError):
        look(opened)
