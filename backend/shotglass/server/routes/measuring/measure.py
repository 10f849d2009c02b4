"""The route that measures a task on many items, under many conditions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, request
from pydantic import Field, WithJsonSchema

from ....engine.measurement import rules
from ....engine.measurement.earlier import Earlier, EarlierReadings
from ....engine.measurement.events import MEASURE_EVENTS
from ....engine.measurement.figures import Readings
from ....engine.measurement.plan import CONTENT_FREE, Conditions, Plan, PlanItem
from ....errors import InvalidRequest
from ....events import End, Event, Failed, Waiting
from ....prompting import Prompt
from ....prompting.prompt import MAX_LABELS
from ....rows import answer_in
from ...openapi import described, events_of, one_of
from ...schemas import Body, LabelText, ModelBody, Whole, parse
from ...services import Services
from .long_run import answered

EVENTS: tuple[type[Event], ...] = (Waiting, *MEASURE_EVENTS, Failed, End)


def limits(low: int, high: int) -> dict[str, Any]:
    """For readers of /openapi.json; ``rules`` enforces it, in better words."""
    return {"minimum": low, "maximum": high}


def _up_to(count: int, least: int = 1) -> dict[str, Any]:
    return {"minItems": least, "maxItems": count, "uniqueItems": True}


_Count = Annotated[
    Whole, WithJsonSchema({"type": "integer", "minimum": 0, "maximum": rules.MOST_SHOTS})
]
_Share = Annotated[float, WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]


class ItemBody(Body):
    """A question with its answer; ``labels``: the answers it is read at, where they are its own."""

    input: str
    expected: LabelText
    labels: tuple[LabelText, ...] = Field((), json_schema_extra=_up_to(MAX_LABELS, 0))

    def item(self, template: str | None) -> PlanItem:
        """With answers as ``template`` has them; without one they are exact texts."""
        if template is None:
            return PlanItem(self.input, self.expected, self.labels)
        labels = tuple(answer_in(template, label) for label in self.labels)
        return PlanItem(self.input, answer_in(template, self.expected), labels)


def items_of(items: Sequence[ItemBody], template: str | None) -> tuple[PlanItem, ...]:
    """Raises InvalidRequest for an answer of white space alone, unless answers are exact texts."""
    read = tuple(item.item(template) for item in items)
    for place, item in enumerate(read):
        if not item.expected or "" in item.labels:
            raise InvalidRequest(
                f"Item {place + 1} has an answer of white space alone; a text was expected, or "
                '"exact": true where the answers are exact texts.',
                pointer=f"/items/{place}/expected",
            )
    return read


class ConditionsBody(Body):
    """What is varied; every combination is asked.

    ``k``: numbers of examples. ``draws``: how often examples are drawn anew (1: the first k of the
    set). ``orders``: in how many orders they are shown. ``labels``: the share of examples with the
    right answer, "names" (random ones for all answers) or "none" (examples without answers).
    ``formats``: names, or templates. ``content_free``: inputs without content, for calibration."""

    k: tuple[_Count, ...] = Field(default=(0, 4), json_schema_extra=_up_to(rules.MOST_LEVELS))
    draws: Whole = Field(default=1, json_schema_extra=limits(1, rules.MOST_DRAWS))
    orders: Whole = Field(default=1, json_schema_extra=limits(1, rules.MOST_ORDERS))
    labels: tuple[_Share | Literal["names", "none"], ...] = Field(
        default=(1.0,), json_schema_extra=_up_to(rules.MOST_LEVELS)
    )
    formats: tuple[str, ...] = Field(default=("own",), json_schema_extra=_up_to(rules.MOST_LEVELS))
    content_free: tuple[str, ...] = Field(
        default=CONTENT_FREE, json_schema_extra=_up_to(rules.MOST_LEVELS, 0)
    )

    def conditions(self) -> Conditions:
        return Conditions(**self.model_dump())


class ReadingsBody(Body):
    items: tuple[tuple[float, ...], ...] = Field(max_length=rules.MOST_ITEMS)
    content_free: tuple[tuple[float, ...], ...] = Field(max_length=rules.MOST_READINGS)


class EarlierReadingsBody(Body):
    """As a ``measured`` event told them."""

    model: Whole = Field(json_schema_extra=limits(0, 1))
    condition: Whole = Field(json_schema_extra=limits(0, rules.MOST_CONDITIONS - 1))
    prompts: str
    readings: ReadingsBody

    def readings_of(self) -> EarlierReadings:
        readings = Readings(self.readings.items, self.readings.content_free)
        return EarlierReadings(self.model, self.condition, self.prompts, readings)


class EarlierBody(Body):
    """What a run of the same plan that was cut off has measured. ``fingerprints``: of the models,
    as its ``planned`` event told them."""

    fingerprints: tuple[str, ...] = Field(default=(), max_length=2)
    measured: tuple[EarlierReadingsBody, ...] = Field(
        default=(), max_length=2 * rules.MOST_CONDITIONS
    )

    def earlier(self) -> Earlier:
        return Earlier(self.fingerprints, tuple(one.readings_of() for one in self.measured))


class MeasureBody(ModelBody):
    """The plan of a measurement, and how it is answered.

    ``other_model``: is asked the same. ``items``: the questions, else those of the prompt object.
    ``shot_set``: where examples come from; ``pool``: so many of the items, chosen by the seed, are
    examples to draw from instead and are not asked, which are ``balanced`` over the answers unless
    that is false. ``exact``: whether the answers of ``items`` are exact texts; else they begin with
    a space where the template asks for one. ``difference``: the smallest difference in the share of
    right items that matters. ``only_cost``: tell what it would cost, and end.
    ``earlier``: what a run that was cut off has measured; it is told again and not asked."""

    prompt: Prompt
    items: tuple[ItemBody, ...] = Field((), json_schema_extra={"maxItems": rules.MOST_ITEMS})
    conditions: ConditionsBody = ConditionsBody()
    other_model: str | None = None
    shot_set: str | None = None
    pool: Whole = Field(0, json_schema_extra=limits(0, rules.MOST_ITEMS - 1))
    seed: Whole = Field(0, json_schema_extra=limits(0, rules.MAX_SEED))
    balanced: bool = True
    exact: bool = False
    difference: float = Field(0.1, json_schema_extra={"exclusiveMinimum": 0, "maximum": 1})
    only_cost: bool = False
    earlier: EarlierBody = EarlierBody()
    stream: bool = True

    def plan(self) -> Plan:
        """Raises InvalidRequest."""
        return Plan(
            model=self.model,
            prompt=self.prompt,
            items=items_of(self.items, None if self.exact else self.prompt.template),
            conditions=self.conditions.conditions(),
            other_model=self.other_model,
            precision=self.precision,
            shot_set=self.shot_set,
            pool=self.pool,
            seed=self.seed,
            difference=self.difference,
            balanced=self.balanced,
        )


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("measure", __name__, url_prefix="/api/v1")
    routes.before_request(services.admission.refuse_when_draining)

    @routes.post("/measure")
    @described(
        "measure",
        "One task on many items, under many conditions",
        events_of("MeasureEvent"),
        body=MeasureBody,
        types=EVENTS,
        components={"MeasureEvent": one_of(EVENTS)},
    )
    def measure() -> Response:
        body = parse(MeasureBody, request.get_data())
        plan = body.plan()
        model, *other = (services.hosting.runner(id, plan.precision) for id in plan.models)
        measuring = partial(
            model.measure,
            plan,
            other[0] if other else None,
            only_cost=body.only_cost,
            earlier=body.earlier.earlier(),
        )
        return answered(services, measuring, body.stream)

    return routes
