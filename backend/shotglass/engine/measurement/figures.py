"""What the readings of a plan come to: rows, cells, comparisons, slopes and spreads.

Every figure is computed here from the readings alone, so that a record can be computed again.

An item is *right* when its answer is likelier than every other label. *Form* is the probability of
all labels together, *choice* the answer's share of that. *Calibrated* (Zhao et al. 2021,
arXiv:2102.09690) divides each label's probability by its mean probability after the content-free
inputs of the same condition, and then looks for the largest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...statistics import (
    Difference,
    Interval,
    Spread,
    crossed_mean,
    crossed_share,
    differences,
    slope,
    spread,
    wilson,
)
from ..strategies.scoring import mean_logprob, shares
from .cells import Cell, Pair, cells_of, compared
from .conditions import Condition, label_sets
from .plan import Labels, Plan

Logprobs = tuple[float, ...]  # one a label, in nats
Values = NDArray[np.float64]
Measure = Literal["right", "calibrated"]


@dataclass(frozen=True)
class Readings:
    """Of one model under one condition: what ``conditions.prompts_of`` asks, in its order."""

    items: tuple[Logprobs, ...]
    content_free: tuple[Logprobs, ...]


@dataclass(frozen=True)
class Row:
    """One condition: ``count`` of ``n`` items are right. ``form`` and ``choice`` are means.
    ``says``: for how many items each label is the likeliest, where all items share theirs; one that
    has no likeliest counts for none."""

    count: int
    n: int
    right: Interval
    form: float
    choice: float
    calibrated: Interval | None
    says: tuple[int, ...]


@dataclass(frozen=True)
class CellFigures:
    """Over the draws and orders of a cell; its intervals are those of ``statistics.crossed``."""

    cell: Cell
    right: Interval
    form: Interval
    choice: Interval
    calibrated: Interval | None


@dataclass(frozen=True)
class Comparison:
    pair: Pair
    difference: Difference


@dataclass(frozen=True)
class LabelSlope:
    """By how much the share of right items rises from all answers wrong to all right (Yoo et al.
    2022, arXiv:2205.12685, label-correctness sensitivity). ``cells``: which are on the line."""

    cells: tuple[int, ...]
    slope: Interval


@dataclass(frozen=True)
class ConditionSpread:
    """Of what should not matter: orders of one draw's examples, draws, or formats. ``among``: the
    conditions, or for formats the cells, that are compared."""

    factor: Literal["order", "draw", "format"]
    measure: Measure
    among: tuple[int, ...]
    model: int
    spread: Spread


@dataclass(frozen=True)
class Figures:
    """``chance``: the share of right items that guessing gives."""

    chance: float
    cells: tuple[CellFigures, ...]
    comparisons: tuple[Comparison, ...]
    slopes: tuple[LabelSlope, ...]
    spreads: tuple[ConditionSpread, ...]


@dataclass(frozen=True)
class PerItem:
    """Of one condition, an entry an item; ``says`` is -1 where two labels are as likely."""

    right: NDArray[np.bool_]
    form: Values
    choice: Values
    calibrated: NDArray[np.bool_] | None
    says: NDArray[np.int64]

    @classmethod
    def of(cls, plan: Plan, readings: Readings) -> PerItem:
        sets, free = label_sets(plan), len(plan.conditions.content_free)
        baselines = {
            labels: [
                mean_logprob(seen)
                for seen in zip(*readings.content_free[at * free : (at + 1) * free], strict=True)
            ]
            for at, labels in enumerate(sets)
        }
        right, form, choice, calibrated, says = [], [], [], [], []
        for item, logprobs in zip(plan.questions, readings.items, strict=True):
            labels = plan.labels_of(item)
            answer = labels.index(item.expected)
            says.append(likeliest(logprobs))
            right.append(says[-1] == answer)
            form.append(math.fsum(map(math.exp, logprobs)))
            choice.append(shares(logprobs)[answer])
            if free:
                over = [one - base for one, base in zip(logprobs, baselines[labels], strict=True)]
                calibrated.append(likeliest(over) == answer)
        fair = np.array(calibrated) if free else None
        return cls(np.array(right), np.array(form), np.array(choice), fair, np.array(says))

    def row(self, plan: Plan) -> Row:
        count, n, fair = int(self.right.sum()), len(self.right), self.calibrated
        own = any(item.labels for item in plan.questions)
        says = () if own else tuple(int((self.says == at).sum()) for at in range(len(plan.labels)))
        return Row(
            count, n, wilson(count, n), float(self.form.mean()), float(self.choice.mean()),
            None if fair is None else wilson(int(fair.sum()), n), says,
        )  # fmt: skip


def likeliest(logprobs: Sequence[float]) -> int:
    """Its place, or -1 where two are the largest."""
    highest = max(logprobs)
    return logprobs.index(highest) if logprobs.count(highest) == 1 else -1


def figures(
    plan: Plan, conditions: Sequence[Condition], read: Sequence[Sequence[PerItem]]
) -> Figures:
    """``read``: by model, then by condition; all of them."""
    cells = cells_of(plan, conditions)
    table = _Table(plan, conditions, cells, read)
    pairs = compared(plan, cells)
    found = differences(
        [(table.right(pair.before), table.right(pair.after)) for pair in pairs], plan.difference
    )
    chances = [1 / len(plan.labels_of(item)) for item in plan.questions]
    return Figures(
        math.fsum(chances) / len(chances),
        tuple(table.figures(place) for place in range(len(cells))),
        tuple(Comparison(*one) for one in zip(pairs, found, strict=True)),
        tuple(table.slopes()),
        tuple(table.spreads()),
    )


@dataclass(frozen=True)
class _Table:
    plan: Plan
    conditions: Sequence[Condition]
    cells: Sequence[Cell]
    read: Sequence[Sequence[PerItem]]

    def right(self, place: int) -> Values:
        return self._stacked(self.cells[place], "right")

    def _stacked(self, cell: Cell, measure: str) -> Values:
        """(S, N), a row a condition."""
        read = self.read[cell.model]
        return np.stack([getattr(read[at], measure) for at in cell.conditions]).astype(np.float64)

    @property
    def _measures(self) -> tuple[Measure, ...]:
        return ("right", "calibrated") if self.plan.conditions.content_free else ("right",)

    def figures(self, place: int) -> CellFigures:
        cell = self.cells[place]
        fair = "calibrated" in self._measures
        return CellFigures(
            cell,
            crossed_share(self.right(place)),
            crossed_mean(self._stacked(cell, "form")),
            crossed_mean(self._stacked(cell, "choice")),
            crossed_share(self._stacked(cell, "calibrated")) if fair else None,
        )

    def slopes(self) -> list[LabelSlope]:
        lines: dict[tuple[int, str, int], list[int]] = {}
        for place, cell in enumerate(self.cells):
            if cell.k and not isinstance(cell.labels, str):
                lines.setdefault((cell.model, cell.format, cell.k), []).append(place)
        return [
            LabelSlope(tuple(line), slope(self._levels(line), [self.right(at) for at in line]))
            for line in lines.values()
            if len(line) > 1
        ]

    def _levels(self, line: Sequence[int]) -> list[float]:
        return [float(self.cells[place].labels) for place in line]

    def spreads(self) -> list[ConditionSpread]:
        return [*self._of_orders(), *self._of_draws(), *self._of_formats()]

    def _of_orders(self) -> list[ConditionSpread]:
        found = []
        for cell in self.cells:
            draws: dict[int, list[int]] = {}
            for at in cell.conditions:
                draws.setdefault(self.conditions[at].draw, []).append(at)
            for among in draws.values():
                rows = [cell.conditions.index(at) for at in among]
                found += self._spread("order", cell.model, among, [(cell, [row]) for row in rows])
        return found

    def _of_draws(self) -> list[ConditionSpread]:
        """Each draw by the mean over its orders; ``among`` has the first order of each."""
        found = []
        for cell in self.cells:
            draws: dict[int, list[int]] = {}
            for row, at in enumerate(cell.conditions):
                draws.setdefault(self.conditions[at].draw, []).append(row)
            among = [cell.conditions[rows[0]] for rows in draws.values()]
            found += self._spread("draw", cell.model, among, [(cell, r) for r in draws.values()])
        return found

    def _of_formats(self) -> list[ConditionSpread]:
        groups: dict[tuple[int, Labels, int], list[int]] = {}
        for place, cell in enumerate(self.cells):
            groups.setdefault((cell.model, cell.labels, cell.k), []).append(place)
        found = []
        for (model, _, _), among in groups.items():
            cells = [self.cells[place] for place in among]
            every = [(cell, list(range(len(cell.conditions)))) for cell in cells]
            found += self._spread("format", model, among, every)
        return found

    def _spread(
        self,
        factor: Literal["order", "draw", "format"],
        model: int,
        among: Sequence[int],
        rows: Sequence[tuple[Cell, list[int]]],
    ) -> list[ConditionSpread]:
        """Of the means over the given rows of each cell, for each measure."""
        if len(among) < 2:
            return []
        found = []
        for measure in self._measures:
            values = [self._stacked(cell, measure)[kept].mean(axis=0) for cell, kept in rows]
            found.append(
                ConditionSpread(factor, measure, tuple(among), model, spread(np.stack(values)))
            )
        return found
