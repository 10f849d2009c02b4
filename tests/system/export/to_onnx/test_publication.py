"""A folder appears whole or not at all, whatever kills the import and whenever."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed
from shotglass_export.importing import is_installed
from shotglass_export.to_onnx.publication import publication


def visible(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if not path.name.startswith("."))


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir())


def test_the_folder_appears_when_the_block_ends(tmp_path):
    with publication(tmp_path / "model") as building:
        (building / "a").write_text("new")
        assert visible(tmp_path) == []
    assert (tmp_path / "model" / "a").read_text() == "new"
    assert folders(tmp_path) == ["model"]


def test_an_error_leaves_the_old_folder_as_it_was(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a").write_text("old")

    def fail() -> None:
        with publication(tmp_path / "model") as building:
            (building / "a").write_text("new")
            raise ImportFailed("It stopped.")

    with pytest.raises(ImportFailed):
        fail()
    assert (tmp_path / "model" / "a").read_text() == "old"
    assert folders(tmp_path) == ["model"]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path):
    full = OSError(errno.ENOSPC, "No space left on device")
    sentence = pytest.raises(ImportFailed, match="No space left on device.*make room")
    with sentence, publication(tmp_path / "model"):
        raise full
    assert folders(tmp_path) == []


def test_a_new_folder_replaces_the_old_one(tmp_path):
    for text in ("old", "new"):
        with publication(tmp_path / "model") as building:
            (building / text).write_text(text)
    assert [path.name for path in (tmp_path / "model").iterdir()] == ["new"]
    assert folders(tmp_path) == ["model"]


def test_two_imports_at_once_are_refused(tmp_path):
    with publication(tmp_path / "one"):  # noqa: SIM117  the second is what must fail
        with pytest.raises(ImportFailed, match="one at a time"), publication(tmp_path / "two"):
            pass
    assert folders(tmp_path) == ["one"]


def test_what_a_dead_import_left_is_removed_by_the_next(tmp_path):
    (tmp_path / ".model.new").mkdir()
    (tmp_path / ".model.new" / "half").write_text("")
    (tmp_path / ".model.old").mkdir()
    (tmp_path / "model").mkdir()
    with publication(tmp_path / "other"):
        pass
    assert folders(tmp_path) == ["model", "other"]


def test_an_exchange_cut_in_the_middle_brings_the_old_folder_back(tmp_path):
    (tmp_path / ".model.old").mkdir()
    (tmp_path / ".model.old" / "a").write_text("old")
    with publication(tmp_path / "other"):
        pass
    assert (tmp_path / "model" / "a").read_text() == "old"


_CHILD = """
import sys
from pathlib import Path
from support.models.tiny import write_tiny_folder
print("ready", flush=True)
while True:
    write_tiny_folder(Path(sys.argv[1]), "model", "llama")
"""


def test_killed_at_any_moment_nothing_half_made_is_left(tmp_path):
    """Imports over and over, replacing itself, killed at 4 random moments."""
    moments = random.Random(0)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3]), *sys.path])
    }
    for _ in range(4):
        command = [sys.executable, "-c", _CHILD, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, 0.4))  # any moment of its work
            child.kill()
        for name in visible(tmp_path):
            manifest = Manifest.from_json((tmp_path / name / MANIFEST).read_text("utf-8"))
            assert is_installed(tmp_path / name, manifest.provenance)
    write_tiny_folder(tmp_path, "model", "llama")
    assert folders(tmp_path) == ["model"]
