"""The files inside a package, read member by member: nothing is ever extracted over paths.

Wheels are zip files, npm's packages gzipped tar, Debian's an ``ar`` archive (deb(5)) whose
``data.tar`` holds the files.
"""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from shotglass.errors import DataFailed

LARGEST = 1 << 28  # bytes of all members together: an archive may be made to burst


def members(path: Path) -> Mapping[str, bytes]:
    """Regular files by the name they have in the package. Raises DataFailed."""
    readers = {".whl": _zip, ".zip": _zip, ".tgz": _tar, ".gz": _tar, ".deb": _deb}
    try:
        return readers[path.suffix](path.read_bytes())
    except KeyError as error:
        raise DataFailed(f"{path.name} is no kind of package that is known here.") from error
    except (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError) as error:
        reason = (str(error).splitlines() or ["it ends too early"])[0].rstrip(":.")
        raise DataFailed(
            f"{path} is not a whole package ({reason}): delete it and build again."
        ) from error


def _zip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check(sum(entry.file_size for entry in entries))
        return {entry.filename: archive.read(entry) for entry in entries}


def _tar(data: bytes) -> dict[str, bytes]:
    found, size = {}, 0
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for entry in archive:
            if entry.isreg() and (file := archive.extractfile(entry)):
                size += entry.size
                _check(size)
                found[entry.name.removeprefix("./")] = file.read()
    return found


def _deb(data: bytes) -> dict[str, bytes]:
    if not data.startswith(b"!<arch>\n"):
        raise tarfile.ReadError("no ar archive")
    start = 8
    while start + 60 <= len(data):
        name, size = data[start : start + 16].strip(), int(data[start + 48 : start + 58])
        body = data[start + 60 : start + 60 + size]
        if name.rstrip(b"/").startswith(b"data.tar"):
            return _tar(body)
        start += 60 + size + size % 2
    raise tarfile.ReadError("no data.tar inside")


def _check(size: int) -> None:
    if size > LARGEST:
        raise tarfile.ReadError(f"it unpacks to more than {LARGEST >> 20} MB")
