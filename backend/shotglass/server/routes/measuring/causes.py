"""The routes that look for what a task's answers depend on: which example, head, or vector."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request
from pydantic import Field

from ....engine.causes import plan as rules
from ....engine.causes.events import CAUSE_EVENTS
from ....engine.causes.plan import CausePlan, task_with
from ....engine.measurement.rules import MAX_SEED, MOST_ITEMS
from ....engine.tasks import Runner
from ....events import End, Event, Failed, Waiting
from ....prompting import Prompt
from ...openapi import described, events_of, one_of
from ...schemas import ModelBody, Whole, parse
from ...services import Services
from .long_run import Begin, answered
from .measure import ItemBody, items_of, limits

EVENTS: tuple[type[Event], ...] = (Waiting, *CAUSE_EVENTS, Failed, End)


class CauseBody(ModelBody):
    """A task with ``k`` examples, and how it is answered.

    ``items``: the questions, else those of the prompt object. ``shot_set``: where the examples come
    from; or ``pool``: so many of the items, chosen by the seed, are examples and are not asked,
    ``balanced`` over the answers unless that is false. ``exact``: whether the answers of ``items``
    are exact texts; else they begin with a space where the template asks for one.
    ``questions``: so many items are judged. ``only_cost``: tell what it would cost, and end."""

    prompt: Prompt
    items: tuple[ItemBody, ...] = Field((), json_schema_extra={"maxItems": MOST_ITEMS})
    k: Whole = Field(4, json_schema_extra=limits(1, rules.MOST_K))
    shot_set: str | None = None
    pool: Whole = Field(0, json_schema_extra=limits(0, MOST_ITEMS - 1))
    questions: Whole = Field(rules.QUESTIONS, json_schema_extra=limits(1, rules.MOST_QUESTIONS))
    seed: Whole = Field(0, json_schema_extra=limits(0, MAX_SEED))
    balanced: bool = True
    exact: bool = False
    only_cost: bool = False
    stream: bool = True

    def plan(self) -> CausePlan:
        """Raises InvalidRequest."""
        task = task_with(
            self.k,
            model=self.model,
            prompt=self.prompt,
            items=items_of(self.items, None if self.exact else self.prompt.template),
            precision=self.precision,
            shot_set=self.shot_set,
            pool=self.pool,
            seed=self.seed,
            balanced=self.balanced,
        )
        return CausePlan(task, self.questions)

    def begin(self, model: Runner, plan: CausePlan) -> Begin:
        return partial(model.which_example, plan, only_cost=self.only_cost)


class HeadsBody(CauseBody):
    """``draws``: of as many random heads, to compare with."""

    draws: Whole = Field(rules.DRAWS, json_schema_extra=limits(1, rules.MOST_DRAWS))

    def begin(self, model: Runner, plan: CausePlan) -> Begin:
        return partial(model.which_head, plan, self.draws, only_cost=self.only_cost)


class VectorsBody(CauseBody):
    """``top``: how many heads make the function vector."""

    top: Whole = Field(rules.TOP, json_schema_extra=limits(1, rules.MOST_TOP))

    def begin(self, model: Runner, plan: CausePlan) -> Begin:
        return partial(model.which_vector, plan, self.top, only_cost=self.only_cost)


SEARCHES: tuple[tuple[str, str, type[CauseBody]], ...] = (
    ("example", "Which example an answer depends on", CauseBody),
    ("head", "Which heads an answer depends on", HeadsBody),
    ("vector", "Which vector can stand for the examples", VectorsBody),
)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("causes", __name__, url_prefix="/api/v1/measure")
    routes.before_request(services.admission.refuse_when_draining)
    for name, summary, body in SEARCHES:
        mark = described(
            f"which_{name}",
            summary,
            events_of("CauseEvent"),
            body=body,
            types=EVENTS,
            components={"CauseEvent": one_of(EVENTS)},
        )
        routes.post(f"/{name}", endpoint=name)(mark(partial(_answered, services, body)))
    return routes


def _answered(services: Services, kind: type[CauseBody]) -> Response:
    body = parse(kind, request.get_data())
    plan = body.plan()
    searching = body.begin(services.hosting.runner(body.model, body.precision), plan)
    return answered(services, searching, body.stream)
