"""The routes of long runs: a measurement, and searches for what a task's answers depend on, whose
bodies stand here too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flask import Blueprint, Response, request
from pydantic import Field

from ....engine.causes import plan as rules
from ....engine.causes.events import CAUSE_EVENTS
from ....engine.causes.plan import CausePlan, task_with
from ....engine.tasks import Runner
from ....events import End, Event, Failed, Waiting
from ...openapi import described, events_of, one_of
from ...problems import request_id
from ...responses import json_reply
from ...schemas import Whole, parse
from ...services import Services
from ...streaming.in_thread import in_thread
from ...streaming.live_run import LiveRun, client
from ...streaming.metrics import Meter
from ...streaming.sse import collected, streamed
from .bodies import Begin, LongRunBody, limits
from .measure import MeasureBody


class CauseBody(LongRunBody):
    """A task with ``k`` examples, and how it is answered.

    ``items``: the questions, else those of the prompt object. ``shot_set``: where the examples come
    from; or ``pool``: so many of the items, chosen by the seed, are examples and are not asked,
    ``balanced`` over the answers unless that is false. ``exact``: whether the answers of ``items``
    are exact texts; else they begin with a space where the template asks for one.
    ``questions``: so many items are judged. ``only_cost``: tell what it would cost, and end."""

    event = "CauseEvent"
    events = CAUSE_EVENTS
    k: Whole = Field(4, json_schema_extra=limits(1, rules.MOST_K))
    questions: Whole = Field(rules.QUESTIONS, json_schema_extra=limits(1, rules.MOST_QUESTIONS))

    def begin(self, services: Services) -> Begin:
        plan = CausePlan(task_with(self.k, **self.task()), self.questions)
        model = services.hosting.runner(self.model, self.precision)
        return partial(self.search(model, plan), only_cost=self.only_cost)

    def search(self, model: Runner, plan: CausePlan) -> partial[Iterator[Event]]:
        return partial(model.which_example, plan)


class HeadsBody(CauseBody):
    """``draws``: of as many random heads, to compare with."""

    draws: Whole = Field(rules.DRAWS, json_schema_extra=limits(1, rules.MOST_DRAWS))

    def search(self, model: Runner, plan: CausePlan) -> partial[Iterator[Event]]:
        return partial(model.which_head, plan, self.draws)


class VectorsBody(CauseBody):
    """``top``: how many heads make the function vector."""

    top: Whole = Field(rules.TOP, json_schema_extra=limits(1, rules.MOST_TOP))

    def search(self, model: Runner, plan: CausePlan) -> partial[Iterator[Event]]:
        return partial(model.which_vector, plan, self.top)


_RUNS: tuple[tuple[str, str, str, type[LongRunBody]], ...] = (
    ("", "measure", "One task on many items, under many conditions", MeasureBody),
    ("/example", "which_example", "Which example an answer depends on", CauseBody),
    ("/head", "which_head", "Which heads an answer depends on", HeadsBody),
    ("/vector", "which_vector", "Which vector can stand for the examples", VectorsBody),
)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("measure", __name__, url_prefix="/api/v1/measure")
    routes.before_request(services.admission.refuse_when_draining)
    for path, name, summary, body in _RUNS:
        types: tuple[type[Event], ...] = (Waiting, *body.events, Failed, End)
        mark = described(
            name,
            summary,
            events_of(body.event),
            body=body,
            types=types,
            components={body.event: one_of(types)},
        )
        routes.post(path, endpoint=name)(mark(partial(_answered, services, body)))
    return routes


def _answered(services: Services, kind: type[LongRunBody]) -> Response:
    """A stream of the run's events as they come, or all of them at once. Raises QueueFull."""
    body = parse(kind, request.get_data())
    run = LiveRun(
        in_thread(body.begin(services)),
        services.admission,
        client(),
        services.config.heartbeat,
        Meter(services.metrics),
        is_long=True,
        can_wait=body.stream,
    )
    return streamed(run, request_id()) if body.stream else json_reply({"events": collected(run)})
