"""A plan cut into shards: consecutive questions, asked under every condition.

How a plan is cut is decided by the plan alone. Within a shard the prompts of a condition are read
one after another, so that what they begin with is computed once.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ...parsing import loads
from ...prompting import Label
from ..batching.cancellation import NEVER
from ..measurement.conditions import Condition, conditions_of, label_sets
from ..measurement.events import Cost
from ..measurement.figures import Readings
from ..measurement.plan import Conditions, Plan, PlanItem
from ..measurement.record import readings_of
from ..model import Engine
from ..runs.record_text import json_text
from ..tasks.measure import Measurement

PROMPTS = 4_000  # about so many in a shard: minutes of a small model
FEWEST, MOST = 100, 500  # questions of a shard
SAMPLED = 200  # questions that the cost is estimated from
LONGEST = 6  # questions that are encoded before anything is read, since they must fit

ReadShards = Callable[[Iterable["Shard"]], Iterator[tuple["Shard", bytes]]]  # in any order
ReadingsOfPart = tuple[tuple[Readings, ...], ...]  # by model, then by condition


@dataclass(frozen=True)
class Shard:
    """``part``: the plan of these questions alone, which names no examples: they stand in the
    conditions. ``first``: the place of its first question among all questions."""

    number: int
    first: int
    part: Plan


@dataclass(frozen=True)
class Shards:
    plan: Plan

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return conditions_of(self.plan)

    @property
    def questions(self) -> int:
        """The number of questions of each shard but the last, which may have fewer."""
        return max(FEWEST, min(MOST, PROMPTS // len(self.conditions)))

    @property
    def count(self) -> int:
        return -(-len(self.plan.questions) // self.questions)

    def __iter__(self) -> Iterator[Shard]:
        questions, step = self.plan.questions, self.questions
        for first in range(0, len(questions), step):
            yield Shard(first // step, first, self._part(questions[first : first + step]))

    def prompts_of(self, part: Plan) -> int:
        """Returns the number of prompts of one model, including content-free ones."""
        each = len(part.items) + len(label_sets(part)) * len(part.conditions.content_free)
        return each * len(self.conditions)

    def costs(self, engines: Sequence[Engine]) -> tuple[Cost, ...]:
        """Estimated from some of the questions, with the longest among them. Raises
        ContextLengthExceeded where one does not fit."""
        questions = self.plan.questions
        spaced = questions[:: -(-len(questions) // SAMPLED)]
        longest = heapq.nlargest(LONGEST, questions, key=lambda item: len(item.input.encode()))
        sample = self._part(tuple(dict.fromkeys((*spaced, *longest))))
        run = Measurement(sample, self.conditions, engines, (), {}, NEVER)
        prompts = sum(self.prompts_of(shard.part) for shard in self)
        return tuple(
            Cost(
                prompts,
                round(prompts / cost.prompts * cost.prompt_tokens),
                round(prompts / cost.prompts * cost.computed_tokens),
                prompts / cost.prompts * cost.seconds,
            )
            for cost in run.costs()
        )

    def _part(self, items: tuple[PlanItem, ...]) -> Plan:
        plan, prompt = self.plan, self.plan.prompt
        if not prompt.labels and not all(item.labels for item in items):
            prompt = replace(prompt, labels=tuple(map(Label, plan.labels)))
        alone = Conditions(k=(0,), content_free=plan.conditions.content_free)
        prompt = replace(prompt, shot_sets={}, items=())
        return replace(plan, prompt=prompt, items=items, conditions=alone, shot_set=None, pool=0)


def read_shard(engines: Sequence[Engine], part: Plan, conditions: Sequence[Condition]) -> bytes:
    """Returns all readings of a part as JSON, with the same bytes wherever they are read. Raises as
    ``measure`` does."""
    run = Measurement(part, conditions, engines, (), {}, NEVER)
    measured = [
        {
            "model": event.model,
            "condition": event.condition,
            "prompts": event.prompts,
            "items": event.readings.items,
            "content_free": event.readings.content_free,
        }
        for event in run.measured()
        if event is not None
    ]
    return f"{json_text(measured)}\n".encode()


@dataclass(frozen=True)
class Recipe:
    """The options by which a worker opens its engines: ``options`` are those of ``Engine.open``,
    and ``fingerprints`` those that its engines must have, so that its bits are those of all
    others."""

    roots: tuple[Path, ...]
    models: tuple[str, ...]
    options: dict[str, Any]
    fingerprints: tuple[str, ...]
    conditions: tuple[Condition, ...]


def read_here(engines: Sequence[Engine], conditions: Sequence[Condition]) -> ReadShards:
    """Shards one after another, by the engines of this process."""
    return lambda shards: ((shard, read_shard(engines, shard.part, conditions)) for shard in shards)


def readings_in(data: bytes, part: Plan, conditions: int) -> ReadingsOfPart:
    """Returns the readings that ``read_shard`` wrote of this part. Raises ValueError for anything
    else."""
    free = len(label_sets(part)) * len(part.conditions.content_free)
    rows: list[list[Readings]] = [[] for _ in part.models]
    try:
        for value in loads(data):
            row, readings = rows[value["model"]], readings_of(value)
            sizes = value["condition"], len(readings.items), len(readings.content_free)
            if sizes != (len(row), len(part.items), free):
                raise ValueError("readings of other questions")
            row.append(readings)
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError(f"not in order: {error!r}") from error
    if any(len(row) != conditions for row in rows):
        raise ValueError("readings of other conditions")
    return tuple(map(tuple, rows))
