"""What a record comes to under the rule: the one figure of its plan that is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def finding(name: PlanName, record: Readable) -> tuple[Finding, Interval]:
    """What is judged, and its interval."""
    return _FINDINGS[name](record)


def _examples(record: Readable) -> tuple[Finding, Interval]:
    by_k = {cell.k: record.values(cell) for cell in record.cells}
    return _moved(by_k[KS[-1]] - by_k[KS[0]])


def _labels(record: Readable) -> tuple[Finding, Interval]:
    by_share = {cell.labels: record.values(cell) for cell in record.cells}
    rising = slope(RIGHT_SHARES, [by_share[share] for share in RIGHT_SHARES])
    found, _ = _moved(by_share[RIGHT_SHARES[0]] - by_share[RIGHT_SHARES[-1]])
    return Finding(rising.value, found.p, found.n), rising


def _moved(change: Values) -> tuple[Finding, Interval]:
    """``change`` (S, N), whole numbers."""
    p = sign_flip_p(change.sum(axis=0).astype(int))
    found = crossed_mean(change)
    return Finding(found.value, p, change.shape[1]), found


def _farthest(record: Readable) -> tuple[Finding, Interval]:
    values = record.each()
    found = spread(values).range
    return Finding(found.value, farthest_p(values), values.shape[1]), found


_FINDINGS: Mapping[PlanName, Callable[[Readable], tuple[Finding, Interval]]] = {
    "order": _farthest,
    "examples": _examples,
    "labels": _labels,
    "format": _farthest,
}
