"""A stored-mode zip written as it is sent: its length is known before its first byte.

Checksums are computed beforehand (and remembered), so that headers are complete and any reader,
a streaming one too, can unpack it. Files of 4 GiB and more get zip64 fields.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CHUNK = 1 << 20
LIMIT = 0xFFFFFFFF
DATE = (1 << 5) | 1  # 1980-01-01, so that equal files make equal archives
LOCAL, CENTRAL, END, END64, LOCATOR64 = 0x04034B50, 0x02014B50, 0x06054B50, 0x06064B50, 0x07064B50


@dataclass(frozen=True)
class Member:
    name: str
    path: Path
    size: int

    @classmethod
    def of(cls, path: Path) -> Member:
        return cls(path.name, path, path.stat().st_size)

    @property
    def big(self) -> bool:
        return self.size >= LIMIT


def zip_length(members: Sequence[Member]) -> int:
    """Bytes of the whole archive."""
    offset = sum(len(local_header(member, 0)) + member.size for member in members)
    return offset + len(directory(members, [0] * len(members)))


def zip_bytes(members: Sequence[Member]) -> Iterator[bytes]:
    """The archive, piece by piece. Raises OSError when a file changes its size meanwhile."""
    checksums = [checksum(m.path, m.size, m.path.stat().st_mtime_ns) for m in members]
    for member, crc in zip(members, checksums, strict=True):
        yield local_header(member, crc)
        yield from _content(member)
    yield directory(members, checksums)


@lru_cache(maxsize=256)
def checksum(path: Path, size: int, changed_ns: int) -> int:
    """CRC-32 of the file; ``size`` and ``changed_ns`` make a changed file a new question."""
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc


def _content(member: Member) -> Iterator[bytes]:
    left = member.size
    with member.path.open("rb") as file:
        while left:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                raise OSError(f"{member.name} became shorter while it was sent")
            left -= len(chunk)
            yield chunk


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
        end64 = _end64(len(members), len(central), offset)
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


def _end64(count: int, length: int, offset: int) -> bytes:
    record = (END64, 44, (3 << 8) | 45, 45, 0, 0, count, count, length, offset)
    locator = (LOCATOR64, 0, offset + length, 1)
    return struct.pack("<IQHHIIQQQQ", *record) + struct.pack("<IIQI", *locator)


def _zip64(*values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)


def _sizes(member: Member) -> int:
    return LIMIT if member.big else member.size


def _version(zip64: bool) -> int:
    return 45 if zip64 else 20
