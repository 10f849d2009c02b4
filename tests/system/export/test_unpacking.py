"""A download of the page is a model again; a zip that only looks like one leaves nothing behind."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.models.tiny import manifest_of, write_tiny_folder

from shotglass.contract import MANIFEST, TOKENIZER
from shotglass.errors import ImportFailed
from shotglass.server.downloads.archive import Archive, Member
from shotglass_export.importing import import_source


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_folder(tmp_path_factory.mktemp("models"), "tiny", "gpt2", add=["int8"])


def download(model: Path, kind: str, path: Path) -> Path:
    """As the server sends it."""
    graph = manifest_of(model).graphs[kind]
    names = [MANIFEST, TOKENIZER, graph.file, *graph.weights]
    path.write_bytes(b"".join(Archive([Member.of(model / name) for name in names]).read()))
    return path


def test_a_native_download_is_a_model_again(model, tmp_path):
    path = download(model, "native", tmp_path / "tiny-native.zip")
    models = tmp_path / "models"
    assert "tiny: native in" in import_source(str(path), None, models, tmp_path)
    made, whole = manifest_of(models / "tiny"), manifest_of(model)
    assert made == replace(
        whole,
        graphs={"native": whole.graphs["native"]},
        files={name: whole.files[name] for name in made.files},
    )
    for name in made.files:
        assert (models / "tiny" / name).read_bytes() == (model / name).read_bytes()
    assert "already in" in import_source(str(path), None, models, tmp_path)
    assert import_source(str(path), "again", models, tmp_path).startswith("again: native")
    assert sorted(p.name for p in models.iterdir() if p.name[0] != ".") == ["again", "tiny"]


def test_another_model_of_the_same_id_is_left_alone(model, tmp_path):
    path = download(model, "native", tmp_path / "tiny.zip")
    write_tiny_folder(tmp_path / "models", "tiny", "gpt2", seed=7)
    with pytest.raises(ImportFailed, match="a model tiny already, of other files"):
        import_source(str(path), None, tmp_path / "models", tmp_path)


def test_a_download_for_other_runtimes_says_which_one_to_take(model, tmp_path):
    path = download(model, "portable", tmp_path / "tiny.zip")
    with pytest.raises(ImportFailed, match="holds portable; .* download the format native-fp32"):
        import_source(str(path), None, tmp_path / "models", tmp_path)


Write = Callable[[zipfile.ZipFile, Path], None]


def named(name: str) -> Write:
    return lambda archive, model: archive.writestr(name, "x")


def link(archive: zipfile.ZipFile, model: Path) -> None:
    member = zipfile.ZipInfo("link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(member, "/etc/passwd")


def bomb(archive: zipfile.ZipFile, model: Path) -> None:
    archive.writestr("bomb.bin", bytes(1 << 22), zipfile.ZIP_DEFLATED)


def stranger(archive: zipfile.ZipFile, model: Path) -> None:
    archive.writestr("extra.py", "print()")


def changed(archive: zipfile.ZipFile, model: Path) -> None:
    data = bytearray((model / "weights.int8.bin").read_bytes())
    data[9] ^= 1
    archive.writestr("weights.int8.bin", bytes(data))


def shorter(archive: zipfile.ZipFile, model: Path) -> None:
    archive.writestr("weights.int8.bin", (model / "weights.int8.bin").read_bytes()[:-1])


def other_manifest(archive: zipfile.ZipFile, model: Path) -> None:
    told = json.loads((model / MANIFEST).read_text()) | {"id": "../tiny"}
    archive.writestr(MANIFEST, json.dumps(told))


def many(archive: zipfile.ZipFile, model: Path) -> None:
    for number in range(100):
        archive.writestr(f"{number}.bin", b"")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (named("../outside.txt"), r"holds '\.\./outside\.txt'"),
        (named("a/../../../outside.txt"), r"holds 'a/\.\./\.\./\.\./outside\.txt'"),
        (named("/tmp/outside.txt"), "holds '/tmp/outside.txt'"),
        (named("..\\outside.txt"), r"holds '\.\."),
        (link, "holds 'link'; plain files"),
        (bomb, "bomb.bin compressed"),
        (stranger, "extra.py, which its manifest does not name"),
        (changed, r"sha256 differs"),
        (shorter, "bytes; .* were expected"),
        (other_manifest, "model id '../tiny' is not usable"),
        (many, "holds 1[01][0-9] files"),
    ],
)
def test_a_zip_that_lies_leaves_nothing(model, tmp_path, spoil: Write, sentence):
    names = {p.name for p in model.iterdir()}
    with zipfile.ZipFile(tmp_path / "tiny.zip", "w") as archive:
        spoil(archive, model)
        for name in sorted(names - set(archive.namelist())):
            archive.write(model / name, name)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(ImportFailed, match=sentence):
        import_source(str(tmp_path / "tiny.zip"), None, tmp_path / "models", tmp_path)
    assert list((tmp_path / "models").glob("*")) == []
    shutil.rmtree(tmp_path / "models")
    assert sorted(tmp_path.iterdir()) == before


def test_a_zip_cut_short_is_refused(model, tmp_path):
    path = download(model, "native", tmp_path / "tiny.zip")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(ImportFailed, match="cannot be read as a zip"):
        import_source(str(path), None, tmp_path / "models", tmp_path)
