"""Spreads: how far apart results lie that should be the same, over orders of a draw's examples,
draws, or formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...statistics import Spread, spread
from .cells import Cell
from .conditions import Condition
from .plan import Labels

Values = NDArray[np.float64]
Measure = Literal["right", "calibrated"]
SpreadFactor = Literal["order", "draw", "format"]


@dataclass(frozen=True)
class ConditionSpread:
    """A spread over orders of one draw's examples, over draws, or over formats. ``among`` are the
    conditions, or for formats the cells, that are compared."""

    factor: SpreadFactor
    measure: Measure
    among: tuple[int, ...]
    model: int
    spread: Spread


@dataclass(frozen=True)
class Spreads:
    """``read``: what was right in a cell, a row a condition. Orders and draws are those that were
    measured; over the draws of a format other draws are thought of. ``comparisons``: of the plan.
    """

    conditions: Sequence[Condition]
    cells: Sequence[Cell]
    read: Callable[[Cell, Measure], Values]
    measures: Sequence[Measure]
    comparisons: int

    def all(self) -> tuple[ConditionSpread, ...]:
        return (*self._of_orders(), *self._of_draws(), *self._of_formats())

    def _of_orders(self) -> Iterator[ConditionSpread]:
        for cell in self.cells:
            for rows in rows_by_draw(cell, self.conditions).values():
                among = [cell.conditions[row] for row in rows]
                parts = [(cell, [row]) for row in rows]
                yield from self._between("order", cell.model, among, parts)

    def _of_draws(self) -> Iterator[ConditionSpread]:
        """Each draw by the mean over its orders; ``among`` has the first order of each."""
        for cell in self.cells:
            draws = list(rows_by_draw(cell, self.conditions).values())
            among = [cell.conditions[rows[0]] for rows in draws]
            yield from self._between("draw", cell.model, among, [(cell, rows) for rows in draws])

    def _between(
        self,
        factor: SpreadFactor,
        model: int,
        among: Sequence[int],
        parts: Sequence[tuple[Cell, list[int]]],
    ) -> Iterator[ConditionSpread]:
        """Yields the spread between the means over the given rows of each cell."""
        for measure in self.measures if len(among) > 1 else ():
            values = [self.read(cell, measure)[rows].mean(axis=0) for cell, rows in parts]
            yield ConditionSpread(
                factor, measure, tuple(among), model, spread(values, self.comparisons)
            )

    def _of_formats(self) -> Iterator[ConditionSpread]:
        groups: dict[tuple[int, Labels, int], list[int]] = {}
        for place, cell in enumerate(self.cells):
            groups.setdefault((cell.model, cell.labels, cell.k), []).append(place)
        for (model, _, _), among in groups.items():
            for measure in self.measures if len(among) > 1 else ():
                cells = [self.cells[place] for place in among]
                values = [
                    by_draw(cell, self.conditions, self.read(cell, measure)) for cell in cells
                ]
                yield ConditionSpread(
                    "format", measure, tuple(among), model, spread(values, self.comparisons)
                )


def rows_by_draw(cell: Cell, conditions: Sequence[Condition]) -> dict[int, list[int]]:
    """The rows of a cell, a row a condition, that have the same examples."""
    draws: dict[int, list[int]] = {}
    for row, at in enumerate(cell.conditions):
        draws.setdefault(conditions[at].draw, []).append(row)
    return draws


def by_draw(cell: Cell, conditions: Sequence[Condition], values: Values) -> Values:
    """Each draw of examples by its mean over orders: orders of the same examples are no other
    examples."""
    draws = rows_by_draw(cell, conditions).values()
    return np.stack([values[rows].mean(axis=0) for rows in draws])
