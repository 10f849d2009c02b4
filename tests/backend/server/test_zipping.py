"""The zip writer, read back by Python's own reader."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from shotglass.server.zipping import Member, directory, local_header, zip_bytes, zip_length


def members_of(folder: Path, contents: dict[str, bytes]) -> list[Member]:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [Member.of(folder / name) for name in contents]


def test_what_goes_in_comes_out_and_the_length_was_foretold(tmp_path: Path) -> None:
    contents = {"a.bin": os.urandom(3_000_000), "empty": b"", "中文.txt": b"hello"}
    members = members_of(tmp_path, contents)
    made = tmp_path / "made.zip"
    made.write_bytes(b"".join(zip_bytes(members)))
    assert made.stat().st_size == zip_length(members)
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents


def test_equal_files_make_equal_archives(tmp_path: Path) -> None:
    members = members_of(tmp_path, {"a": b"1", "b": b"2"})
    once = b"".join(zip_bytes(members))
    os.utime(tmp_path / "a", (0, 0))
    assert b"".join(zip_bytes(members)) == once


def test_files_beyond_4_gib_get_zip64_fields(tmp_path: Path) -> None:
    members = [
        Member("small", tmp_path / "small", 5),
        Member("huge", tmp_path / "huge", 5 << 30),
        Member("after", tmp_path / "after", 7),
    ]
    made = tmp_path / "made.zip"
    with made.open("wb") as file:  # sparse: the contents are holes
        for member in members:
            file.write(local_header(member, 0))
            file.seek(member.size, os.SEEK_CUR)
        file.write(directory(members, [0, 0, 0]))
    assert made.stat().st_size == zip_length(members)
    with zipfile.ZipFile(made) as archive:
        assert [(i.filename, i.file_size) for i in archive.infolist()] == [
            (member.name, member.size) for member in members
        ]
        with archive.open("huge") as huge:
            assert huge.read(10) == bytes(10)


def test_a_file_that_shrinks_while_it_is_sent_breaks_the_stream(tmp_path: Path) -> None:
    (member,) = members_of(tmp_path, {"a": b"12345"})
    member.path.write_bytes(b"1")
    with pytest.raises(OSError, match="became shorter"):
        list(zip_bytes([member]))
