"""The routes that answer all logits after a prompt, and which tokens a constraint allows there."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import asdict

import numpy as np
from flask import Blueprint, Response, request

from ....engine.batching.cancellation import CancellationToken
from ....engine.tasks import Runner
from ....engine.tasks.logits import NextLogits
from ...openapi import BINARY, JSON, TEXT, WHOLE, Json, described, media, object_of
from ...responses import binary_reply, json_reply, pieces, wants_json
from ...schemas import AllowedBody, LogitsBody, parse
from ...services import Services
from ...streaming.in_thread import in_thread
from ...streaming.live_run import LiveRun, client

SCHEMAS: Json = {"Allowed": object_of({"vocabulary": WHOLE, "allowed": WHOLE, "bits": TEXT})}


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("logits", __name__, url_prefix="/api/v1")
    hosting, admission = services.hosting, services.admission
    routes.before_request(admission.refuse_when_draining)

    @routes.post("/logits")
    @described(
        "logits",
        "All logits after a prompt",
        {BINARY: media({}), JSON: media({})},
        body=LogitsBody,
    )
    def logits() -> Response:
        body = parse(LogitsBody, request.get_data())
        begin = _begin(hosting.runner(body.model, body.precision), body)
        run = LiveRun(in_thread(begin), admission, client(), services.config.heartbeat)
        results = [event for event in run.all() if isinstance(event, NextLogits)]
        if not results:
            return json_reply({})  # the client has left
        following = results[0]
        head: dict[str, object] = {
            "model": body.model,
            "shape": list(following.logits.shape),
            "dtype": "float32",
            "prompt_ids": following.ids,
            "tokens": pieces(following.tokens),
            "continuation_logprobs": following.logprobs,
        }
        if body.prompt_top is not None:
            head["prompt_logprobs"] = list(map(asdict, following.prompt_logprobs))
        if wants_json():
            return json_reply(head | {"logits": following.logits.tolist()})
        return binary_reply(head, [following.logits])

    _add_allowed(routes, services)
    return routes


def _add_allowed(routes: Blueprint, services: Services) -> None:
    @routes.post("/allowed")
    @described(
        "allowed",
        "Which tokens a constraint allows next",
        "Allowed",
        body=AllowedBody,
        components=SCHEMAS,
    )
    def allowed() -> Response:
        body = parse(AllowedBody, request.get_data())
        with services.admission.run():
            grammars = services.hosting.runner(body.model, body.precision).grammars
            mask = grammars.compile(body.constraint.constraint()).matcher().allowed()
        bits = b64encode(np.packbits(mask, bitorder="little").tobytes()).decode()
        return json_reply({"vocabulary": len(mask), "allowed": int(mask.sum()), "bits": bits})


def _begin(model: Runner, body: LogitsBody) -> Callable[[CancellationToken], Iterator[NextLogits]]:
    """Raises InvalidRequest."""
    question = body.prompted(), body.continuation, body.changes(), body.prompt_top

    def begin(cancelled: CancellationToken) -> Iterator[NextLogits]:
        yield model.logits(*question, cancelled)

    return begin
