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
from shotglass.statistics import (
    Interval,
    crossed_mean,
    farthest_p,
    sign_flip_p,
    slope,
    spread,
)

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
    """What is judged."""
    if name in ("order", "format"):
        values = record.each()
        means = values.mean(axis=1)
        change, p = float(means.max() - means.min()), farthest_p(values)
        return Finding(change, p, values.shape[1])
    moved = _moved(name, record)
    p = sign_flip_p(moved.sum(axis=0).astype(int))
    return Finding(float(moved.mean()), p, moved.shape[1])


def figure(name: PlanName, record: Readable) -> Interval:
    """The ``change`` of the finding with its interval."""
    if name in ("order", "format"):
        return spread(record.each()).range
    if name == "labels":
        return slope(RIGHT_SHARES, list(_by(record, "labels", RIGHT_SHARES)))
    return crossed_mean(_moved(name, record))


def _moved(name: PlanName, record: Readable) -> Values:
    """(S, N): from no example to all of them; or from wrong answers to right ones, which is the
    slope, since the share of right answers between them lies in the middle."""
    at, ends = ("k", (KS[-1], KS[0])) if name == "examples" else ("labels", RIGHT_SHARES[::2])
    after, before = _by(record, at, ends)
    return after - before


def _by(record: Readable, at: str, levels: Sequence[float]) -> Iterator[Values]:
    found = {getattr(cell, at): record.values(cell) for cell in record.cells}
    return (found[level] for level in levels)
