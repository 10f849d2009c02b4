"""The files that results are written to, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from ...errors import RecordNotWritten

Add = Callable[[str, NDArray[Any]], None]
Opener = Callable[[str, int], int]


def write_file(path: Path, content: str | bytes, otherwise: str) -> None:
    """Raises RecordNotWritten with the way out, ``otherwise``, where it cannot be written; what was
    there before then stays."""
    write_parts(path, [content.encode() if isinstance(content, str) else content], otherwise)


def write_parts(path: Path, parts: Iterable[bytes], otherwise: str) -> None:
    """The same of a file that is too large to be in memory at once."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.writelines(parts)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise RecordNotWritten(
            f"{path} cannot be written: {error.strerror}. {otherwise}"
        ) from error


def now() -> str:
    """The time as a record has it and as the page writes it, such as 2026-11-29T12:00:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def replace_file(path: Path, data: bytes, opener: Opener | None = None) -> None:
    """Raises OSError, and leaves nothing half written then. ``opener``: as of ``open``."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with open(beside, "wb", opener=opener) as file:
            file.write(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def array_file(path: Path) -> Iterator[Add]:
    """An ``.npz`` at ``path``; what is called adds an array under a name, and nothing of it stays
    in memory. The same arrays give the same bytes. The file is there once the block has ended
    well; else what was there before stays. Raises RecordNotWritten."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with _writing(path):
            archive = ZipFile(beside, "w")

        def add(name: str, array: NDArray[Any]) -> None:
            entry = ZipInfo(f"{name}.npy")
            with _writing(path), archive.open(entry, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)

        try:
            yield add
        finally:
            with _writing(path):
                archive.close()
        with _writing(path):
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordNotWritten(
            f"{path} cannot be written: {error.strerror}. Make room, or name another file."
        ) from error
