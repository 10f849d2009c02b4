"""Model folders: found by id, refused with a sentence when they are not in order."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from support.inputs.nested import nested
from support.models.tiny import write_tiny_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine import Engine, Library
from shotglass.errors import ModelFolderError, ModelNotFound, NotFound, NotReady


@pytest.fixture
def copy(tiny_root: Path, tmp_path: Path) -> Path:
    shutil.copytree(tiny_root / "tiny-gpt2", tmp_path / "tiny-gpt2")
    return tmp_path


def test_models_are_found_by_the_id_in_their_manifest(tiny_root: Path) -> None:
    library = Library([tiny_root, tiny_root / "missing"])

    ids = ["tiny-gpt1", "tiny-gpt2", "tiny-gpt3", "tiny-llama"]
    assert [manifest.id for manifest in library.manifests()] == ids
    assert library.broken() == {}


def test_an_unknown_id_is_answered_with_what_there_is(tiny_root: Path) -> None:
    with pytest.raises(ModelNotFound, match="'gpt-9'.*tiny-gpt2, tiny-gpt3, tiny-llama"):
        Library([tiny_root]).folder("gpt-9")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "manifest.json.bak", ""])
def test_only_files_of_the_manifest_can_be_named(tiny_root: Path, name: str) -> None:
    with pytest.raises(NotFound):
        Library([tiny_root]).folder("tiny-gpt2").file(name)


def test_a_broken_manifest_is_listed_as_broken_and_not_as_a_model(copy: Path) -> None:
    (copy / "tiny-gpt2" / MANIFEST).write_text('{"format": 1}')
    library = Library([copy])

    assert library.manifests() == []
    assert "id is missing" in library.broken()["tiny-gpt2"]


def test_a_folder_whose_name_is_no_text_is_listed_under_one(copy: Path) -> None:
    (copy / "tiny-gpt2").rename(os.fsdecode(os.fsencode(copy / "caf") + b"\xe9"))
    ((name, why),) = Library([copy]).broken().items()
    assert name == "caf\\udce9"
    assert "calls itself tiny-gpt2" in why.encode().decode()


def test_facts_nested_too_deep_to_be_told_are_refused(copy: Path) -> None:
    path = copy / "tiny-gpt2" / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"provenance": nested(900)}))
    assert "nested deeper than 64" in Library([copy]).broken()["tiny-gpt2"]


def test_a_start_beyond_the_vocabulary_is_refused(copy: Path) -> None:
    path = copy / "tiny-gpt2" / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"start_id": 331}))
    assert "start_id is 331" in Library([copy]).broken()["tiny-gpt2"]


def test_a_folder_under_another_name_is_refused(copy: Path) -> None:
    (copy / "tiny-gpt2").rename(copy / "renamed")

    assert "calls itself tiny-gpt2" in Library([copy]).broken()["renamed"]


def test_a_changed_weight_file_is_refused_by_its_digest(copy: Path) -> None:
    folder = Library([copy]).folder("tiny-gpt2")
    weights = folder.file(folder.manifest.graphs["native-fp32"].weights[0])
    data = bytearray(weights.read_bytes())
    data[100] ^= 1
    weights.write_bytes(data)

    with pytest.raises(ModelFolderError, match="sha256 differs.*import the model again"):
        Engine.open(folder)


def test_a_missing_weight_file_is_refused_by_name(copy: Path) -> None:
    folder = Library([copy]).folder("tiny-gpt2")
    name = folder.manifest.graphs["native-fp32"].weights[0]
    folder.file(name).unlink()

    with pytest.raises(ModelFolderError, match=f"{name} is missing"):
        Engine.open(folder)


def test_a_manifest_is_read_again_only_when_it_has_changed(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy / "tiny-gpt2" / MANIFEST
    os.utime(path, (1e9, 1e9))
    library, parsed = Library([copy]), []
    from_json = Manifest.from_json
    monkeypatch.setattr(Manifest, "from_json", lambda text: parsed.append(1) or from_json(text))

    for _ in range(5):
        library.folder("tiny-gpt2")
        library.manifests()
        library.broken()
    assert len(parsed) == 1

    path.write_text(json.dumps(json.loads(path.read_text()) | {"name": "Another"}))
    os.utime(path, (1e9 + 1, 1e9 + 1))
    assert library.folder("tiny-gpt2").manifest.name == "Another"
    path.write_text("{")
    assert "cannot be read" in library.broken()["tiny-gpt2"]
    path.unlink()
    assert (library.broken(), library.manifests()) == ({}, [])


def test_a_file_of_another_import_is_not_called_damaged(copy: Path, tiny_root: Path) -> None:
    folder = Library([copy]).folder("tiny-gpt2")
    name = next(name for name in folder.manifest.files if name.startswith("weights"))
    (copy / "tiny-gpt2").rename(copy / "old")
    write_tiny_folder(copy, "tiny-gpt2", "gpt2", seed=9)
    with pytest.raises(NotReady, match="tiny-gpt2 was imported again"):
        folder.verify([name])
    Library([copy]).folder("tiny-gpt2").verify([name])


def test_a_known_model_is_found_without_a_look_at_all_folders(
    tiny_root: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.2)  # until a change must show in the file's time
    library = Library([copy, tiny_root])
    first = library.folder("tiny-gpt2")
    with monkeypatch.context() as patched:
        patched.setattr(Library, "_look", lambda self: pytest.fail("it looks at all folders"))
        assert library.folder("tiny-gpt2") == first


@pytest.mark.parametrize(
    "id", ["tiny-gpt2/", "./tiny-gpt2", "tiny-gpt2/../tiny-gpt3", "\0", "a\udcff"]
)
def test_other_words_for_a_known_folder_are_no_models(tiny_root: Path, id: str) -> None:
    library = Library([tiny_root])
    library.manifests()
    with pytest.raises(ModelNotFound):
        library.folder(id)


def test_a_known_model_is_looked_for_anew_when_it_goes_or_an_earlier_root_has_one(
    tiny_root: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    library = Library([earlier, tiny_root])
    assert library.folder("tiny-gpt2").path.parent == tiny_root
    time.sleep(0.2)  # until a change must show in the time of a file
    assert library.folder("tiny-gpt2").path.parent == tiny_root
    shutil.copytree(tiny_root / "tiny-gpt2", earlier / "tiny-gpt2")
    assert library.folder("tiny-gpt2").path.parent == earlier
    time.sleep(0.2)  # until a change must show in the time of a file
    assert library.folder("tiny-gpt2").path.parent == earlier
    shutil.rmtree(earlier / "tiny-gpt2")
    assert library.folder("tiny-gpt2").path.parent == tiny_root
