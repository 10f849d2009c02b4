"""The figures of a measurement: rows, cells, comparisons, slopes and spreads.

Every figure is computed here from the readings alone, so that a record can be computed again.

An item is *right* when its answer is likelier than every other label. *Form* is the probability of
all labels together, *choice* the answer's share of that. *Calibrated* (Zhao et al. 2021,
arXiv:2102.09690) divides each label's probability by its mean probability after the content-free
inputs of the same condition, and then takes the largest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...statistics import (
    Difference,
    Interval,
    crossed_share,
    differences,
    slope,
    wilson,
)
from ..strategies.scoring import mean_logprob, shares
from .cells import Cell, Pair, cells_of, compared
from .conditions import Condition, label_sets
from .plan import Plan
from .spreads import ConditionSpread, Measure, Spreads, Values, by_draw

Logprobs = tuple[float, ...]  # one a label, in nats


@dataclass(frozen=True)
class Readings:
    """The readings of one model under one condition, for the prompts of ``conditions.prompts_of``
    in their order."""

    items: tuple[Logprobs, ...]
    content_free: tuple[Logprobs, ...]


@dataclass(frozen=True)
class Row:
    """The row of one condition, where ``count`` of ``n`` items are right. ``form`` and ``choice``
    are means. ``says`` is for how many items each label is the likeliest, where all items share
    theirs; an item that has no likeliest label counts for none."""

    count: int
    n: int
    right: Interval
    form: float
    choice: float
    calibrated: Interval | None
    says: tuple[int, ...]


@dataclass(frozen=True)
class CellFigures:
    """Over the draws and orders of a cell; its intervals are those of ``statistics.crossed``.
    ``always``: the answer that the model gives to every item under all of them, or None."""

    cell: Cell
    right: Interval
    form: Interval
    choice: Interval
    calibrated: Interval | None
    always: str | None


@dataclass(frozen=True)
class Comparison:
    pair: Pair
    difference: Difference


@dataclass(frozen=True)
class Calibration:
    """The comparison of calibrated and plain answers in one cell, which is given by its place."""

    cell: int
    difference: Difference


@dataclass(frozen=True)
class LabelSlope:
    """The rise in the share of right items from all answers wrong to all right (Yoo et al. 2022,
    arXiv:2205.12685, label-correctness sensitivity). ``cells`` are those on the line."""

    cells: tuple[int, ...]
    slope: Interval


@dataclass(frozen=True)
class Figures:
    """``chance``: the share of right items that guessing gives. ``comparisons`` are corrected among
    themselves, and so are ``calibrations``."""

    chance: float
    cells: tuple[CellFigures, ...]
    comparisons: tuple[Comparison, ...]
    calibrations: tuple[Calibration, ...]
    slopes: tuple[LabelSlope, ...]
    spreads: tuple[ConditionSpread, ...]


@dataclass(frozen=True)
class PerItem:
    """The figures of one condition, an entry for each item; ``says`` is -1 where two labels are
    equally likely."""

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
                pairs = zip(logprobs, baselines[labels], strict=True)
                over = [logprob - baseline for logprob, baseline in pairs]
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
    """Returns the place of the likeliest label, or -1 where two are the largest."""
    highest = max(logprobs)
    return logprobs.index(highest) if logprobs.count(highest) == 1 else -1


def figures(
    plan: Plan, conditions: Sequence[Condition], read: Sequence[Sequence[PerItem]]
) -> Figures:
    """``read``: by model, then by condition; all of them."""
    cells = cells_of(plan, conditions)
    table = _Table(plan, conditions, cells, read)
    pairs = compared(plan, cells)
    sides = [(table.right(pair.before), table.right(pair.after)) for pair in pairs]
    comparisons = map(Comparison, pairs, differences(sides, plan.difference))
    spreads = Spreads(conditions, cells, table.read_of, table.measures, len(pairs))
    chances = [1 / len(plan.labels_of(item)) for item in plan.questions]
    return Figures(
        math.fsum(chances) / len(chances),
        tuple(table.figures(place) for place in range(len(cells))),
        tuple(comparisons),
        tuple(table.calibrations()),
        tuple(table.slopes()),
        spreads.all(),
    )


@dataclass(frozen=True)
class _Table:
    plan: Plan
    conditions: Sequence[Condition]
    cells: Sequence[Cell]
    read: Sequence[Sequence[PerItem]]

    def right(self, place: int) -> Values:
        return self._drawn(self.cells[place], "right")

    def _drawn(self, cell: Cell, measure: str) -> Values:
        """(S, N), a row a draw of examples."""
        return by_draw(cell, self.conditions, self.read_of(cell, measure))

    def read_of(self, cell: Cell, measure: str) -> Values:
        """A row a condition."""
        read = self.read[cell.model]
        return np.stack([getattr(read[at], measure) for at in cell.conditions]).astype(np.float64)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return ("right", "calibrated") if self.plan.conditions.content_free else ("right",)

    def figures(self, place: int) -> CellFigures:
        cell = self.cells[place]
        fair = "calibrated" in self.measures
        return CellFigures(
            cell,
            crossed_share(self.right(place)),
            crossed_share(self._drawn(cell, "form")),
            crossed_share(self._drawn(cell, "choice")),
            crossed_share(self._drawn(cell, "calibrated")) if fair else None,
            self._always(cell),
        )

    def _always(self, cell: Cell) -> str | None:
        says = np.unique(self.read_of(cell, "says"))
        if len(says) > 1 or says[0] < 0 or any(item.labels for item in self.plan.questions):
            return None
        label = self.plan.labels[int(says[0])]
        shown = {dict(self.conditions[at].names).get(label, label) for at in cell.conditions}
        return shown.pop() if len(shown) == 1 else None

    def calibrations(self) -> list[Calibration]:
        if "calibrated" not in self.measures:
            return []
        sides = [
            (self.right(at), self._drawn(cell, "calibrated")) for at, cell in enumerate(self.cells)
        ]
        changes = enumerate(differences(sides, self.plan.difference))
        return [Calibration(at, difference) for at, difference in changes]

    def slopes(self) -> list[LabelSlope]:
        lines: dict[tuple[int, str, int], list[int]] = {}
        for place, cell in enumerate(self.cells):
            if cell.k and not isinstance(cell.labels, str):
                lines.setdefault((cell.model, cell.format, cell.k), []).append(place)
        slopes = []
        for line in lines.values():
            if len(line) > 1:
                shares = [float(self.cells[at].labels) for at in line]
                rise = slope(shares, [self.right(at) for at in line])
                slopes.append(LabelSlope(tuple(line), rise))
        return slopes
