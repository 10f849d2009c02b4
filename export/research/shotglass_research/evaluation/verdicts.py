"""A gallery task as questions, and the verdict on it, in numbers rounded for the file that ships.

Every item is asked after the first k examples of every set. ``web/src/core/gallery/verdicts.ts``
reads the file that the verdicts become; an interval is [value, low, high].
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shotglass.engine.strategies.scoring import shares
from shotglass.prompting import Lane, render
from shotglass.statistics import Evidence, Verdict, crossed_share, verdict_on

from ..gallery.task import Entry, Item, ItemFile, items_path, read_entry
from .answers import LabelScores, Question
from .record import DIGITS, Triple, triple

KS = (0, 1, 2, 4, 8)  # examples before the question


@dataclass(frozen=True)
class Task:
    """The examples are the first k of a set, in the set's order, the same for all items: that is
    what the page shows, and all that a verdict speaks of."""

    entry: Entry
    items: tuple[Item, ...]

    def questions(self, set_name: str, k: int) -> list[Question]:
        """One for each item, in order; without examples the set only chooses the labels."""
        lane = Lane("", set_name, tuple(range(k)))
        prompts = [self.entry.asking(item, set_name) for item in self.items]
        return [
            Question(render(p, lane).text, tuple(label.text for label in p.labels)) for p in prompts
        ]

    def all_questions(self) -> list[Question]:
        """In an order in which neighbours begin alike."""
        pairs = [(name, k) for name in self.entry.sets for k in KS]
        return [question for name, k in pairs for question in self.questions(name, k)]

    def right_place(self, item: Item, set_name: str) -> int:
        """Which of the item's labels is the expected one."""
        labels = [label.text for label in self.entry.asking(item, set_name).labels]
        return labels.index(item.expected[set_name])


def read_task(id: str, gallery: Path, limit: int | None = None) -> Task:
    """With the first ``limit`` of its items, or all."""
    items = ItemFile.read(items_path(id, gallery)).items
    return Task(read_entry(id, gallery), items[:limit])


@dataclass(frozen=True)
class AtK:
    """``form``: mean mass on all labels. ``choice``: mean share of the expected one in that mass.
    ``right``: how often it had the largest share (Wilson), and ``count`` items of n."""

    k: int
    form: Triple
    choice: Triple
    right: Triple
    count: int


@dataclass(frozen=True)
class Gain:
    """From no example to all of them, over the same items; ``p`` of the exact paired test."""

    form: Triple
    right: Triple
    gained: int
    lost: int
    p: float


@dataclass(frozen=True)
class SetVerdict:
    set: str
    verdict: Verdict
    chance: float
    by_k: tuple[AtK, ...]
    gain: Gain


@dataclass(frozen=True)
class TaskVerdict:
    id: str
    n: int
    sets: tuple[SetVerdict, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class _Lane:
    """One set at one k, per item."""

    form: list[float]
    choice: list[float]
    right: list[bool]


def judge(task: Task, scores: LabelScores) -> TaskVerdict:
    """All the task's questions must have been read."""
    sets = tuple(_judge_set(task, scores, name) for name in task.entry.sets)
    return TaskVerdict(task.entry.id, len(task.items), sets)


def _judge_set(task: Task, scores: LabelScores, name: str) -> SetVerdict:
    lanes = [_lane(task, scores, name, k) for k in KS]
    labels = len(task.entry.asking(task.items[0], name).labels)
    first, last = lanes[0], lanes[-1]
    evidence = Evidence(first.form, last.form, first.right, last.right, 1 / labels)
    gain = Gain(
        triple(evidence.form_gain), triple(evidence.right_gain), evidence.gained, evidence.lost,
        float(f"{evidence.p:.2g}"),
    )  # fmt: skip
    by_k = tuple(_at_k(k, lane) for k, lane in zip(KS, lanes, strict=True))
    return SetVerdict(name, verdict_on(evidence), round(1 / labels, DIGITS), by_k, gain)


def _lane(task: Task, scores: LabelScores, name: str, k: int) -> _Lane:
    lane = _Lane([], [], [])
    for item, question in zip(task.items, task.questions(name, k), strict=True):
        logprobs = scores.of(question)
        parts, place = shares(logprobs), task.right_place(item, name)
        lane.form.append(math.fsum(math.exp(logprob) for logprob in logprobs))
        lane.choice.append(parts[place])
        lane.right.append(_wins(parts, place))
    return lane


def _wins(parts: Sequence[float], place: int) -> bool:
    """Whether the part at ``place`` is larger than every other; a tie is not right."""
    return all(parts[place] > part for other, part in enumerate(parts) if other != place)


def _at_k(k: int, lane: _Lane) -> AtK:
    count = sum(lane.right)
    form, choice = crossed_share(lane.form), crossed_share(lane.choice)
    return AtK(k, triple(form), triple(choice), triple(crossed_share(lane.right)), count)
