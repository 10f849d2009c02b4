"""inspect_ai's ``.eval``: a zip of JSON, mostly packed as Zstandard, which Python's own ``zipfile``
reads from 3.14 on alone. ``unpack`` runs in a confined process: no size in the file is believed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ...errors import InvalidRequest
from ...parsing import open_plain, read_plain
from ...sandbox import Limits, run_confined

MOST_BYTES = 128 << 20  # of JSON that is read at once
MOST_MEMBERS = 30_000  # a sample has one; zipfile takes 45 microseconds for each
HEADER, SUMMARIES = "header.json", "summaries.json"
_ZSTANDARD = 93  # the method's number, and with an older one
_ROUND = 1024  # bytes around summaries that are put together
_WINDOW = 128 << 20  # bytes that a frame may refer back to
_LIMITS = Limits(memory=3 * MOST_BYTES + (256 << 20), written=MOST_BYTES + _ROUND, seconds=60)
_JOURNAL = re.compile(r"_journal/summaries/(\d{1,9})\.json")
_START = "_journal/start.json"
_MEMBER = b"PK\x01\x02"  # begins each entry of a zip's directory


def header_and_summaries(
    name: str, path: Path, most: int, is_confined: bool = False
) -> tuple[bytes, bytes]:
    """JSON about the run, and of its samples: a list, or a list of lists where the run did not end;
    of ``most`` bytes each. ``is_confined``: whether this process is; else one that is reads the
    zip. Raises InvalidRequest."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if is_confined:
            why = _unpack_here(folder, path, most)
        else:
            outcome = run_confined(
                f"{__name__}:unpack", folder, _LIMITS, str(path.resolve()), str(most),
                needs=["zstandard"],
            )  # fmt: skip
            why = outcome.refused or (outcome.failed and f"its reader {outcome.failed}")
        if why:
            raise InvalidRequest(
                f"The log {name} cannot be read as a log of inspect_ai: {why}. If it is whole, "
                "write it as JSON: inspect log convert --to json."
            )
        return tuple(read_plain(folder / file, most + _ROUND) for file in (HEADER, SUMMARIES))  # type: ignore[return-value]


def _unpack_here(folder: Path, path: Path, most: int) -> str | None:
    """Unpacks the archive here, and returns why that cannot be done, as the rest of a sentence."""
    try:
        unpack(folder, str(path), str(most))
    except InvalidRequest as error:
        return error.detail
    return None


def unpack(folder: Path, path: str, room: str) -> None:
    """Write header and summaries of the log at ``path`` into ``folder``. Raises InvalidRequest with
    the rest of a sentence."""
    most = int(room)
    try:
        with (
            open_plain(Path(path)) as file,
            _Directory(file) as whole,  # type: ignore[arg-type]
            ZipFile(whole) as archive,
        ):
            members = {member.filename: member for member in archive.infolist()}
            header = members.get(HEADER) or members.get(_START)
            if header is None:
                raise InvalidRequest(f"it holds neither {HEADER} nor {_START}")
            (folder / HEADER).write_bytes(_content(file, header, most))
            with (folder / SUMMARIES).open("wb") as target:
                for piece in _summaries(file, members, most):
                    target.write(piece)
    except (BadZipFile, EOFError, struct.error, zlib.error, NotImplementedError) as error:
        raise InvalidRequest(f"it is no whole zip ({error})") from error


class _Directory(BufferedReader):
    """A zip whose directory is counted before ``ZipFile`` takes it apart, since no count that is in
    the file is believed. Raises InvalidRequest."""

    def read(self, size: int | None = -1) -> bytes:
        part = super().read(size)
        if part.count(_MEMBER) > MOST_MEMBERS:
            raise InvalidRequest(f"it holds more than {MOST_MEMBERS:,} files")
        return part


def _summaries(file: BinaryIO, members: dict[str, ZipInfo], most: int) -> Iterator[bytes]:
    """Returns the summaries: those of a run that ended stand in one member, others in one for each
    time they were saved."""
    if SUMMARIES in members:
        yield _content(file, members[SUMMARIES], most)
        return
    journal = sorted(
        (int(match[1]), name) for name in members if (match := _JOURNAL.fullmatch(name))
    )
    if not journal:
        raise InvalidRequest("it holds no summaries of samples")
    for place, (_, name) in enumerate(journal):
        content = _content(file, members[name], most)
        most -= len(content) + 1
        yield (b"," if place else b"[") + content
    yield b"]"


def _content(file: BinaryIO, member: ZipInfo, most: int) -> bytes:
    name = member.filename[:80]
    if member.flag_bits & 1:
        raise InvalidRequest(f"its {name} is encrypted")
    file.seek(member.header_offset)
    head = file.read(30)
    lengths = struct.unpack("<HH", head[26:])
    if head[:4] != b"PK\x03\x04":
        raise InvalidRequest(f"its {name} is not where the zip says")
    file.seek(sum(lengths), 1)
    content = b""
    if member.compress_size <= most:
        content = _decompressed(file.read(member.compress_size), member, most)
    if max(member.compress_size, len(content)) > most:
        raise InvalidRequest(f"its {name} has more than {most:,} bytes")
    if zlib.crc32(content) != member.CRC:
        raise InvalidRequest(f"its {name} is damaged (its checksum differs)")
    return content


def _decompressed(packed: bytes, member: ZipInfo, most: int) -> bytes:
    """Returns at most one byte more than ``most``."""
    if member.compress_type == ZIP_STORED:
        return packed
    if member.compress_type == ZIP_DEFLATED:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)
    if member.compress_type not in (_ZSTANDARD, 20):
        raise InvalidRequest(f"its {member.filename[:80]} is packed by a method of no name here")
    # Here, since the process that compares logs of others need not have it.
    from zstandard import ZstdDecompressor, ZstdError

    try:
        stream = ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
            packed, read_across_frames=True
        )
        return stream.read(most + 1)
    except ZstdError as error:
        raise InvalidRequest(f"its {member.filename[:80]} is damaged ({error})") from error
