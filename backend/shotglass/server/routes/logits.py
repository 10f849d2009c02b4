"""The route that answers all logits after a prompt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

from flask import Blueprint, Response, request

from ...engine.batching.cancellation import CancellationToken
from ...engine.tasks import Runner
from ...engine.tasks.logits import NextLogits
from ..openapi import BINARY, JSON, described, media
from ..responses import binary_reply, json_reply, pieces, wants_json
from ..schemas import LogitsBody, parse
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.run import Run, client


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
        run = Run(in_thread(begin), admission, client(), services.config.heartbeat)
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

    return routes


def _begin(model: Runner, body: LogitsBody) -> Callable[[CancellationToken], Iterator[NextLogits]]:
    """Raises InvalidRequest."""
    changes = body.changes()
    question = body.prompted(), body.continuation, body.prompt_top

    def begin(cancelled: CancellationToken) -> Iterator[NextLogits]:
        if body.interventions is None:
            yield model.logits(*question, cancelled)
        else:
            yield model.logits_with(changes, *question, cancelled)

    return begin
