"""What a file was when it was opened, and whether it is that still."""

from __future__ import annotations

import gc
import hashlib
import os
from pathlib import Path

import pytest

from shotglass.engine.runtime import sealed_files
from shotglass.engine.runtime.sealed_files import FileStamp, SealedFiles, digest
from shotglass.errors import ModelFolderError, NotReady


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny" / "weights.bin"
    path.parent.mkdir()
    path.write_bytes(b"weights")
    os.utime(path, (1e9, 1e9))
    return path


def test_a_file_that_is_left_alone_is_in_order(file: Path) -> None:
    sealed = SealedFiles([file])
    file.read_bytes()
    sealed.require()
    assert (sealed.fault, sealed.in_place) == (None, True)


def test_a_file_that_is_written_to_or_cut_off_is_named(file: Path) -> None:
    sealed = SealedFiles([file])
    with file.open("r+b") as opened:
        opened.write(b"W")
    assert "tiny/weights.bin was changed on disk" in (sealed.fault or "")
    assert "written to" in (sealed.fault or "")
    os.truncate(file, 3)
    assert "made 3 bytes long, from 7" in (sealed.fault or "")
    with pytest.raises(ModelFolderError, match="import the model again"):
        sealed.require()


def test_a_file_whose_place_another_has_taken_is_as_it_was(file: Path) -> None:
    sealed = SealedFiles([file])
    file.rename(file.with_name("old"))
    assert (sealed.fault, sealed.in_place) == (None, False)
    file.write_bytes(b"another")
    assert (sealed.fault, sealed.in_place) == (None, False)
    with pytest.raises(NotReady, match="imported again"):
        sealed.require()


def test_a_seal_that_nobody_holds_keeps_no_file_open(file: Path) -> None:
    def opened() -> int:
        paths = [f"/proc/self/fd/{one}" for one in os.listdir("/proc/self/fd")]
        return sum(os.readlink(one) == str(file) for one in paths if os.path.lexists(one))

    if not Path("/proc/self/fd").exists():
        pytest.skip("counts descriptors as Linux tells them")
    with pytest.raises(FileNotFoundError):
        SealedFiles([file, file.with_name("missing")])
    gc.collect()
    assert opened() == 0
    sealed = SealedFiles([file])
    assert opened() == 1
    del sealed
    gc.collect()
    assert opened() == 0


def test_a_digest_is_taken_once_of_a_file_that_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    true = sealed_files.sha256
    monkeypatch.setattr(sealed_files, "sha256", lambda path: read.append(path) or true(path))
    expected = hashlib.sha256(b"weights").hexdigest()
    assert [digest(file), digest(file)] == [expected] * 2
    assert len(read) == 1
    with file.open("r+b") as opened:
        opened.write(b"W")
    assert digest(file) == hashlib.sha256(b"Weights").hexdigest()
    os.utime(file, (1e9, 1e9))  # as if nothing had been written
    assert digest(file) == hashlib.sha256(b"Weights").hexdigest()


def test_a_file_that_was_just_written_may_change_without_showing_it(file: Path) -> None:
    assert FileStamp.of(file).settled
    file.write_bytes(b"weights")
    assert not FileStamp.of(file).settled
