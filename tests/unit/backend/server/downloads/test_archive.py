"""The zip writer, read back by Python's own reader."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.server.downloads import archive as zipping
from shotglass.server.downloads.archive import Archive, Member, checksum, directory, local_header


def members_of(folder: Path, contents: dict[str, bytes]) -> list[Member]:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [Member.of(folder / name) for name in contents]


def test_what_goes_in_comes_out_and_the_length_was_foretold(tmp_path: Path) -> None:
    contents = {"a.bin": os.urandom(3_000_000), "empty": b"", "中文.txt": b"hello"}
    members = members_of(tmp_path, contents)
    made = tmp_path / "made.zip"
    made.write_bytes(b"".join(Archive(members).read()))
    assert made.stat().st_size == Archive(members).length
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == contents


def test_equal_files_make_equal_archives(tmp_path: Path) -> None:
    members = members_of(tmp_path, {"a": b"1", "b": b"2"})
    once = b"".join(Archive(members).read())
    os.utime(tmp_path / "a", (0, 0))
    later = [Member.of(member.path) for member in members]
    assert b"".join(Archive(later).read()) == once


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
    assert made.stat().st_size == Archive(members).length
    with zipfile.ZipFile(made) as archive:
        assert [(i.filename, i.file_size) for i in archive.infolist()] == [
            (member.name, member.size) for member in members
        ]
        with archive.open("huge") as huge:
            assert huge.read(10) == bytes(10)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, bytes]:
    folder = tmp_path_factory.mktemp("members")
    contents = {"a.bin": os.urandom(3000), "empty": b"", "onnx/中文.txt": b"hello", "z": b"z" * 500}
    members = []
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        members.append(Member.of(path, name))
    made = Archive(members)
    return made, b"".join(made.read())


@given(data=st.data())
def test_any_part_is_the_same_bytes_as_in_the_whole(
    archive: tuple[Archive, bytes], data: st.DataObject
) -> None:
    made, whole = archive
    start = data.draw(st.integers(0, made.length))
    stop = data.draw(st.integers(start, made.length))
    assert b"".join(made.read(start, stop)) == whole[start:stop]


def test_what_stands_before_a_part_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = members_of(tmp_path, {"first": b"1" * 1000, "second": b"2" * 1000})
    made = Archive(members)
    read: list[tuple[str, int, int]] = []

    def content(member: Member, first: int, last: int) -> Iterator[bytes]:
        read.append((member.name, first, last))
        yield bytes(last - first)

    checksum.cache_clear()
    monkeypatch.setattr(zipping, "content", content)
    made = Archive(members)
    start = len(local_header(members[0], 0)) + 1000 + len(local_header(members[1], 0)) + 300
    assert sum(map(len, made.read(start, start + 100))) == 100
    assert read == [("second", 300, 400)]
    assert checksum.cache_info().misses == 0


def test_a_checksum_is_computed_once(tmp_path: Path) -> None:
    made = Archive(members_of(tmp_path, {"a": b"1" * 1000, "b": b"2"}))
    checksum.cache_clear()
    first, again = (b"".join(made.read()) for _ in range(2))
    assert first == again
    assert checksum.cache_info().misses == 2


@pytest.mark.parametrize("now", [b"1", b"54321", b"123456"])
def test_a_file_that_is_changed_while_it_is_sent_breaks_the_stream(
    tmp_path: Path, now: bytes
) -> None:
    (member,) = members_of(tmp_path, {"a": b"12345"})
    member.path.write_bytes(now)
    os.utime(member.path, (1, 1))
    with pytest.raises(OSError, match="was changed"):
        list(Archive([member]).read())
