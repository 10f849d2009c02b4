"""Routes that continue prompts: generate, compare, beam."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request

from ...events import BeamStep, Done, End, Event, Failed, Found, Score, Start, Token, Waiting
from ..openapi import described, events_of, one_of
from ..problems import request_id
from ..responses import json_reply
from ..schemas import BeamBody, CompareBody, GenerateBody, parse
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.live_run import Begin, LiveRun, client
from ..streaming.metrics import Meter
from ..streaming.sse import collected, streamed

EVENTS: tuple[type[Event], ...] = (Waiting, Start, Score, Token, Done, Failed, End)
SEARCH: tuple[type[Event], ...] = (Waiting, Start, BeamStep, Found, Failed, End)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("generate", __name__, url_prefix="/api/v1")
    routes.before_request(services.admission.refuse_when_draining)
    _add_sampling(routes, services)
    _add_search(routes, services)
    return routes


def _add_sampling(routes: Blueprint, services: Services) -> None:
    hosting = services.hosting

    @routes.post("/generate")
    @described("generate", "Continue a prompt", events_of("Event"), body=GenerateBody)
    def generate() -> Response:
        body = parse(GenerateBody, request.get_data())
        prompt, settings = body.prompted(), body.settings.settings()
        model = hosting.runner(body.model, body.precision)
        if (changes := body.changes()) is not None:
            changed = partial(model.generate, prompt, settings, changes)
            return _answer(services, in_thread(changed), body.stream)
        start = partial(model.generate, prompt, settings, None)
        return _answer(services, start, body.stream)

    @routes.post("/compare")
    @described(
        "compare",
        "Several lanes of one prompt object",
        events_of("Event"),
        body=CompareBody,
        types=EVENTS,
        components={"Event": one_of(EVENTS)},
    )
    def compare() -> Response:
        body = parse(CompareBody, request.get_data())
        body.refuse_blown_up()
        prompt, settings = body.prompt, body.settings.settings()
        lanes = [lane.lane() for lane in body.lanes]
        model = hosting.runner(body.model, body.precision)
        if (changes := body.changes()) is not None:
            changed = partial(model.compare, prompt, lanes, settings, changes)
            return _answer(services, in_thread(changed), body.stream)
        start = partial(model.compare, prompt, lanes, settings, None)
        return _answer(services, start, body.stream)


def _add_search(routes: Blueprint, services: Services) -> None:
    @routes.post("/beam")
    @described(
        "beam",
        "Search for the likeliest texts",
        events_of("SearchEvent"),
        body=BeamBody,
        types=SEARCH,
        components={"SearchEvent": one_of(SEARCH)},
    )
    def beam() -> Response:
        body = parse(BeamBody, request.get_data())
        prompt, settings = body.prompted(), body.settings.settings()
        model = services.hosting.runner(body.model, body.precision)
        held = body.settings.constraint
        start = partial(
            model.beam,
            prompt,
            settings,
            continuation=body.continuation,
            constraint=held.constraint() if held else None,
        )
        return _answer(services, start, body.stream)


def _answer(services: Services, start: Begin[Event], stream: bool) -> Response:
    heartbeat, meter = services.config.heartbeat, Meter(services.metrics)
    run = LiveRun(start, services.admission, client(), heartbeat, meter, can_wait=stream)
    return streamed(run, request_id()) if stream else json_reply({"events": collected(run)})
