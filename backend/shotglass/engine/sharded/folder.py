"""The folder of a measurement's shards: a file a shard, whole or not there, and one that says which
plan and models they are of. A run that was cut off goes on with those that are missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ...errors import InvalidRequest, RecordNotWritten
from ...parsing import loads
from ..runs.record_files import replace_file
from .shards import ReadingsOfPart, Shard, readings_in

HEAD = "plan.json"


@dataclass(frozen=True)
class ShardFolder:
    path: Path
    conditions: int

    def begin(self, plan: str, fingerprints: Sequence[str]) -> None:
        """``plan``: the digest of the whole plan. Raises InvalidRequest where the folder holds
        shards of another plan or of other models, RecordNotWritten."""
        head = {"plan": plan, "fingerprints": list(fingerprints)}
        try:
            before = loads((self.path / HEAD).read_bytes())
        except FileNotFoundError:
            before = None
        except (OSError, ValueError) as error:
            raise InvalidRequest(f"{self.path / HEAD} cannot be read: {error}.") from error
        if before not in (None, head):
            raise InvalidRequest(
                f"{self.path} holds the shards of another plan, or of models that compute other "
                "bits: move it away, or name another record with --into."
            )
        with self._writing():
            self.path.mkdir(exist_ok=True)
            replace_file(self.path / HEAD, json.dumps(head).encode())

    def read(self, shard: Shard) -> tuple[str, ReadingsOfPart] | None:
        """The SHA-256 of a shard's file and what it holds; None where it is not there or not whole,
        since it is then to be measured."""
        try:
            data = self._file(shard.number).read_bytes()
            readings = readings_in(data, shard.part, self.conditions)
        except (OSError, ValueError):
            return None
        return hashlib.sha256(data).hexdigest(), readings

    def write(self, number: int, data: bytes) -> None:
        """Raises RecordNotWritten."""
        with self._writing():
            replace_file(self._file(number), data)

    def _file(self, number: int) -> Path:
        return self.path / f"{number:06d}.json"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RecordNotWritten(
                f"{self.path} cannot be written: {error.strerror}. The shards that are in it stay: "
                "make room, and the same command goes on from there."
            ) from error
