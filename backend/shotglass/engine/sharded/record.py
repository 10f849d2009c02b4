"""The record of a measurement in shards: what it was run on, the SHA-256 of each shard, and the
figures. Its digest is the same wherever the shards were read, and in whatever order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..measurement.events import MeasuredModel
from ..measurement.figures import Figures, PerItem, figures
from ..measurement.record import COLUMNS, table_lines
from ..runs.record_text import csv_text, json_text
from .folder import ShardFolder
from .shards import ReadingsOfPart, ReadShards, Shard, Shards, readings_in

FORMAT = "shotglass-measurement-in-shards-1"


@dataclass
class ShardTable:
    """The values that the figures need of every question, 19 bytes a prompt whatever its length.
    Figures are computed by the function that computes those of a record in one file."""

    shards: Shards
    digests: dict[int, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[list[PerItem]]:
        """Returns the columns by model, then by condition. ``says`` is a label's place, of which
        there are 64."""
        plan, n = self.shards.plan, len(self.shards.plan.questions)
        fair = bool(plan.conditions.content_free)
        return [
            [
                PerItem(
                    np.zeros(n, bool), np.zeros(n), np.zeros(n),
                    np.zeros(n, bool) if fair else None, np.zeros(n, np.int8),
                )
                for _ in self.shards.conditions
            ]
            for _ in plan.models
        ]  # fmt: skip

    def add(self, shard: Shard, digest: str, readings: ReadingsOfPart) -> None:
        rows = slice(shard.first, shard.first + len(shard.part.items))
        for columns, of_model in zip(self.columns, readings, strict=True):
            for column, of_condition in zip(columns, of_model, strict=True):
                for name, values in vars(PerItem.of(shard.part, of_condition)).items():
                    if values is not None:
                        getattr(column, name)[rows] = values
        self.digests[shard.number] = digest

    def figures(self) -> Figures:
        """Returns the figures of all shards, each of which was added."""
        return figures(self.shards.plan, self.shards.conditions, self.columns)


def measured_shards(table: ShardTable, folder: ShardFolder, read: ReadShards) -> Iterator[Shard]:
    """Each shard once, when it is in the folder and in the table: first those that an earlier run
    has left, then those that ``read`` gives, in any order. Raises RecordNotWritten."""
    for shard in table.shards:
        if (content := folder.read(shard)) is not None:
            table.add(shard, *content)
            yield shard
    missing = (shard for shard in table.shards if shard.number not in table.digests)
    for shard, data in read(missing):
        if shard.number in table.digests:
            continue
        readings = readings_in(data, shard.part, len(table.shards.conditions))
        folder.write(shard.number, data)
        table.add(shard, hashlib.sha256(data).hexdigest(), readings)
        yield shard


def record_of(
    table: ShardTable, models: Sequence[MeasuredModel], summary: Figures, version: str, made: str
) -> dict[str, Any]:
    """Returns the record as JSON. ``digest`` is the SHA-256 of everything before it; ``version``
    and ``made`` say who wrote it when, and are not part of it."""
    plan = table.shards.plan
    items = hashlib.sha256()
    for item in plan.items:
        items.update(f"{json_text(item.to_json())}\n".encode("utf-8", "surrogatepass"))
    value = {
        "record": FORMAT,
        "plan": plan.to_json() | {"items": {"count": len(plan.items), "sha256": items.hexdigest()}},
        "plan_sha256": plan.digest,
        "models": list(map(asdict, models)),
        "conditions": list(map(asdict, table.shards.conditions)),
        "answers": list(plan.labels),
        "shards": {
            "questions": table.shards.questions,
            "sha256": [digest for _, digest in sorted(table.digests.items())],
        },
        "figures": asdict(summary),
    }
    digest = hashlib.sha256(json_text(value).encode("utf-8", "surrogatepass")).hexdigest()
    return value | {"digest": digest, "shotglass": version, "made": made}


def csv_parts(
    folder: ShardFolder, shards: Shards, models: Sequence[MeasuredModel]
) -> Iterator[str]:
    """The table of a record, a shard at a time; its lines are those of a record that is one file,
    in the order of the shards."""
    yield csv_text([COLUMNS])
    places = shards.plan.places(shards.plan.questions)
    for shard in shards:
        content = folder.read(shard)
        assert content is not None, "all shards were measured"
        rows = places[shard.first : shard.first + len(shard.part.items)]
        yield csv_text(table_lines(shard.part, rows, models, shards.conditions, content[1]))
