"""The route that looks inside: attention, residual stream, surprisal, logit lens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from ..architecture import ModelConfig
from ..engine.capture import GRAPH
from ..engine.explain import Explanation
from ..engine.wanted import MOST_BYTES
from ..errors import AnswerTooLarge
from .binary import BINARY, binary_reply, wants_json
from .replies import json_reply, pieces
from .runner import Runner
from .schemas import ExplainBody, parse
from .services import Services

MOST_JSON_BYTES = 16 << 20  # of arrays: a number takes about five times its room as text


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("explaining", __name__, url_prefix="/api/v1")
    hosting, admission = services.hosting, services.admission
    routes.before_request(admission.refuse_when_draining)

    @routes.post("/explain")
    def explain() -> Response:
        body = parse(ExplainBody, request.get_data())
        as_json = wants_json()
        with admission.run():
            found = _explained(hosting.runner(body.model), body, as_json)
        manifest = hosting.library.folder(body.model).manifest
        head = _head(manifest.id, manifest.architecture, found)
        if as_json:
            return json_reply(_with_values(head, found))
        return binary_reply(head, list(found.arrays.values()))

    return routes


def _explained(model: Runner, body: ExplainBody, as_json: bool) -> Explanation:
    if not as_json:
        return model.explain(body.prompt, body.wanted(), MOST_BYTES)
    try:
        return model.explain(body.prompt, body.wanted(), MOST_JSON_BYTES)
    except AnswerTooLarge as error:
        raise AnswerTooLarge(
            f"{error.detail} As bytes (Accept: {BINARY}) {MOST_BYTES / 1e6:,.1f} MB may be asked "
            "for.",
            pointer=error.pointer,
        ) from error


def _head(model: str, config: ModelConfig, found: Explanation) -> dict[str, Any]:
    arrays = list(_entries(found))
    head = {
        "model": model,
        "graph": GRAPH,
        "precision": "fp32",
        "tokens": pieces(found.tokens),
        "layers": config.layers,
        "heads": config.heads,
        "head_size": config.head_size,
        "width": config.width,
        "bytes": sum(entry["bytes"] for entry in arrays),
        "arrays": arrays,
        "lens": asdict(found.lens) if found.lens else None,
    }
    if found.surprisals is None:
        return head
    return head | {"surprisals": [said and asdict(said) for said in found.surprisals]}


def _entries(found: Explanation) -> Iterator[dict[str, Any]]:
    """``offset`` counts from the end of the header."""
    offset = 0
    for name, array in found.arrays.items():
        yield {
            "name": name,
            "shape": list(array.shape),
            "dtype": "float32",
            "offset": offset,
            "bytes": array.nbytes,
        }
        offset += array.nbytes


def _with_values(head: dict[str, Any], found: Explanation) -> dict[str, Any]:
    values = (array.tolist() for array in found.arrays.values())
    entries = [
        entry | {"values": value} for entry, value in zip(head["arrays"], values, strict=True)
    ]
    return head | {"arrays": entries}
