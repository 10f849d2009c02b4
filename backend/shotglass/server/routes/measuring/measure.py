"""The plan of a measurement as a request."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from ....engine.measurement import rules
from ....engine.measurement.earlier import Earlier, EarlierReadings
from ....engine.measurement.events import MEASURE_EVENTS
from ....engine.measurement.figures import Readings
from ....engine.measurement.plan import CONTENT_FREE, Conditions, HeadPlace, Plan
from ...schemas import Body, Whole, expecting
from ...services import Services
from .bodies import Begin, LongRunBody, limits, up_to

_Count = Annotated[
    Whole, WithJsonSchema({"type": "integer", "minimum": 0, "maximum": rules.MOST_SHOTS})
]
_Share = Annotated[float, WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
_Labels = Annotated[
    _Share | Literal["names", "none"],
    expecting(
        'a share from 0 to 1, "names" or "none" was expected',
        lambda value: value in ("names", "none") or type(value) in (int, float),
    ),
]


class ConditionsBody(Body):
    """What is varied; every combination is asked.

    ``k``: numbers of examples. ``draws``: how often examples are drawn anew (1: the first k of the
    set). ``orders``: in how many orders they are shown. ``labels``: the share of examples with the
    right answer, "names" (random ones for all answers) or "none" (examples without answers).
    ``formats``: names, or templates. ``content_free``: inputs without content, for calibration."""

    k: tuple[_Count, ...] = Field(default=(0, 4), json_schema_extra=up_to(rules.MOST_LEVELS))
    draws: Whole = Field(default=1, json_schema_extra=limits(1, rules.MOST_DRAWS))
    orders: Whole = Field(default=1, json_schema_extra=limits(1, rules.MOST_ORDERS))
    labels: tuple[_Labels, ...] = Field(default=(1.0,), json_schema_extra=up_to(rules.MOST_LEVELS))
    formats: tuple[str, ...] = Field(default=("own",), json_schema_extra=up_to(rules.MOST_LEVELS))
    content_free: tuple[str, ...] = Field(
        default=CONTENT_FREE, json_schema_extra=up_to(rules.MOST_LEVELS, 0)
    )


class ReadingsBody(Body):
    items: tuple[tuple[float, ...], ...] = Field(max_length=rules.MOST_ITEMS)
    content_free: tuple[tuple[float, ...], ...] = Field(max_length=rules.MOST_READINGS)


class EarlierReadingsBody(Body):
    """As a ``measured`` event told them."""

    model: Whole = Field(json_schema_extra=limits(0, 1))
    condition: Whole = Field(json_schema_extra=limits(0, rules.MOST_CONDITIONS - 1))
    prompts: str
    readings: ReadingsBody


class EarlierBody(Body):
    """What a run of the same plan that was cut off has measured. ``fingerprints``: of the models,
    as its ``planned`` event told them."""

    fingerprints: tuple[str, ...] = Field(default=(), max_length=2)
    measured: tuple[EarlierReadingsBody, ...] = Field(
        default=(), max_length=2 * rules.MOST_CONDITIONS
    )

    def earlier(self) -> Earlier:
        measured = (
            EarlierReadings(
                part.model,
                part.condition,
                part.prompts,
                Readings(part.readings.items, part.readings.content_free),
            )
            for part in self.measured
        )
        return Earlier(self.fingerprints, tuple(measured))


class HeadPlaceBody(Body):
    layer: Whole
    head: Whole


class MeasureBody(LongRunBody):
    """The plan of a measurement, and how it is answered.

    ``other_model``: is asked the same. ``items``: the questions, else those of the prompt object.
    ``shot_set``: where examples come from; ``pool``: so many of the items, chosen by the seed, are
    examples to draw from instead and are not asked, which are ``balanced`` over the answers unless
    that is false. ``exact``: whether the answers of ``items`` are exact texts; else they begin with
    a space where the template asks for one. ``difference``: the smallest difference in the share of
    right items that matters. ``only_cost``: tell what it would cost, and end.
    ``heads_off``: heads of the model, both numbers from 0, that give nothing at any token; it is
    then asked in fp32 and on at most 512 tokens.
    ``earlier``: what a run that was cut off has measured; it is told again and not asked."""

    event = "MeasureEvent"
    events = MEASURE_EVENTS
    conditions: ConditionsBody = ConditionsBody()
    other_model: str | None = None
    difference: float = Field(0.1, json_schema_extra={"exclusiveMinimum": 0, "maximum": 1})
    earlier: EarlierBody = EarlierBody()
    heads_off: tuple[HeadPlaceBody, ...] = Field((), max_length=rules.MOST_HEADS)

    def begin(self, services: Services) -> Begin:
        plan = Plan(
            **self.task(),
            conditions=Conditions(**self.conditions.model_dump()),
            other_model=self.other_model,
            difference=self.difference,
            heads_off=tuple(HeadPlace(each.layer, each.head) for each in self.heads_off),
        )
        model, *other = (services.hosting.runner(id, plan.precision) for id in plan.models)
        return partial(
            model.measure,
            plan,
            other[0] if other else None,
            only_cost=self.only_cost,
            earlier=self.earlier.earlier(),
        )
