"""The routes of long runs: a measurement, and searches for what a task's answers depend on."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request

from ....events import End, Event, Failed, Waiting
from ...openapi import described, events_of, one_of
from ...problems import request_id
from ...responses import json_reply
from ...schemas import parse
from ...services import Services
from ...streaming.in_thread import in_thread
from ...streaming.metrics import Meter
from ...streaming.run import Run, client
from ...streaming.sse import collected, streamed
from .bodies import LongRunBody
from .causes import CauseBody, HeadsBody, VectorsBody
from .measure import MeasureBody

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
    run = Run(
        in_thread(body.begin(services)),
        services.admission,
        client(),
        services.config.heartbeat,
        Meter(services.metrics),
        is_long=True,
        can_wait=body.stream,
    )
    return streamed(run, request_id()) if body.stream else json_reply({"events": collected(run)})
