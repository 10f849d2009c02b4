"""The plan of a search for causes: one task with k examples, asked of a few dozen items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...errors import InvalidRequest
from ...prompting import Shot
from ..measurement.plan import Conditions, Plan, PlanItem
from ..measurement.randomness import CAUSE, EXAMPLES, permutation

QUESTIONS = 32
MOST_QUESTIONS = 256
MOST_K = 16
FITTED = 8  # items at most that heads and vectors are taken from, and never judged on
DRAWS = 5
MOST_DRAWS = 16
TOP = 10  # heads of a function vector
MOST_TOP = 128
MOST_RUNS = 50_000


@dataclass(frozen=True)
class CausePlan:
    """Raises InvalidRequest where a rule is broken, those of ``Plan`` included.

    ``task``: model, prompt, items, where examples come from; it has one k. ``questions``: so many
    of its items are judged, chosen by the seed; all where there are fewer.
    """

    task: Plan
    questions: int = QUESTIONS

    def __post_init__(self) -> None:
        _require("questions", self.questions, 1, MOST_QUESTIONS)
        _require("k", self.k, 1, MOST_K)

    @property
    def k(self) -> int:
        return self.task.conditions.k[0]

    @cached_property
    def shots(self) -> tuple[Shot, ...]:
        """The examples, in their order; none reasons."""
        return tuple(Shot(shot.input, shot.output, "") for shot in self.task.examples[: self.k])

    def in_order(self, number: int) -> tuple[Shot, ...]:
        """The same examples in an order of their own for each number."""
        return tuple(self.shots[i] for i in permutation(self.task.seed, EXAMPLES + number, self.k))

    def without(self, example: int) -> tuple[Shot, ...]:
        return self.shots[:example] + self.shots[example + 1 :]

    def split(self, fitted: int, least: int = 1) -> tuple[list[PlanItem], list[PlanItem]]:
        """Items to take something from, ``fitted`` or half of them where there are fewer, and
        others to judge it on. Raises InvalidRequest for fewer than ``least`` to judge."""
        items = self.task.questions
        order = permutation(self.task.seed, CAUSE, len(items))
        taken = min(fitted, len(items) // 2)
        judged = order[taken : taken + self.questions]
        if len(judged) < least or (fitted and not taken):
            raise InvalidRequest(
                f"There are {len(items)} items to ask; {least + 1} or more were expected, since "
                "what is taken from some of them is judged on others.",
                pointer="/items",
            )
        return [items[place] for place in order[:taken]], [items[place] for place in judged]

    def places(self, items: Sequence[PlanItem]) -> tuple[int, ...]:
        """The places of the items among those of the task."""
        return self.task.places(items)


def task_with(k: int, **changes: Any) -> Plan:
    """A ``Plan`` of one k, without calibration. ``changes``: its other fields. Raises
    InvalidRequest."""
    _require("k", k, 1, MOST_K)
    try:
        return Plan(conditions=Conditions(k=(k,), content_free=()), **changes)
    except InvalidRequest as error:
        error.pointer = "/k" if (error.pointer or "").startswith("/conditions") else error.pointer
        raise


def _require(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidRequest(
            f"{name} is {value}; {low} to {high} was expected.", pointer=f"/{name}"
        )


def require_draws(draws: int) -> None:
    """Raises InvalidRequest."""
    _require("draws", draws, 1, MOST_DRAWS)


def require_top(top: int, heads: int) -> None:
    """Raises InvalidRequest for a number of heads that a model of so many ``heads`` does not
    have."""
    _require("top", top, 1, min(MOST_TOP, heads))
