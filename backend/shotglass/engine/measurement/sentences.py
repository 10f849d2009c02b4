"""The cost and the results of a measurement as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...statistics import Difference, Interval
from ...statistics.intervals import LEVEL
from .cells import Cell
from .conditions import Condition
from .events import Planned
from .figures import Figures
from .plan import Plan
from .spreads import ConditionSpread

ANSWERS = {
    "higher": "more are right",
    "lower": "fewer are right",
    "none as large": "no difference as large as {points:g} points",
    "not enough": "n is not enough to say",
}


def cost_lines(plan: Plan, planned: Planned, measured: int) -> Iterator[str]:
    """``measured``: how many conditions an earlier run has measured."""
    conditions = _counted(len(planned.conditions), "condition")
    if plan.heads_off:
        yield f"Without the heads {', '.join(map(str, plan.heads_off))} (layer.head, from 0)"
    for model, cost in zip(planned.models, planned.costs, strict=True):
        yield (
            f"{model.id}: {cost.prompts:,} prompts of {conditions}, about "
            f"{cost.computed_tokens:,} of {cost.prompt_tokens:,} tokens to compute, about "
            f"{cost.seconds:,.0f} s"
        )
    if not planned.pairs and len(planned.conditions) == 1:
        yield "Nothing is varied, so nothing is compared: give k, draws, orders, labels or formats"
    elif planned.pairs:
        about = f"; you asked about {100 * plan.difference:g} points"
        power = power_line(len(plan.questions), len(planned.pairs), planned.detectable)
        yield power + (about if planned.detectable <= 1 else "")
    if measured:
        of = len(planned.models) * len(planned.conditions)
        yield f"{measured} of {of} conditions were measured before; the others follow"


def power_line(items: int, comparisons: int, detectable: float) -> str:
    """``detectable``: as ``minimum_detectable`` has it."""
    counts = f"With {_counted(items, 'item')} and {_counted(comparisons, 'comparison')}"
    if detectable > 1:
        return f"{counts}, no difference is large enough to show in four runs of five"
    return (
        f"{counts}, a true difference of {100 * detectable:.1f} points shows in about four runs of "
        "five"
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def summary_lines(plan: Plan, conditions: Sequence[Condition], figures: Figures) -> Iterator[str]:
    """``conditions``: those of the plan."""
    for row in figures.cells:
        if row.always is not None:
            yield f"{_name(plan, row.cell)}: the model always answers {row.always!r}"
    for row in figures.cells:
        fair = f"  calibrated {percent(row.calibrated)}" if row.calibrated else ""
        right, form = percent(row.right), percent(row.form)
        yield f"{_name(plan, row.cell):34}  right {right}{fair}  form {form}"
    cells = [row.cell for row in figures.cells]
    for comparison in figures.comparisons:
        pair, difference = comparison.pair, comparison.difference
        before, after = cells[pair.before], cells[pair.after]
        answer = _difference(plan, difference, bool(before.k or after.k))
        yield f"{_name(plan, before)} -> {_name(plan, after)}: {answer}"
    for calibration in figures.calibrations:
        cell = cells[calibration.cell]
        compared = _difference(plan, calibration.difference, cell.k > 0)
        yield f"{_name(plan, cell)} -> calibrated: {compared}"
    for line in figures.slopes:
        yield (
            f"{_name(plan, cells[line.cells[0]])}: from wrong to right answers {points(line.slope)}"
        )
    for spread in figures.spreads:
        apart = "they differ" if spread.spread.apart else "they cannot be told apart"
        yield (
            f"{_among(plan, conditions, cells, spread)}: {len(spread.among)} {spread.factor}s, "
            f"{spread.measure}: {points(spread.spread.range)} from the lowest to the highest; "
            f"{apart}"
        )


def _difference(plan: Plan, difference: Difference, shown: bool) -> str:
    """``shown``: whether examples are, so that of one draw all holds for these alone."""
    answer = ANSWERS[difference.answer].format(points=100 * plan.difference)
    only = ", for this one set of examples" if shown and difference.draws == 1 else ""
    return f"{points(difference.change)}{certainty(difference)}: {answer}{only}"


def certainty(difference: Difference) -> str:
    """The level of its interval, where Holm's correction asked for another, and its p."""
    level = "" if difference.level == LEVEL else f" at {100 * difference.level:.4g} %"
    return f"{level}, p = {difference.holm:.3g} (Holm)"


def _among(
    plan: Plan, conditions: Sequence[Condition], cells: Sequence[Cell], spread: ConditionSpread
) -> str:
    """Returns what the conditions of a spread have in common."""
    if spread.factor == "format":
        return _name(plan, cells[spread.among[0]], formats=False)
    cell = next(
        cell for cell in cells if cell.model == spread.model and spread.among[0] in cell.conditions
    )
    if spread.factor == "draw" or plan.conditions.draws == 1:
        return _name(plan, cell)
    return f"{_name(plan, cell)} draw={conditions[spread.among[0]].draw + 1}"


def _name(plan: Plan, cell: Cell, formats: bool = True) -> str:
    """``formats``: with the template, where there are several."""
    varied = plan.conditions
    parts = [plan.models[cell.model]] if len(plan.models) > 1 else []
    parts += [f"k={cell.k}"]
    parts += [f"labels={cell.labels}"] if len(varied.labels) > 1 else []
    named = formats and len(varied.formats) > 1
    parts += [cell.format.encode("unicode_escape").decode()] if named else []
    return " ".join(parts)


def percent(interval: Interval) -> str:
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:5.1f} % [{low:.1f}, {high:.1f}]"


def points(interval: Interval) -> str:
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:+.1f} points [{low:+.1f}, {high:+.1f}]"
