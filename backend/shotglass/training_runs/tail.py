"""What a metrics file has grown by since one last looked, also when it was written anew."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..errors import RunFolderError
from ..files import open_plain
from .metrics import Line, read


class MetricsTail:
    """New lines of the file at ``path`` from ``offset`` on.

    A resumed run takes lines out of its file, which then is another file: told again is all from
    the first ``resume`` that is newer than what was read before, so that whoever drops what lies
    beyond its step has the one clean curve. A run that was begun anew is told from its start.
    """

    def __init__(self, path: Path, offset: int) -> None:
        self._path, self._offset = path, offset
        found = _look(path)
        self._file = found[0] if found is not None and _at_a_line(path, offset) else None
        self._newest = 0.0  # Unix seconds

    def read(self) -> list[Line]:
        """Empty while there is nothing new, or no file."""
        found = _look(self._path)
        if found is None:
            return []
        identity, size = found
        anew = identity != self._file or size < self._offset
        try:
            reading = read(self._path, 0 if anew else self._offset)
        except RunFolderError:
            return []
        self._file, self._offset = identity, reading.offset
        fresh = reading.lines[self._first_untold(reading.lines) if anew else 0 :]
        times = [line["time"] for line in reading.lines if line.get("time") is not None]
        self._newest = max([self._newest, *times])
        return list(fresh)

    def _first_untold(self, lines: Sequence[Line]) -> int:
        for place, line in enumerate(lines):
            if line["kind"] == "resume" and line["time"] > self._newest:
                return place
        return 0


def _look(path: Path) -> tuple[int, int] | None:
    """Which file it is, and its size."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size


def _at_a_line(path: Path, offset: int) -> bool:
    """Whether a line begins there."""
    if offset == 0:
        return True
    try:
        with open_plain(path) as file:
            file.seek(0, os.SEEK_END)
            if file.tell() < offset:
                return False
            file.seek(offset - 1)
            return file.read(1) == b"\n"
    except OSError:
        return False
