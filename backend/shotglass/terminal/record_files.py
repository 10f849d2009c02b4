"""The files that a measurement is written to, each whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..errors import InvalidRequest, RecordNotWritten


def check_files(paths: Sequence[Path], endings: Sequence[str]) -> None:
    """Before anything is measured. Raises InvalidRequest for a name with another ending, or in a
    folder that is not there."""
    for path in paths:
        if path.suffix not in endings:
            expected = " or ".join(endings)
            raise InvalidRequest(f"--into is {path}; a name with {expected} was expected.")
        if not path.parent.is_dir():
            raise InvalidRequest(
                f"--into is {path}, and there is no folder {path.parent}: make it first."
            )


def write_file(path: Path, text: str, otherwise: str) -> None:
    """Raises RecordNotWritten with the way out, ``otherwise``, where it cannot be written; what was
    there before then stays."""
    try:
        replace_file(path, text.encode())
    except OSError as error:
        raise RecordNotWritten(
            f"{path} cannot be written: {error.strerror}. {otherwise}"
        ) from error


def now() -> str:
    """The time as a record has it and as the page writes it, such as 2026-11-29T12:00:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def replace_file(path: Path, data: bytes) -> None:
    """Raises OSError, and leaves nothing half written then."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
