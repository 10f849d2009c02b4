"""The routes that give the numbers on the way through a layer, and rows of weights: what one needs
to follow a model down to a single product. Everything is read in ``explain.onnx``, in fp32.
"""

from __future__ import annotations

from contextlib import ExitStack

from flask import Blueprint, Response, request

from ....engine.tasks.explain import MOST_BYTES
from ....engine.tasks.framing import trace_header
from ....errors import NotFound
from ...openapi import (
    BINARY,
    JSON,
    TEXT,
    WHOLE,
    Json,
    described,
    list_of,
    media,
    object_of,
    or_null,
    ref,
)
from ...responses import arrays_reply, json_reply, wants_json
from ...schemas import TraceBody, parse
from ...services import Services
from .explain import ARRAY, FRAMING, MOST_JSON_BYTES, room_in

_NUMBER, _FLAG = {"type": "number"}, {"type": "boolean"}
_TRACED = object_of(
    dict.fromkeys(("model", "graph", "precision"), TEXT)
    | {"tokens": list_of(ref("Piece"))}
    | dict.fromkeys(
        ("layer", "layers", "width", "heads", "kv_heads", "head_size", "ffn_width", "vocabulary",
         "window", "bytes"),
        WHOLE,
    )
    | {"norm": {"enum": ["layer", "rms"]}, "positions": TEXT, "activation": TEXT}
    | dict.fromkeys(("norm_epsilon", "scale", "softcap"), _NUMBER)
    | dict.fromkeys(("gated", "tied", "bidirectional"), _FLAG)
    | {"arrays": list_of(object_of(ARRAY))}
)  # fmt: skip
_ROW = {"name": TEXT, "index": WHOLE, "rows": WHOLE, "weight": list_of(_NUMBER)}
_WEIGHT_ROW = object_of(_ROW | {"bias": or_null(_NUMBER)})
SCHEMAS: Json = {"Traced": _TRACED, "WeightRow": _WEIGHT_ROW}

_tracing = described(
    "trace",
    "All numbers on the way through one layer",
    {BINARY: media({"description": FRAMING}), JSON: media(ref("Traced"))},
    body=TraceBody,
    components=SCHEMAS,
)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("tracing", __name__, url_prefix="/api/v1")
    hosting, admission = services.hosting, services.admission
    routes.before_request(admission.refuse_when_draining)

    @routes.post("/trace")
    @_tracing
    def trace() -> Response:
        body = parse(TraceBody, request.get_data())
        as_json = wants_json()
        most = MOST_JSON_BYTES if as_json else MOST_BYTES
        with admission.run(), ExitStack() as place:
            model = hosting.explainer(body.model, body.precision)
            numbers = model.trace(body.prompt, body.layer, most, room_in(place, services))
            head = trace_header(model.manifest.id, model.manifest.architecture, numbers)
            return arrays_reply(head, numbers.arrays, as_json, place)

    @routes.get("/models/<id>/weights/<name>/<index>")
    @described("getWeightRow", "A row of a matrix, and its bias", "WeightRow")
    def weight_row(id: str, name: str, index: str) -> Response:
        if not (index.isascii() and index.isdigit() and len(index) < 10):
            raise NotFound("A row's number was expected, from 0.")
        with admission.run():
            row = hosting.explainer(id).weight_row(name, int(index))
        weight = row.weight.tolist()
        return json_reply(
            {"name": row.name, "index": row.index, "rows": row.rows, "weight": weight,
             "bias": row.bias}
        )  # fmt: skip

    return routes
