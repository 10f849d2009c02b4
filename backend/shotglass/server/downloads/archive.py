"""A stored-mode zip written as it is sent: its length is known before its first byte, and any part
of it can be written without what stands before.

Checksums stand before and after a file's bytes; each is computed when the first of them is to be
sent, and remembered. So headers are complete and any reader, a streaming one too, can unpack it.
Files of 4 GiB and more get zip64 fields.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

CHUNK = 1 << 20
LIMIT = 0xFFFFFFFF
DATE = (1 << 5) | 1  # 1980-01-01, so that equal files make equal archives
LOCAL, CENTRAL, END, END64, LOCATOR64 = 0x04034B50, 0x02014B50, 0x06054B50, 0x06064B50, 0x07064B50
LAYOUT = 1  # part of an archive's ETag: to be counted up when the same files make other bytes


@dataclass(frozen=True)
class Member:
    """A file as it is now; ``name`` is its path in the archive, with slashes."""

    name: str
    path: Path
    size: int
    changed_ns: int = 0

    @classmethod
    def of(cls, path: Path, name: str | None = None) -> Member:
        stat = path.stat()
        return cls(name or path.name, path, stat.st_size, stat.st_mtime_ns)

    @property
    def big(self) -> bool:
        return self.size >= LIMIT

    @property
    def crc(self) -> int:
        return checksum(self.path, self.size, self.changed_ns)


@dataclass(frozen=True)
class Part:
    """A stretch of the archive; ``read`` gives its bytes from one offset to another."""

    length: int
    read: Callable[[int, int], Iterator[bytes]]


class Archive:
    """The zip of ``members``, of ``length`` bytes."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = tuple(members)
        self._parts = tuple(self._laid_out())
        self.length = sum(part.length for part in self._parts)

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yields the bytes from ``start`` to before ``stop``, piece by piece, and reads nothing
        else. Raises OSError when a file has changed meanwhile."""
        left, stop = start, self.length if stop is None else stop
        at = 0
        for part in self._parts:
            first, last = max(left - at, 0), min(stop - at, part.length)
            if first < last:
                yield from part.read(first, last)
            at += part.length

    def _laid_out(self) -> Iterator[Part]:
        for member in self._members:
            yield _made(len(local_header(member, 0)), partial(_checked_header, member))
            yield Part(member.size, partial(content, member))
        end = len(directory(self._members, [0] * len(self._members)))
        members = self._members
        yield _made(end, lambda: directory(members, [member.crc for member in members]))


def _made(length: int, make: Callable[[], bytes]) -> Part:
    def read(first: int, last: int) -> Iterator[bytes]:
        yield make()[first:last]

    return Part(length, read)


def _checked_header(member: Member) -> bytes:
    return local_header(member, member.crc)


@lru_cache(maxsize=256)
def checksum(path: Path, size: int, changed_ns: int) -> int:
    """CRC-32 of the file; ``size`` and ``changed_ns`` make a changed file a new question."""
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc


def content(member: Member, first: int, last: int) -> Iterator[bytes]:
    """Yields the file's bytes from ``first`` to before ``last`` while it is unchanged: what was
    read before a change was seen is not sent. Raises OSError then."""
    with member.path.open("rb") as file:
        _require_unchanged(member, os.fstat(file.fileno()))
        file.seek(first)
        while first < last:
            chunk = file.read(min(CHUNK, last - first))
            if not chunk:
                raise OSError(f"{member.name} became shorter while it was sent")
            first += len(chunk)
            _require_unchanged(member, os.fstat(file.fileno()))
            yield chunk


def _require_unchanged(member: Member, now: os.stat_result) -> None:
    if (now.st_size, now.st_mtime_ns) != (member.size, member.changed_ns):
        raise OSError(f"{member.name} was changed while it was sent")


def local_header(member: Member, crc: int) -> bytes:
    name, sizes = member.name.encode(), _sizes(member)
    extra = _zip64(member.size, member.size) if member.big else b""
    fields = (LOCAL, _version(member.big), UTF8, 0, 0, DATE, crc, sizes, sizes)
    return (
        struct.pack("<IHHHHHIII", *fields)
        + struct.pack("<HH", len(name), len(extra))
        + name
        + extra
    )


def directory(members: Sequence[Member], checksums: Sequence[int]) -> bytes:
    """The central directory and what ends the archive."""
    entries, offset = [], 0
    for member, crc in zip(members, checksums, strict=True):
        entries.append(_central_header(member, crc, offset))
        offset += len(local_header(member, crc)) + member.size
    central = b"".join(entries)
    end64 = b""
    if offset + len(central) >= LIMIT:
        count, length = len(members), len(central)
        record = (END64, 44, (3 << 8) | 45, 45, 0, 0, count, count, length, offset)
        locator = (LOCATOR64, 0, offset + length, 1)
        end64 = struct.pack("<IQHHIIQQQQ", *record) + struct.pack("<IIQI", *locator)
    end = (END, 0, 0, len(members), len(members), len(central), min(offset, LIMIT), 0)
    return central + end64 + struct.pack("<IHHHHIIH", *end)


UTF8 = 1 << 11  # names are UTF-8


def _central_header(member: Member, crc: int, offset: int) -> bytes:
    name, sizes = member.name.encode(), _sizes(member)
    far = offset >= LIMIT
    values = [member.size, member.size] * member.big + [offset] * far
    extra = _zip64(*values) if values else b""
    made_by = (3 << 8) | _version(bool(values))  # 3: Unix, for the file mode below
    fields = (CENTRAL, made_by, _version(bool(values)), UTF8, 0, 0, DATE, crc, sizes, sizes)
    rest = (len(name), len(extra), 0, 0, 0, 0o100644 << 16, LIMIT if far else offset)
    return struct.pack("<IHHHHHHIII", *fields) + struct.pack("<HHHHHII", *rest) + name + extra


def _zip64(*values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)


def _sizes(member: Member) -> int:
    return LIMIT if member.big else member.size


def _version(zip64: bool) -> int:
    return 45 if zip64 else 20
