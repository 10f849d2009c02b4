"""The record of a measurement: the plan, what it was run on, every reading, and the figures.

The readings alone decide the figures, and the plan alone decides the prompts: a record can be
computed again, and measured again to compare it bit by bit. JSON writes a double with as many
digits as tell it from every other, so nothing is lost in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ...errors import InvalidRequest, quoted
from ...events import Event
from ...parsing import parsed_known
from ..runs.record_text import csv_text, json_text, number, plain, rounded
from .conditions import Condition, conditions_of, label_sets
from .earlier import check_readings
from .events import Measured, MeasuredModel, Planned, Summary
from .figures import Figures, PerItem, Readings, figures
from .plan import Plan

FORMAT = "shotglass-measurement-1"
COLUMNS = (
    "model", "precision", "condition", "k", "draw", "order", "example_answers", "format",
    "template", "item", "id", "input", "expected", "says", "right", "form", "choice", "calibrated",
    "answers", "names", "logprobs",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """``readings`` and ``prompts`` (digests) by model, then by condition."""

    plan: Plan
    models: tuple[MeasuredModel, ...]
    conditions: tuple[Condition, ...]
    prompts: tuple[tuple[str, ...], ...]
    readings: tuple[tuple[Readings, ...], ...]
    figures: Figures

    @classmethod
    def of(cls, plan: Plan, events: Iterable[Event]) -> Record:
        """``events``: all of a measurement that came to its end."""
        by_type: dict[type[Event], list[Any]] = {}
        for event in events:
            by_type.setdefault(type(event), []).append(event)
        (planned,), (summary,) = by_type[Planned], by_type[Summary]
        measured: Mapping[tuple[int, int], Measured] = {
            (event.model, event.condition): event for event in by_type[Measured]
        }
        places = [
            [(model, place) for place in range(len(planned.conditions))]
            for model in range(len(planned.models))
        ]
        return cls(
            plan,
            planned.models,
            planned.conditions,
            tuple(tuple(measured[place].prompts for place in row) for row in places),
            tuple(tuple(measured[place].readings for place in row) for row in places),
            summary.figures,
        )

    @classmethod
    def from_json(cls, value: Any) -> Record:
        """Returns the measurement that ``to_json`` wrote, with its figures computed anew from the
        readings. Raises InvalidRequest for anything else."""
        plan, models, prompts, readings = parts_of(value)
        conditions = conditions_of(plan)
        read = [[PerItem.of(plan, each) for each in row] for row in readings]
        return cls(plan, models, conditions, prompts, readings, figures(plan, conditions, read))

    def to_json(self, version: str, made: str) -> dict[str, Any]:
        """``version``: of Shotglass; ``made``: the time, for people. ``questions``: places of the
        items that are asked; ``answers``: those that readings are in the order of, but of items
        that have ``labels`` of their own."""
        plan = self.plan
        head = {
            "record": FORMAT, "shotglass": version, "made": made, "plan": plan.to_json(),
            "questions": list(plan.places(plan.questions)), "answers": list(plan.labels),
        }  # fmt: skip
        rest = ("models", "conditions", "prompts", "readings", "figures")
        return head | {name: _plain(getattr(self, name)) for name in rest}

    def per_item(self) -> list[list[PerItem]]:
        return [[PerItem.of(self.plan, readings) for readings in row] for row in self.readings]

    def recomputed(self) -> Figures:
        """The figures, from the readings alone."""
        return figures(self.plan, self.conditions, self.per_item())

    def to_csv(self) -> str:
        """A line a model, condition and question; ``docs/measuring.md`` says what is in it."""
        places = self.plan.places(self.plan.questions)
        lines = table_lines(self.plan, places, self.models, self.conditions, self.readings)
        if not self.plan.heads_off:
            return csv_text([COLUMNS, *lines])
        heads = " ".join(map(str, self.plan.heads_off))
        return csv_text([(*COLUMNS, "heads_off"), *((*line, heads) for line in lines)])


def table_lines(
    plan: Plan,
    places: Sequence[int],
    models: Sequence[MeasuredModel],
    conditions: Sequence[Condition],
    readings: Sequence[Sequence[Readings]],
) -> Iterator[Sequence[str]]:
    """``places``: of the plan's questions among all items; ``readings`` by model, then by
    condition."""
    questions = list(zip(plan.questions, places, strict=True))
    for model, row in zip(models, readings, strict=True):
        for condition, of_condition in zip(conditions, row, strict=True):
            values = PerItem.of(plan, of_condition)
            varied = (
                plain(model.id), model.precision, plain(condition.id), number(condition.k),
                number(condition.draw + 1), number(condition.order + 1),
                json_text(condition.labels).strip('"'), plain(condition.format),
                plain(condition.template),
            )  # fmt: skip
            for at, (item, place) in enumerate(questions):
                labels, says = plan.labels_of(item), int(values.says[at])
                fair = "" if values.calibrated is None else number(int(values.calibrated[at]))
                names = json_text(list(map(condition.named, labels))) if condition.names else ""
                yield (
                    *varied, number(place + 1), plain(item.id), plain(item.input),
                    plain(item.expected), plain(labels[says]) if says >= 0 else "",
                    number(int(values.right[at])), rounded(float(values.form[at])),
                    rounded(float(values.choice[at])), fair, json_text(labels), names,
                    json_text(of_condition.items[at]),
                )  # fmt: skip


def parts_of(
    value: Any,
) -> tuple[
    Plan,
    tuple[MeasuredModel, ...],
    tuple[tuple[str, ...], ...],
    tuple[tuple[Readings, ...], ...],
]:
    """Plan, models, prompts and readings of a record as JSON: all but the figures, which take far
    longer. Raises InvalidRequest for what is none."""
    plan, readings = plan_and_readings(value)
    try:
        models = tuple(parsed_known(MeasuredModel, model) for model in value["models"])
        prompts = tuple(tuple(map(str, row)) for row in value["prompts"])
        for rows in (models, prompts):
            if len(rows) != len(readings):
                raise ValueError(f"{len(rows)} models")
        if (named := tuple(model.id for model in models)) != plan.models:
            raise ValueError(f"models {named}, in the plan {plan.models}")
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidRequest(f"The record is not in order: {quoted(error, 200)}.") from None
    return plan, models, prompts, readings


def plan_and_readings(value: Any) -> tuple[Plan, tuple[tuple[Readings, ...], ...]]:
    """Returns the plan and the readings of a record as JSON. Raises InvalidRequest for anything
    else."""
    if not isinstance(value, dict) or value.get("record") != FORMAT:
        raise InvalidRequest(
            f'This is no record of a measurement; "record": "{FORMAT}" was expected.'
        )
    plan = Plan.from_json(value.get("plan"))
    try:
        readings = tuple(tuple(map(readings_of, row)) for row in value["readings"])
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidRequest(f"The record's readings are not in order: {error!r}.") from None
    expected = (len(plan.models), len(conditions_of(plan)))
    if len(readings) != expected[0] or any(len(row) != expected[1] for row in readings):
        raise InvalidRequest(
            f"The record holds readings of {len(readings)} models; {expected[0]} with "
            f"{expected[1]} conditions each were expected from its plan."
        )
    items = [len(plan.labels_of(item)) for item in plan.questions]
    free = [len(labels) for labels in label_sets(plan) for _ in plan.conditions.content_free]
    for model, row in enumerate(readings):
        for condition, each in enumerate(row):
            pointer = f"/readings/{model}/{condition}"
            check_readings(each.items, items, f"{pointer}/items")
            check_readings(each.content_free, free, f"{pointer}/content_free")
    return plan, readings


def readings_of(value: Any) -> Readings:
    """Returns the readings of one condition from JSON. Raises KeyError, TypeError, ValueError."""
    return Readings(_logprobs(value["items"]), _logprobs(value["content_free"]))


def _logprobs(value: Any) -> tuple[tuple[float, ...], ...]:
    try:
        return tuple(tuple(float(logprob) for logprob in row) for row in value)
    except OverflowError as error:
        raise ValueError("a reading is too large") from error


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(map(_plain, value))
    return value if isinstance(value, str) else asdict(value)
