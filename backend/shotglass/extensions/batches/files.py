"""The files of batches, uploads and what batches wrote: in one folder of limited room, out of which
the oldest go first.

A file is ``ID.jsonl``, and ``ID.json`` says what it is. What a batch still writes has no such
description yet, so that nobody sees it half done. Files are for their owner alone, since they hold
prompts; links, and whatever has no name of ours, are left as they are and read by nobody.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex
from time import time
from typing import Any, Literal

from ...engine.runs.record_files import replace_file
from ...errors import QueueFull
from ...parsing import loads, parsed_known, read_plain
from .errors import BatchNotFound, WrongState

MOST_FILES = 1_000
MOST_DESCRIPTION = 64 << 10  # bytes
NAME = re.compile(r"file-[0-9a-f]{32}(-output|-error)?\.jsonl?")
Purpose = Literal["batch", "batch_output"]


@dataclass(frozen=True)
class StoredFile:
    """``created_at`` in Unix seconds."""

    id: str
    filename: str
    purpose: Purpose
    created_at: int
    bytes: int

    def to_dict(self) -> dict[str, Any]:
        return {"object": "file", "status": "processed"} | asdict(self)


class FileFolder:
    """A folder of files, used by one thread at a time. ``in_use`` are files that a batch reads or
    writes, which stay. All methods raise OSError."""

    def __init__(self, root: Path, room: int) -> None:
        self._root, self._room = root, room
        self.files: dict[str, StoredFile] = {}  # the oldest first
        self.in_use: set[str] = set()
        self._sizes: dict[str, int] = {}  # bytes, also of what is being written

    def read(self) -> None:
        """Reads what is on disk. A file without a description that is not in use is the rest of an
        upload that was cut off, and is removed."""
        self.files, self._sizes = {}, {}
        ours = [path for path in self._root.iterdir() if NAME.fullmatch(path.name)]
        plain = [path for path in ours if path.is_file() and not path.is_symlink()]
        described = [_read(path) for path in plain if path.suffix == ".json"]
        for file in sorted(filter(None, described), key=lambda file: file.created_at):
            self.files[file.id] = file
        for path in (path for path in plain if path.suffix == ".jsonl"):
            if path.stem in self.files or path.stem in self.in_use:
                self._sizes[path.stem] = path.stat().st_size
            else:
                path.unlink()
        for path in self._root.glob(".*.part"):
            if not path.is_dir():
                path.unlink()
        for id in self.files.keys() - self._sizes.keys():
            del self.files[id]

    def find(self, id: str) -> StoredFile:
        """Raises BatchNotFound."""
        if id not in self.files:
            raise BatchNotFound(
                f"There is no file {id[:60]!r} any more, or there never was: GET /v1/files lists "
                "those that there are."
            )
        return self.files[id]

    def path(self, id: str) -> Path:
        """Returns the path of an id that is known."""
        return self._root / f"{id}.jsonl"

    def add(self, filename: str, data: bytes) -> StoredFile:
        """Raises QueueFull where batches in progress take all of the room."""
        self._make_room(len(data), new=1)
        id = f"file-{token_hex(16)}"
        replace_file(self.path(id), data, private)
        self._sizes[id] = len(data)
        return self._describe(id, filename, "batch")

    def append(self, id: str, line: bytes) -> None:
        """Appends to what a batch writes: the whole line or nothing. Raises QueueFull as ``add``
        does."""
        self._make_room(len(line))
        size = self._sizes.get(id, 0)
        try:
            with open(self.path(id), "ab", opener=private) as file:
                file.write(line)
        except OSError:
            if size:
                os.truncate(self.path(id), size)
            raise
        self._sizes[id] = size + len(line)

    def lines(self, id: str) -> Iterator[dict[str, Any]]:
        """The objects that a batch wrote. From the first line on that is not whole, as a process
        or a machine leaves it that was stopped, the file is cut off."""
        if id not in self._sizes:
            return
        size = 0
        with open(self.path(id), "r+b", opener=private) as file:
            for line in file:
                try:
                    entry = loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    entry = None
                if not isinstance(entry, dict):
                    break
                size += len(line)
                yield entry
            file.truncate(size)
        self._sizes[id] = size

    def finish(self, id: str, filename: str) -> str | None:
        """The id of what a batch has written to its end; None where that is nothing."""
        if not self._sizes.get(id):
            return None
        return self._describe(id, filename, "batch_output").id

    def delete(self, id: str) -> None:
        """Raises BatchNotFound; WrongState where a batch needs it."""
        self.find(id)
        if id in self.in_use:
            raise WrongState(f"{id} is read or written by a batch: cancel the batch first.")
        del self.files[id]
        self._sizes.pop(id, None)
        for path in (self.path(id), self._root / f"{id}.json"):
            path.unlink(missing_ok=True)

    def _describe(self, id: str, filename: str, purpose: Purpose) -> StoredFile:
        file = StoredFile(id, filename, purpose, int(time()), self._sizes[id])
        replace_file(self._root / f"{id}.json", json.dumps(asdict(file)).encode(), private)
        self.files[id] = file
        return file

    def _make_room(self, size: int, new: int = 0) -> None:
        idle = [id for id in self.files if id not in self.in_use]
        while sum(self._sizes.values()) + size > self._room or len(self.files) + new > MOST_FILES:
            if not idle:
                raise QueueFull(
                    f"The files of batches in progress take the room for files, {self._room:,} "
                    "bytes: wait until one has ended, or start the server with a larger "
                    "--batches-room.",
                    retry_after=60,
                )
            self.delete(idle.pop(0))


def private(path: str, flags: int) -> int:
    """Opens a file for its owner alone, and not through a link. Raises OSError."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _read(path: Path) -> StoredFile | None:
    """None for what is no description of ours."""
    try:
        file = parsed_known(StoredFile, loads(read_plain(path, MOST_DESCRIPTION)))
    except (OSError, ValueError):
        return None
    return file if file.id == path.stem else None
