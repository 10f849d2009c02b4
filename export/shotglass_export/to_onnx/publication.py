"""All or nothing: a folder is built beside its place under another name and renamed into it.

A process that is killed leaves at most a folder with a leading dot, which no library reads and
the next import removes.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shotglass.errors import ImportFailed

from ..locking import locked

_LOCK = ".import.lock"


@contextmanager
def publication(target: Path) -> Iterator[Path]:
    """An empty folder to fill; it becomes ``target`` when the block ends without an error.

    Raises ImportFailed when another import works in the same place, or the disk is full.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    busy = ImportFailed(
        f"Another import is writing into {target.parent}; one at a time was expected: wait for it."
    )
    with locked(target.parent / _LOCK, busy):
        _tidy(target.parent)
        building = target.with_name(f".{target.name}.new")
        building.mkdir()
        try:
            yield building
            _sync(building)
            _exchange(building, target)
        except OSError as error:
            raise ImportFailed(
                f"{target} could not be written ({error}): make room there, or name another folder "
                "with --models."
            ) from error
        finally:
            shutil.rmtree(building, ignore_errors=True)


def _tidy(root: Path) -> None:
    """Under the lock, what a dead import left is nobody's: finish its exchange or drop it."""
    for old in root.glob(".*.old"):
        target = old.with_name(old.name[1 : -len(".old")])
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)
    for building in root.glob(".*.new"):
        shutil.rmtree(building)


def _exchange(building: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        target.rename(old)
    building.rename(target)
    _sync_folder(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have everything on the disk before the name that vouches for it."""
    for path in folder.iterdir():
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
