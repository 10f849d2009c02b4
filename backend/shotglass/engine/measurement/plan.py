"""The plan of a measurement: one task, asked of many items under many conditions, as one object.

What is in it decides every prompt that is asked, by the seed alone; what is not in it changes no
figure. All rules are checked here, before anything is computed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

from ...errors import InvalidRequest, UnknownField
from ...parsing import Unfit, json_pointer, parsed
from ...precisions import Precision
from ...prompting import Prompt, Shot
from ...rows import AnswerCount, answer_counts
from .randomness import POOL, dealt, permutation
from .rules import check_plan

CONTENT_FREE = ("N/A", "", "[MASK]")  # Zhao et al. 2021 average these three
Labels = float | Literal["names", "none"]


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A question with its answer; ``labels`` are the answers it is read at where they are its own,
    and else those of the task. ``id``: by which its owner knows it; nothing that is asked."""

    input: str
    expected: str
    labels: tuple[str, ...] = ()
    id: str = ""

    def to_json(self) -> dict[str, Any]:
        """Returns the item as JSON, without an id that it does not have, so that older plans keep
        their digest."""
        value = asdict(self)
        if not self.id:
            del value["id"]
        return value


@dataclass(frozen=True)
class Conditions:
    """The factors of a plan, of which every combination is asked.

    ``k`` are numbers of examples. ``draws`` is how often the examples are drawn anew; with 1 they
    are the first k of the set, in its order. ``orders`` is the number of orders in which they are
    shown; of four examples there are 24. ``labels`` is the share of examples with the right answer
    (the others have a wrong one), or "names" (each answer has a random name throughout) or "none"
    (no answers). ``formats`` are names of ``formats.NAMED``, or templates. ``content_free`` are
    inputs without content, by which the answers are calibrated; with none there is no calibration.
    """

    k: tuple[int, ...] = (0, 4)
    draws: int = 1
    orders: int = 1
    labels: tuple[Labels, ...] = (1.0,)
    formats: tuple[str, ...] = ("own",)
    content_free: tuple[str, ...] = CONTENT_FREE


@dataclass(frozen=True)
class HeadPlace:
    """The place of a head: its layer, and its number within the layer, both from 0."""

    layer: int
    head: int

    def __str__(self) -> str:
        return f"{self.layer}.{self.head}"


@dataclass(frozen=True)
class Plan:
    """Raises InvalidRequest, with a pointer to the field, where a rule is broken.

    ``items``: the questions; without any those of the task. ``other_model``: is asked the same.
    ``shot_set``: where examples come from, the task's first set by default; or ``pool``: so many of
    the items, chosen by the seed, are examples to draw from and are not asked. ``balanced``: these
    are chosen and drawn one answer after another, so that each number of examples has as many of
    each answer as it can. ``difference``: the smallest difference in the share of right items that
    matters. ``heads_off``: heads that give nothing at any token while the model is asked.
    """

    model: str
    prompt: Prompt
    items: tuple[PlanItem, ...] = ()
    conditions: Conditions = Conditions()
    other_model: str | None = None
    precision: Precision | None = None
    shot_set: str | None = None
    pool: int = 0
    seed: int = 0
    difference: float = 0.1
    balanced: bool = False  # as records had it that do not say
    heads_off: tuple[HeadPlace, ...] = ()

    def __post_init__(self) -> None:
        if not self.items:
            object.__setattr__(self, "items", task_items(self.prompt))
        if self.shot_set is None and not self.pool:  # named, since JSON has no first key
            first = next(iter(self.prompt.shot_sets), None)
            object.__setattr__(self, "shot_set", first)
        if not self.pool:  # nothing to choose from: one plan has one digest
            object.__setattr__(self, "balanced", False)
        check_plan(self)

    @property
    def models(self) -> tuple[str, ...]:
        """The ids of the one or two models."""
        return (self.model,) if self.other_model is None else (self.model, self.other_model)

    @cached_property
    def examples(self) -> tuple[Shot, ...]:
        """The examples that prompts may show."""
        if self.pool:
            chosen = (self.items[place] for place in self._drawn[: self.pool])
            return tuple(Shot(item.input, item.expected) for item in chosen)
        return () if self.shot_set is None else tuple(self.prompt.shot_sets[self.shot_set])

    @cached_property
    def questions(self) -> tuple[PlanItem, ...]:
        """The items that are asked, in their order."""
        return tuple(self.items[place] for place in sorted(self._drawn[self.pool :]))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The labels of all items that have none of their own: the task's, or all answers that
        occur."""
        if self.prompt.labels:
            return tuple(label.text for label in self.prompt.labels)
        answers = [shot.output for shot in self.examples]
        answers += [item.expected for item in self.questions if not item.labels]
        return tuple(dict.fromkeys(answers))

    @cached_property
    def answers(self) -> tuple[AnswerCount, ...]:
        """Returns how many items expect each answer, and which answers are written alike, including
        those of the task and of its examples, with their places among the items."""
        outputs = (shot.output for shot in self.examples)
        texts = (*(label.text for label in self.prompt.labels), *outputs)
        return answer_counts(self.items, range(len(self.items)), texts)

    @property
    def alike(self) -> tuple[AnswerCount, ...]:
        """Answers that differ from another one by their writing alone."""
        return tuple(count for count in self.answers if count.like is not None)

    def labels_of(self, item: PlanItem) -> tuple[str, ...]:
        """Returns the item's own labels, or those of the plan."""
        return item.labels or self.labels

    def places(self, items: Iterable[PlanItem]) -> tuple[int, ...]:
        """The places of the questions among the items, from 0."""
        return tuple(self._places[item.input] for item in items)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {item.input: place for place, item in enumerate(self.items)}

    @cached_property
    def _drawn(self) -> tuple[int, ...]:
        if not self.pool:
            return tuple(range(len(self.items)))
        order = permutation(self.seed, POOL, len(self.items))
        return dealt(order, [item.expected for item in self.items]) if self.balanced else order

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the plan as JSON."""
        text = json.dumps(self.to_json(), sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Returns the plan as ``from_json`` reads it."""
        items = [item.to_json() for item in self.items]
        value = asdict(self) | {"prompt": self.prompt.to_json(), "items": items}
        if not self.balanced:
            del value["balanced"]  # plans from before there was the key keep their digest
        if not self.heads_off:
            del value["heads_off"]
        return value

    @classmethod
    def from_json(cls, value: Any) -> Plan:
        """Raises UnknownField for a key that does not exist, InvalidRequest otherwise."""
        try:
            return parsed(cls, value)
        except Unfit as fault:
            refusal = UnknownField if fault.known else InvalidRequest
            raise refusal(f"{fault}.", pointer=json_pointer(fault.place)) from None


def task_items(prompt: Prompt) -> tuple[PlanItem, ...]:
    """The questions of a task, which a plan asks where it has none of its own."""
    return tuple(PlanItem(item.input, item.expected) for item in prompt.items)


def sampled(items: Sequence[PlanItem], count: int, seed: int) -> tuple[PlanItem, ...]:
    """So many of the items, chosen by the seed, in their order; all where there are fewer. The page
    chooses the same."""
    if len(items) <= count:
        return tuple(items)
    return tuple(items[place] for place in sorted(permutation(seed, POOL, len(items))[:count]))
