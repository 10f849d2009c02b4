"""Routes that ask a model: tokenize, generate, compare, beam, score, logits."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from flask import Blueprint, Response, request

from ...engine.tasks.logits import NextLogits
from ...events import Event
from ..binary import binary_reply, wants_json
from ..problems import request_id
from ..responses import json_reply, pieces
from ..schemas import (
    BeamBody,
    CompareBody,
    GenerateBody,
    LogitsBody,
    ScoreBody,
    TokenizeBody,
    parse,
)
from ..services import Services
from ..streaming.client import client_gone, client_name
from ..streaming.metering import Meter
from ..streaming.run import Run, Start
from ..streaming.sse import collected, streamed


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("runs", __name__, url_prefix="/api/v1")
    routes.before_request(services.admission.refuse_when_draining)
    _add_what_writes(routes, services)
    _add_what_reads(routes, services)
    return routes


def _add_what_writes(routes: Blueprint, services: Services) -> None:
    """Answered event by event, or by all of them at once."""
    hosting = services.hosting

    @routes.post("/generate")
    def generate() -> Response:
        body = parse(GenerateBody, request.get_data())
        settings = body.settings.settings()
        model = hosting.runner(body.model, body.precision)
        start = partial(model.generate, body.prompt, settings)
        return _answer(services, start, body.stream)

    @routes.post("/compare")
    def compare() -> Response:
        body = parse(CompareBody, request.get_data())
        body.refuse_blown_up()
        prompt, settings = body.prompt.prompt(), body.settings.settings()
        lanes = [lane.lane() for lane in body.lanes]
        model = hosting.runner(body.model, body.precision)
        start = partial(model.compare, prompt, lanes, settings)
        return _answer(services, start, body.stream)

    @routes.post("/beam")
    def beam() -> Response:
        body = parse(BeamBody, request.get_data())
        settings = body.settings.settings()
        model = hosting.runner(body.model, body.precision)
        start = partial(model.beam, body.prompt, body.continuation, settings)
        return _answer(services, start, body.stream)


def _add_what_reads(routes: Blueprint, services: Services) -> None:
    """Answered when a text is read; nothing is written."""
    hosting, admission = services.hosting, services.admission

    @routes.post("/tokenize")
    def tokenize() -> Response:
        body = parse(TokenizeBody, request.get_data())
        with admission.run():
            tokens = hosting.prompts(body.model).pieces(body.text)
        return json_reply({"tokens": pieces(tokens), "count": len(tokens)})

    @routes.post("/score")
    def score() -> Response:
        body = parse(ScoreBody, request.get_data())
        with admission.run():
            model = hosting.loaded(body.model, body.precision)
            result = model.runner.score(body.prompt, body.labels)
        tokens = model.prompts.pieces(body.prompt)
        return json_reply(result.to_dict() | {"tokens": pieces(tokens)})

    @routes.post("/logits")
    def logits() -> Response:
        body = parse(LogitsBody, request.get_data())
        with admission.run():
            model = hosting.runner(body.model, body.precision)
            found = model.logits(body.prompt, body.continuation, body.prompt_top)
        head = _head(body.model, found)
        if body.prompt_top is not None:
            head["prompt_logprobs"] = list(map(asdict, found.prompt_logprobs))
        if wants_json():
            return json_reply(head | {"logits": found.logits.tolist()})
        return binary_reply(head, [found.logits])


def _answer(services: Services, start: Start[Event], stream: bool) -> Response:
    heartbeat, meter = services.config.heartbeat, Meter(services.metrics)
    run = Run(start, services.admission, client_gone(), heartbeat, meter, client_name())
    return streamed(run, request_id()) if stream else json_reply({"events": collected(run)})


def _head(model: str, found: NextLogits) -> dict[str, object]:
    return {
        "model": model,
        "shape": list(found.logits.shape),
        "dtype": "float32",
        "prompt_ids": found.ids,
        "tokens": pieces(found.tokens),
        "continuation_logprobs": found.logprobs,
    }
