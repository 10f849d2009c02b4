"""The route that answers all logits after a prompt."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, request

from ...engine.tasks.logits import NextLogits
from ..openapi import BINARY, JSON, described, media
from ..responses import binary_reply, json_reply, pieces, wants_json
from ..schemas import LogitsBody, parse
from ..services import Services


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
        prompt = body.prompted()
        with admission.run():
            model = hosting.runner(body.model, body.precision)
            found = model.logits(prompt, body.continuation, body.prompt_top)
        head = _head(body.model, found)
        if body.prompt_top is not None:
            head["prompt_logprobs"] = list(map(asdict, found.prompt_logprobs))
        if wants_json():
            return json_reply(head | {"logits": found.logits.tolist()})
        return binary_reply(head, [found.logits])

    return routes


def _head(model: str, found: NextLogits) -> dict[str, object]:
    return {
        "model": model,
        "shape": list(found.logits.shape),
        "dtype": "float32",
        "prompt_ids": found.ids,
        "tokens": pieces(found.tokens),
        "continuation_logprobs": found.logprobs,
    }
