"""The route that switches heads off: a prompt at its labels with all heads, and without some.

Both are computed in fp32, in the explain graph, whatever precision the model generates in.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from ...events import Score
from ..openapi import WHOLE, described, list_of, object_of, ref
from ..responses import json_reply
from ..schemas import AblateBody, parse
from ..services import Services

_HEAD = object_of({"layer": WHOLE, "head": WHOLE})
ABLATED = object_of({"heads": list_of(_HEAD), "before": ref("Score"), "after": ref("Score")})


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("ablating", __name__, url_prefix="/api/v1")
    routes.before_request(services.admission.refuse_when_draining)

    @routes.post("/ablate")
    @described(
        "ablate",
        "A prompt at its labels, with heads switched off",
        "Ablated",
        body=AblateBody,
        types=(Score,),
        components={"Ablated": ABLATED},
    )
    def ablate() -> Response:
        body = parse(AblateBody, request.get_data())
        with services.admission.run():
            model = services.hosting.runner(body.model, body.precision)
            heads = [(each.layer, each.head) for each in body.heads]
            result = model.ablate(body.prompt, body.labels, heads)
        return json_reply(
            {
                "heads": [each.model_dump() for each in body.heads],
                "before": result.before.to_dict(),
                "after": result.after.to_dict(),
            }
        )

    return routes
