"""Exports that were made here: a folder each; the oldest go when they take more than their room."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from ...contract import ID_PATTERN, Manifest
from ...errors import ExportFailed, ExportNotFound
from .archive import Member

REPORT = "export.json"
NAME = re.compile(
    rf"(?P<model>{ID_PATTERN.pattern})\+(?P<format>[a-z0-9]+)\+(?P<precision>[a-z0-9]+)"
    r"\+(?P<id>[0-9a-f]{32})"
)
MAKING = ".making-"
ABANDONED = 86_400.0  # seconds after which an unfinished export is removed, whoever holds it
SETTLED = 10.0  # seconds until the one that makes it holds it for sure


@dataclass(frozen=True)
class Order:
    """The model to export and the format. ``id`` covers everything that decides which bytes come
    out."""

    manifest: Manifest
    format: str
    precision: str

    @property
    def id(self) -> str:
        parts = (self.manifest.to_json(), self.format, self.precision, version("shotglass"))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    @property
    def folder(self) -> str:
        return f"{self.manifest.id}+{self.format}+{self.precision}+{self.id}"


@dataclass(frozen=True)
class StoredExport:
    """A finished export. ``used``: when it was made or last taken, in Unix seconds."""

    id: str
    model: str
    format: str
    precision: str
    path: Path
    report: Mapping[str, Any]
    used: float

    @property
    def version(self) -> str:
        """Changes whenever a byte of it does: the report holds the digest of every other file."""
        return json.dumps(self.report)

    def members(self) -> list[Member]:
        """Returns the files of the export, the report first. Raises ExportFailed for one that is
        not as it was made."""
        members = []
        for name in (REPORT, *sorted(self.report["files"])):
            path = self.path / PurePosixPath(name)
            inside = path.resolve().is_relative_to(self.path.resolve())
            size = self.report["files"].get(name, {}).get("bytes")
            if not inside or not path.is_file() or size not in (None, path.stat().st_size):
                raise ExportFailed("A file of this export is not as it was made: export it again.")
            members.append(Member.of(path, name))
        return members

    def to_dict(self) -> dict[str, Any]:
        """Returns the export as JSON, without paths."""
        named = {"model": self.model, "format": self.format, "precision": self.precision}
        file = f"{self.model}-{self.format}-{self.precision}.zip"
        return {"id": self.id, **named, "file": file, "report": self.report}


class ExportStore:
    """The exports under ``root``, of at most ``room`` bytes together; the latest is always kept."""

    def __init__(self, root: Path, room: int) -> None:
        self._root, self._room = root, room

    def exports(self) -> list[StoredExport]:
        """The latest first."""
        exports = [_read(path) for path in self._root.glob("*+*")] if self._root.is_dir() else []
        return sorted(filter(None, exports), key=lambda export: export.used, reverse=True)

    def find(self, id: str) -> StoredExport:
        """Raises ExportNotFound. What is asked for counts as used, and goes later."""
        for export in self.exports():
            if export.id == id:
                os.utime(export.path / REPORT)
                return export
        raise ExportNotFound("There is no such export any more: make it again.")

    @contextmanager
    def making(self) -> Iterator[Path]:
        """A place for a folder in the making, gone afterwards with whatever is in it.
        Raises ExportFailed where there is none to be had."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            self._sweep()
            place = Path(tempfile.mkdtemp(prefix=MAKING, dir=self._root))
            lock = locked(place)
        except OSError as error:
            raise ExportFailed(
                f"The folder for exports cannot be written ({error.strerror}): start the server "
                "with --exports and another one."
            ) from error
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
            if lock is not None:
                os.close(lock)

    def put(self, order: Order, made: Path) -> StoredExport:
        """Keep the folder ``made``; whatever is too much goes."""
        path = self._root / order.folder
        shutil.rmtree(path, ignore_errors=True)
        made.rename(path)
        export = _read(path)
        if export is None:
            raise ExportFailed("The exporter left no report, so its files are not kept.")
        left = self._room
        for each in [export, *(other for other in self.exports() if other.id != export.id)]:
            left -= sum(file.stat().st_size for file in each.path.rglob("*") if file.is_file())
            if left < 0 and each is not export:
                shutil.rmtree(each.path, ignore_errors=True)
        return export

    def _sweep(self) -> None:
        """Removes what a server that was killed left behind."""
        for path in self._root.glob(f"{MAKING}*"):
            age = time.time() - path.stat().st_mtime
            if age > ABANDONED or (age > SETTLED and _is_left(path)):
                shutil.rmtree(path, ignore_errors=True)


def locked(folder: Path) -> int | None:
    """A descriptor that holds the folder as long as it is open, also where its process is killed.
    Raises BlockingIOError where another does; None on Windows, where folders cannot be held."""
    if sys.platform == "win32":
        return None
    import fcntl

    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def _is_left(folder: Path) -> bool:
    try:
        lock = locked(folder)
    except OSError:
        return False
    if lock is not None:
        os.close(lock)
    return lock is not None


def _read(path: Path) -> StoredExport | None:
    """None for a folder that is no export of ours."""
    named = NAME.fullmatch(path.name)
    try:
        text = (path / REPORT).read_text("utf-8")
        report, used = json.loads(text), (path / REPORT).stat().st_mtime
    except (OSError, ValueError):
        return None
    if named is None or not isinstance(report.get("files"), dict):
        return None
    return StoredExport(**named.groupdict(), path=path, report=report, used=used)
