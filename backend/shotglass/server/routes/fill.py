"""The route that fills the gaps of texts, by a masked model."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import BeforeValidator, Field

from ...decoding.distribution import SHOWN
from ...engine import Filled, FillRequest
from ...errors import InvalidRequest
from ...events import End
from ..openapi import described, list_of, object_of, ref
from ..responses import json_reply
from ..schemas import MOST_LABELS, LabelText, ModelBody, parse, whole
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.live_run import LiveRun, client
from ..streaming.metrics import Meter

MOST_TEXTS = 64
MOST_SHOWN = 100  # tokens of each gap


class FillBody(ModelBody):
    """``text``, or up to 64 ``texts``: one of the two. Each has at least one gap, marked by [MASK]
    or by the model's own mask token, and all have 256 at most. ``candidates``: texts of one token
    each, with their leading space, that are scored at every gap; ``top``: how many of the likeliest
    tokens are given there."""

    text: str | None = None
    texts: tuple[str, ...] | None = Field(None, min_length=1, max_length=MOST_TEXTS)
    candidates: tuple[LabelText, ...] = Field((), max_length=MOST_LABELS)
    top: Annotated[int, Field(ge=1, le=MOST_SHOWN), BeforeValidator(whole)] = SHOWN

    def fill_request(self) -> FillRequest:
        """Raises InvalidRequest where there are both, or neither."""
        if (self.text is None) == (self.texts is None):
            given = "neither is" if self.text is None else "both are"
            raise InvalidRequest(
                f"One of text and texts was expected, and {given} here.", pointer="/text"
            )
        if self.text is not None:
            return FillRequest((self.text,), self.candidates, self.top, single=True)
        return FillRequest(self.texts or (), self.candidates, self.top)


_NUMBER = {"type": "integer"}
_TEXT = {"type": "string"}
FILL = object_of(
    {
        "model": _TEXT,
        "mask": _TEXT,
        "texts": list_of(ref("Filled")),
        "usage": object_of({"prompt_tokens": _NUMBER}),
    }
)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("fill", __name__, url_prefix="/api/v1")
    routes.before_request(services.admission.refuse_when_draining)

    @routes.post("/fill")
    @described(
        "fill",
        "What stands at the gaps of texts",
        "Fill",
        body=FillBody,
        types=(Filled,),
        components={"Fill": FILL},
    )
    def fill() -> Response:
        body = parse(FillBody, request.get_data())
        fill_request = body.fill_request()
        model = services.hosting.filler(body.model, body.precision)
        start = in_thread(partial(model.fill, fill_request))
        heartbeat, meter = services.config.heartbeat, Meter(services.metrics)
        items = LiveRun(start, services.admission, client(), heartbeat, meter).all()
        texts = [asdict(item) for item in items if isinstance(item, Filled)]
        read = sum(item.prompt_tokens for item in items if isinstance(item, End))
        return json_reply(
            {
                "model": body.model,
                "mask": model.tokenizer.token_text(model.prompts.mask or 0),
                "texts": texts,
                "usage": {"prompt_tokens": read},
            }
        )

    return routes
