"""The routes that look inside: attention, residual stream, surprisal, logit lens, attribution; and
where a model can be changed.

Everything is computed in fp32, whatever precision the model generates in (``writes``).
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict

from flask import Blueprint, Response, request

from ....engine.interventions.points import Point, points
from ....engine.runtime.process_memory import return_unused_memory
from ....engine.tasks import MaskedRunner, Runner
from ....engine.tasks.explain import MOST_BYTES, Explanation, MakeRoom
from ....engine.tasks.framing import explanation_header
from ....engine.tasks.inside.attribution import Attribution
from ....engine.tasks.inside.lens import Lens, Surprisal
from ....errors import AnswerTooLarge
from ...openapi import BINARY, JSON, TEXT, WHOLE, Json, described, list_of, media, object_of, ref
from ...responses import arrays_reply, json_reply, wants_json
from ...schemas import ExplainBody, parse
from ...services import Services

MOST_JSON_BYTES = 16 << 20  # of arrays: a number takes about five times its room as text


FRAMING = (
    "uint32 LE length of the header, the header (Explained, padded with spaces to a multiple of "
    "4), then its arrays in order, float32 LE"
)

# The header of an explanation; in JSON each array also has its ``values``, nested lists.
ARRAY = {"name": TEXT, "shape": list_of(WHOLE), "dtype": TEXT, "offset": WHOLE, "bytes": WHOLE}
_HEADER = object_of(
    dict.fromkeys(("model", "graph", "precision"), TEXT)
    | {"writes": ref("Writes"), "tokens": list_of(ref("Piece"))}
    | dict.fromkeys(("layers", "heads", "head_size", "width", "bytes"), WHOLE)
    | {"bidirectional": {"type": "boolean"}, "windows": list_of(WHOLE)}
    | {"arrays": list_of(object_of(ARRAY)), "lens": {"oneOf": [ref("Lens"), {"type": "null"}]}}
    | {"attribution": {"oneOf": [ref("Attribution"), {"type": "null"}]}}
)
_HEADER["properties"]["surprisals"] = list_of({"oneOf": [ref("Surprisal"), {"type": "null"}]})
_WRITES = object_of({"file": TEXT, "weights": list_of(TEXT), "precision": TEXT})
SCHEMAS: Json = {"Explained": _HEADER, "Writes": _WRITES}

_explaining = described(
    "explain",
    "Attention, surprisal, logit lens",
    {BINARY: media({"description": FRAMING}), JSON: media(ref("Explained"))},
    body=ExplainBody,
    types=(Lens, Surprisal, Attribution),
    components=SCHEMAS,
)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("explaining", __name__, url_prefix="/api/v1")
    hosting, admission = services.hosting, services.admission
    routes.before_request(admission.refuse_when_draining)

    @routes.post("/explain")
    @_explaining
    def explain() -> Response:
        body = parse(ExplainBody, request.get_data())
        as_json = wants_json()
        with admission.run(), ExitStack() as place:
            model = hosting.explainer(body.model, body.precision)
            explanation = _explained(model, body, as_json, room_in(place, services))
            manifest = model.manifest
            head = explanation_header(manifest.id, manifest.architecture, explanation)
            head |= {"writes": asdict(model.writes)}  # which may be stored and rounded otherwise
            return arrays_reply(head, explanation.arrays, as_json, place)

    @routes.get("/models/<id>/points")
    @described(
        "listPoints",
        "Where a model can be changed inside",
        "Points",
        types=(Point,),
        components={"Points": object_of({"points": list_of(ref("Point"))})},
    )
    def list_points(id: str) -> Response:
        config = hosting.library.folder(id).manifest.architecture
        return json_reply({"points": [asdict(point) for point in points(config)]})

    return routes


def room_in(place: ExitStack, services: Services) -> MakeRoom:
    """Waits for room for the arrays of an answer, and leaves it to ``place`` to give it back."""

    def make_room(size: int) -> None:
        place.callback(return_unused_memory)
        place.enter_context(services.arrays.taken(size))

    return make_room


def _explained(
    model: Runner | MaskedRunner, body: ExplainBody, as_json: bool, make_room: MakeRoom
) -> Explanation:
    changes = body.changes()
    if not as_json:
        return model.explain(body.prompt, body.options(), MOST_BYTES, changes, make_room)
    try:
        return model.explain(body.prompt, body.options(), MOST_JSON_BYTES, changes, make_room)
    except AnswerTooLarge as error:
        raise AnswerTooLarge(
            f"{error.detail} As bytes (Accept: {BINARY}) {MOST_BYTES / 1e6:,.1f} MB may be asked "
            "for.",
            pointer=error.pointer,
        ) from error
