"""Routes that ask a model: tokenize, generate, compare, score, logits."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial

import numpy as np
import numpy.typing as npt
from flask import Blueprint, Response, request

from ..events import Piece
from .problems import request_id
from .replies import json_reply
from .running import Run, Start
from .schemas import CompareBody, GenerateBody, LogitsBody, ScoreBody, TokenizeBody, parse
from .services import Services
from .sse import collected, streamed

BINARY, JSON = "application/octet-stream", "application/json"


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("runs", __name__, url_prefix="/api/v1")
    hosting, admission = services.hosting, services.admission
    routes.before_request(admission.refuse_when_draining)

    @routes.post("/tokenize")
    def tokenize() -> Response:
        body = parse(TokenizeBody, request.get_data())
        with admission.run():
            tokens = hosting.tokenizer(body.model).pieces(body.text)
        return json_reply({"tokens": _pieces(tokens), "count": len(tokens)})

    @routes.post("/generate")
    def generate() -> Response:
        body = parse(GenerateBody, request.get_data())
        settings = body.settings.settings()
        model = hosting.runner(body.model)
        start = partial(model.generate, body.prompt, settings)
        return _answer(services, start, body.stream)

    @routes.post("/compare")
    def compare() -> Response:
        body = parse(CompareBody, request.get_data())
        body.refuse_blown_up()
        prompt, settings = body.prompt.prompt(), body.settings.settings()
        lanes = [lane.lane() for lane in body.lanes]
        model = hosting.runner(body.model)
        start = partial(model.compare, prompt, lanes, settings)
        return _answer(services, start, body.stream)

    @routes.post("/score")
    def score() -> Response:
        body = parse(ScoreBody, request.get_data())
        with admission.run():
            result = hosting.runner(body.model).score(body.prompt, body.labels)
        tokens = hosting.tokenizer(body.model).pieces(body.prompt)
        return json_reply(result.to_dict() | {"tokens": _pieces(tokens)})

    @routes.post("/logits")
    def logits() -> Response:
        body = parse(LogitsBody, request.get_data())
        with admission.run():
            tokens, values = hosting.runner(body.model).logits(body.prompt, body.continuation)
        head = _head(body.model, values, tokens)
        if request.accept_mimetypes.best_match([BINARY, JSON]) == JSON:
            return json_reply(head | {"logits": values.tolist()})
        return Response(_binary(head, values), content_type=BINARY)

    return routes


def _answer(services: Services, start: Start, stream: bool) -> Response:
    run = Run(start, services.admission, _client_gone(), services.config.heartbeat)
    return streamed(run, request_id()) if stream else json_reply({"events": collected(run)})


def _client_gone() -> Callable[[], bool]:
    """waitress tells whether the client has left; other servers close the stream themselves."""
    told: Callable[[], bool] = request.environ.get("waitress.client_disconnected", lambda: False)
    return told


def _head(
    model: str, values: npt.NDArray[np.float32], tokens: Sequence[Piece]
) -> dict[str, object]:
    shape = list(values.shape)
    return {"model": model, "shape": shape, "dtype": "float32", "tokens": _pieces(tokens)}


def _binary(head: dict[str, object], values: npt.NDArray[np.float32]) -> bytes:
    """uint32 LE length of the header, the header (JSON, padded with spaces to a multiple of 4),
    float32 LE: a browser can look at the numbers where they lie."""
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text + values.astype("<f4", copy=False).tobytes()


def _pieces(tokens: Sequence[Piece]) -> list[dict[str, object]]:
    return [asdict(token) for token in tokens]
