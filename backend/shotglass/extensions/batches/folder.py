"""The folder of files and batches, which one process holds: what a batch is, how far it has come,
and what goes on after a restart.

A batch is ``batch_HEX.json`` and writes ``file-HEX-output.jsonl`` and ``file-HEX-error.jsonl``, a
line for each request as it is answered. So nothing is lost with the process, and after a restart
the requests that have no line yet are run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from secrets import token_hex
from threading import RLock
from time import time
from typing import Any, Literal

from ...engine.runs.record_files import replace_file
from ...errors import (
    QueueFull,
    ShotglassError,
    of_disk,
)
from ...parsing import loads, parsed_known, read_plain
from ...server.downloads.archive import Member
from ...server.downloads.export_store import locked
from .errors import BatchNotFound, BatchRefused, WrongState
from .files import FileFolder, StoredFile, private
from .lines import Endpoint, check, lines_of

MOST_OPEN = 100  # batches that are not over
MOST_BATCHES = 1_000
MOST_DESCRIPTION = 64 << 10  # bytes
Status = Literal["in_progress", "completed", "failed", "cancelled"]
STATUSES: tuple[Status, ...] = ("in_progress", "completed", "failed", "cancelled")
# Of OpenAI's form, and never here: lines are checked before there is a batch, and none expires.
NEVER = ("expires_at", "finalizing_at", "expired_at", "cancelling_at")


@dataclass(frozen=True)
class StoredBatch:
    """``moments``: when it came to a status, in Unix seconds. ``completed`` and ``failed`` count
    its requests."""

    id: str
    endpoint: Endpoint
    input_file_id: str
    total: int
    metadata: dict[str, str] | None
    moments: dict[str, int]
    status: Status = "in_progress"
    completed: int = 0
    failed: int = 0
    output_file_id: str | None = None
    error_file_id: str | None = None
    errors: tuple[dict[str, str], ...] = ()

    @property
    def outputs(self) -> tuple[str, str]:
        """The files that it writes: of answers, and of refusals."""
        name = self.id.removeprefix("batch_")
        return f"file-{name}-output", f"file-{name}-error"

    def to_dict(self) -> dict[str, Any]:
        """Returns the batch as OpenAI has it."""
        names = ("id", "endpoint", "input_file_id", "status", "output_file_id", "error_file_id")
        data = [{**error, "line": None, "param": None} for error in self.errors]
        return {
            "object": "batch",
            **{name: getattr(self, name) for name in names},
            "completion_window": "24h",
            "errors": {"object": "list", "data": data} if data else None,
            "created_at": self.moments["in_progress"],
            **{f"{status}_at": self.moments.get(status) for status in STATUSES},
            **dict.fromkeys(NEVER),
            "request_counts": {
                "total": self.total, "completed": self.completed, "failed": self.failed,
            },
            "metadata": self.metadata,
        }  # fmt: skip


class BatchFolder:
    """Thread-safe. Opened at its first use. All methods raise BatchRefused where another process
    holds the folder, or it cannot be read or written."""

    def __init__(self, root: Path, room: int) -> None:
        """``room``: bytes of all files together."""
        self._root, self._files = root, FileFolder(root, room)
        self._batches: dict[str, StoredBatch] = {}  # the oldest first
        self._is_open = False
        self._hold: int | None = None  # a descriptor
        self._lock = RLock()

    def close(self) -> None:
        """Let another process have the folder."""
        with self._lock:
            if self._hold is not None:
                os.close(self._hold)
                self._hold = None
            self._is_open = False

    def files(self) -> list[StoredFile]:
        """The latest first."""
        with self._opened():
            return list(self._files.files.values())[::-1]

    def file(self, id: str) -> StoredFile:
        """Raises BatchNotFound."""
        with self._opened():
            return self._files.find(id)

    def content(self, id: str) -> Member:
        """Raises BatchNotFound."""
        with self._opened():
            return Member.of(self._files.path(self._files.find(id).id))

    def upload(self, filename: str, data: bytes) -> StoredFile:
        """Raises QueueFull."""
        with self._opened():
            return self._files.add(filename, data)

    def delete(self, id: str) -> None:
        """A file. Raises BatchNotFound, WrongState."""
        with self._opened():
            self._files.delete(id)

    def create(self, file: str, endpoint: Endpoint, metadata: dict[str, str] | None) -> StoredBatch:
        """Raises BatchNotFound, QueueFull, InvalidRequest with each fault by its line."""
        with self._opened():
            data = self._data(file)
        total = check(data, endpoint)  # without the lock: it may take seconds
        with self._opened():
            self._files.find(file)
            count = sum(batch.status == "in_progress" for batch in self._batches.values())
            if count >= MOST_OPEN:
                raise QueueFull(
                    f"{count} batches are not over, as many as this server has: wait for one, or "
                    "cancel it.",
                    retry_after=60,
                )
            batch = StoredBatch(
                f"batch_{token_hex(16)}", endpoint, file, total, metadata,
                {"in_progress": int(time())},
            )  # fmt: skip
            self._save(batch)
            self._forget_oldest()
        return batch

    def batches(self) -> list[StoredBatch]:
        """The latest first."""
        with self._opened():
            return list(self._batches.values())[::-1]

    def batch(self, id: str) -> StoredBatch:
        """Raises BatchNotFound."""
        with self._opened():
            if id not in self._batches:
                raise BatchNotFound(
                    f"There is no batch {id[:60]!r}: GET /v1/batches lists those that there are."
                )
            return self._batches[id]

    def cancel(self, id: str) -> StoredBatch:
        """Raises BatchNotFound; WrongState where it is over."""
        with self._opened():
            batch = self.batch(id)
            if batch.status != "in_progress":
                raise WrongState(f"{id} is {batch.status}: there is nothing to cancel.")
            return self._end(batch, "cancelled")

    def oldest_open(self) -> StoredBatch | None:
        """The oldest that is not over. A folder without batches is not opened to look: of two
        servers of one person neither need have a batch."""
        if not self._is_open and not any(self._root.glob("batch_*.json")):
            return None
        return next((batch for batch in self.batches()[::-1] if self.is_open(batch.id)), None)

    def is_open(self, id: str) -> bool:
        """Whether the batch is not over."""
        with self._lock:
            return id in self._batches and self._batches[id].status == "in_progress"

    def unanswered(self, id: str) -> list[bytes]:
        """The lines of its requests that have no answer yet. Raises BatchNotFound where its file
        is gone."""
        with self._opened():
            batch = self._batches[id]
            written = chain.from_iterable(map(self._files.lines, batch.outputs))
            answered = {answer["custom_id"] for answer in written}
            data = self._data(batch.input_file_id)
        return [line for _, line in lines_of(data) if loads(line)["custom_id"] not in answered]

    def write(self, id: str, answer: Mapping[str, Any], *, is_refusal: bool) -> None:
        """The answer to one of its requests, unless the batch is over. Raises QueueFull."""
        with self._opened():
            if not self.is_open(id):
                return
            batch = self._batches[id]
            self._files.append(batch.outputs[is_refusal], json.dumps(answer).encode() + b"\n")
            self._batches[id] = _counted(batch, is_refusal)

    def end(self, id: str, error: ShotglassError | None = None) -> None:
        """``error``: why it failed. What has been answered is kept. Nothing is changed of a batch
        that is over."""
        with self._opened():
            if self.is_open(id):
                batch = self._batches[id]
                if error is not None:
                    why = {"code": error.code, "message": error.detail}
                    batch = replace(batch, errors=(why,))
                self._end(batch, "completed" if error is None else "failed")

    def _data(self, id: str) -> bytes:
        return self._files.path(self._files.find(id).id).read_bytes()

    def _end(self, batch: StoredBatch, status: Status) -> StoredBatch:
        answers, refusals = batch.outputs
        batch = replace(
            batch,
            status=status,
            moments=batch.moments | {status: int(time())},
            output_file_id=self._files.finish(answers, f"{batch.id}_output.jsonl"),
            error_file_id=self._files.finish(refusals, f"{batch.id}_error.jsonl"),
        )
        self._save(batch)
        return batch

    def _save(self, batch: StoredBatch) -> None:
        replace_file(self._root / f"{batch.id}.json", json.dumps(asdict(batch)).encode(), private)
        self._batches[batch.id] = batch
        self._files.in_use = self._in_use()

    def _in_use(self) -> set[str]:
        """The files of batches that are not over."""
        unfinished = [batch for batch in self._batches.values() if self.is_open(batch.id)]
        return {id for batch in unfinished for id in (batch.input_file_id, *batch.outputs)}

    def _forget_oldest(self) -> None:
        over = [id for id in self._batches if not self.is_open(id)]
        for id in over[: max(0, len(self._batches) - MOST_BATCHES)]:
            del self._batches[id]
            (self._root / f"{id}.json").unlink(missing_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[None]:
        with self._lock:
            try:
                if not self._is_open:
                    self._open()
                    self._is_open = True
                yield
            except BlockingIOError as error:
                raise BatchRefused(
                    "Another server has this folder of batches: ask that one, or start this one "
                    "with --batches and a folder of its own."
                ) from error
            except OSError as error:
                raise BatchRefused(of_disk(error)) from error

    def _open(self) -> None:
        """Raises OSError; BlockingIOError where another process holds the folder. Where it cannot
        be read nothing is held, so that it is tried again once its owner has mended it."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._hold = locked(self._root)
        try:
            self._read_all()
        except OSError:
            self.close()
            raise

    def _read_all(self) -> None:
        read = [_read(path) for path in self._root.glob("batch_*.json")]
        batches = sorted(filter(None, read), key=lambda batch: batch.moments["in_progress"])
        self._batches = {batch.id: batch for batch in batches}
        self._files.in_use = self._in_use()
        self._files.read()
        for batch in batches:
            if self.is_open(batch.id):
                counts = [sum(1 for _ in self._files.lines(name)) for name in batch.outputs]
                self._batches[batch.id] = replace(batch, completed=counts[0], failed=counts[1])


def _counted(batch: StoredBatch, is_refusal: bool) -> StoredBatch:
    if is_refusal:
        return replace(batch, failed=batch.failed + 1)
    return replace(batch, completed=batch.completed + 1)


def _read(path: Path) -> StoredBatch | None:
    """None for what is no batch of ours."""
    try:
        batch = parsed_known(StoredBatch, loads(read_plain(path, MOST_DESCRIPTION)))
    except (OSError, ValueError):
        return None
    return batch if batch.id == path.stem and "in_progress" in batch.moments else None
