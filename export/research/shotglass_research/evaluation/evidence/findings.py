"""What a record comes to under the rule: the one figure of its plan that is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass.engine.measurement.cells import Cell, cells_of
from shotglass.engine.measurement.conditions import Condition, conditions_of
from shotglass.engine.measurement.figures import PerItem
from shotglass.engine.measurement.plan import Plan
from shotglass.engine.measurement.record import plan_and_readings
from shotglass.statistics import Change, Farthest, change_along

from .rule import KS, RIGHT_SHARES, Finding, PlanName

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Readable:
    """A record of one model, as what was right of each item under each condition."""

    plan: Plan
    conditions: tuple[Condition, ...]
    read: tuple[PerItem, ...]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Readable:
        """Raises InvalidRequest for what is no record."""
        plan, (readings,) = plan_and_readings(record)
        read = tuple(PerItem.of(plan, one) for one in readings)
        return cls(plan, conditions_of(plan), read)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return cells_of(self.plan, self.conditions)

    def values(self, cell: Cell, measure: str = "right") -> Values:
        """(S, N), a row a condition."""
        return np.stack([getattr(self.read[at], measure) for at in cell.conditions]).astype(float)

    def each(self, measure: str = "right") -> Values:
        """(C, N), all conditions."""
        return np.stack([getattr(one, measure) for one in self.read]).astype(float)


def finding(name: PlanName, record: Readable) -> Finding:
    """What is judged: the farthest two, or the change from no example to all of them, or the slope
    from wrong answers to right ones."""
    n = len(record.plan.questions)
    if name in ("order", "format"):
        return Finding(Farthest.of(record.each()), n)
    if name == "labels":
        change, steepest = change_along(RIGHT_SHARES, list(_by(record, "labels", RIGHT_SHARES)))
        return Finding(change, n, steepest)
    after, before = _by(record, "k", (KS[-1], KS[0]))
    return Finding(Change.of(after - before), n)


def _by(record: Readable, at: str, levels: Sequence[float]) -> Iterator[Values]:
    found = {getattr(cell, at): record.values(cell) for cell in record.cells}
    return (found[level] for level in levels)
