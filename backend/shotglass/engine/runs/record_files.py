"""The files that a measurement is written to, each whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ...errors import RecordNotWritten


def write_file(path: Path, content: str | bytes, otherwise: str) -> None:
    """Raises RecordNotWritten with the way out, ``otherwise``, where it cannot be written; what was
    there before then stays."""
    try:
        replace_file(path, content.encode() if isinstance(content, str) else content)
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
