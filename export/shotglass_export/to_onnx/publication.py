"""The publication of a folder, all or nothing: it is built beside its place under another name and
renamed into it.

A process that is killed leaves at most a folder with a leading dot, which no library reads and
the next one removes that writes there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shotglass.contract import MANIFEST
from shotglass.errors import ExportFailed, ImportFailed, ShotglassError

from ..locking import locked


@dataclass(frozen=True)
class Destination:
    """The place where a folder is published, and how to say that it cannot be.

    ``ours``: everything beside the target is a model folder, so what any dead process left there
    may be removed; else only what was left of the same target.
    """

    failure: type[ShotglassError]
    job: str
    way_out: str
    ours: bool

    def hidden(self, target: Path, end: str) -> Path:
        return target.with_name(f".{target.name}{'' if self.ours else '.shotglass'}.{end}")

    def lock(self, target: Path) -> Path:
        return target.with_name(".import.lock") if self.ours else self.hidden(target, "lock")


MODELS = Destination(ImportFailed, "import", "name another folder with --models", ours=True)
ANYWHERE = Destination(ExportFailed, "export", "name another folder with -o", ours=False)


@contextmanager
def addition(target: Path) -> Iterator[Path]:
    """Gives an empty folder to fill with files that are added to the model folder ``target`` when
    the block ends without an error. Its ``MANIFEST`` is added last, so that the folder is what the
    one or the other manifest says at any time. Without one nothing is added.

    Raises ImportFailed when another process works in the same place, the disk is full or the folder
    may not be written.
    """
    busy = ImportFailed(
        f"Another import is writing into {target.parent}; one at a time was expected: wait for it."
    )
    building = MODELS.hidden(target, "new")
    try:
        with locked(MODELS.lock(target), busy):
            _tidy(target, MODELS)
            building.mkdir()
            try:
                yield building
                if (building / MANIFEST).exists():
                    _sync(building)
                    for path in building.iterdir():
                        if path.name != MANIFEST:
                            path.replace(target / path.name)
                    _sync_folder(target)
                    (building / MANIFEST).replace(target / MANIFEST)
                    _sync_folder(target)
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise ImportFailed(
            f"Nothing could be added to {target} ({error.strerror or error}): make room there, and "
            "have the folder writable."
        ) from error


@contextmanager
def publication(target: Path, destination: Destination = MODELS) -> Iterator[Path]:
    """Gives an empty folder to fill; it becomes ``target`` when the block ends without an error.

    Raises the place's failure when another process works in the same place, or the disk is full.
    """
    busy = destination.failure(
        f"Another {destination.job} is writing into {target.parent}; one at a time was expected: "
        "wait for it."
    )
    building = destination.hidden(target, "new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(destination.lock(target), busy, keep=destination.ours):
            _tidy(target, destination)
            building.mkdir()
            try:
                yield building
                _sync(building)
                old = destination.hidden(target, "old")
                if target.exists():
                    target.rename(old)
                building.rename(target)
                _sync_folder(target.parent)
                shutil.rmtree(old, ignore_errors=True)
            finally:
                shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise destination.failure(
            f"{target} could not be written ({error}): make room there, or {destination.way_out}."
        ) from error


def _tidy(target: Path, destination: Destination) -> None:
    """Called under the lock: finish or discard the exchange that a dead process left."""
    root, stem = target.parent, "." if destination.ours else f".{target.name}.shotglass"
    for old in _left(root, stem, ".old"):
        known = old.with_name(old.name[1 : -len(".old")]) if destination.ours else target
        if known.exists():
            shutil.rmtree(old)
        else:
            old.rename(known)
    for building in _left(root, stem, ".new"):
        shutil.rmtree(building)


def _left(root: Path, start: str, end: str) -> list[Path]:
    return [p for p in root.iterdir() if p.name.startswith(start) and p.name.endswith(end)]


def _sync(folder: Path) -> None:
    """Flush everything to the disk before the folder gets its final name."""
    for path in folder.iterdir():
        if path.is_dir():
            _sync(path)
            continue
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # a folder cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
