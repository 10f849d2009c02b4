"""The cells of a plan and the comparisons between them, which follow from the plan alone.

A *cell* holds the conditions that differ in their draw of examples and its order only: one model,
one k, one kind of labels, one format. The comparisons follow from what is varied and are never
chosen afterwards: each number of examples with the next and the fewest with the most, every kind of
labels and every format with the first that the plan names, the second model with the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

from .conditions import Condition
from .plan import Labels, Plan

Factor = Literal["k", "labels", "format", "model"]
Key = tuple[int, str, Labels, int]  # of a cell: model, format, labels, k


@dataclass(frozen=True)
class Cell:
    """``model``: 0 or 1, the plan's first or other; ``conditions``: their places."""

    model: int
    k: int
    labels: Labels
    format: str
    conditions: tuple[int, ...]

    @property
    def key(self) -> Key:
        return self.model, self.format, self.labels, self.k


@dataclass(frozen=True)
class Pair:
    """A comparison, from one cell to another, by their places."""

    factor: Factor
    before: int
    after: int


def cells_of(plan: Plan, conditions: Sequence[Condition]) -> tuple[Cell, ...]:
    groups: dict[tuple[str, Labels, int], list[int]] = {}
    for place, condition in enumerate(conditions):
        key = condition.format, condition.labels, condition.k
        groups.setdefault(key, []).append(place)
    return tuple(
        Cell(model, k, labels, name, tuple(places))
        for model in range(len(plan.models))
        for (name, labels, k), places in groups.items()
    )


def compared(plan: Plan, cells: Sequence[Cell]) -> tuple[Pair, ...]:
    """Returns the pairs of cells that are compared, in the order of the factors. Cells that are not
    asked (without examples there are no wrong answers) have no comparison."""
    places = {cell.key: place for place, cell in enumerate(cells)}
    varied, pairs = plan.conditions, dict[Pair, None]()

    def add(factor: Factor, *keys: Key) -> None:
        before, after = map(places.get, keys)
        if before is not None and after is not None and before != after:
            pairs[Pair(factor, before, after)] = None

    models, (first, *others) = range(len(plan.models)), varied.labels
    for model, name, labels in product(models, varied.formats, varied.labels):
        counts = sorted(varied.k)
        for low, high in [*pairwise(counts), (counts[0], counts[-1])]:
            shown = labels if low or labels == "names" else 1.0  # as in ``conditions_of``
            add("k", (model, name, shown, low), (model, name, labels, high))
    for model, name, labels, k in product(models, varied.formats, others, varied.k):
        add("labels", (model, name, first, k), (model, name, labels, k))
    kinds = list(dict.fromkeys(cell.labels for cell in cells))
    for model, name, labels, k in product(models, varied.formats[1:], kinds, varied.k):
        add("format", (model, varied.formats[0], labels, k), (model, name, labels, k))
    for name, labels, k in product(varied.formats, kinds, varied.k):
        add("model", (0, name, labels, k), (1, name, labels, k))
    return tuple(pairs)
