"""Routes that score prompts at labels: one prompt, or hundreds in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ...engine import Batch, PromptScore
from ...engine.tasks import Runner
from ...errors import InvalidRequest
from ...events import End, Piece, Score
from ..openapi import described, list_of, object_of, ref
from ..responses import json_reply, pieces
from ..schemas import MOST_LABELS, ModelBody, ScoreBody, parse
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.live_run import LiveRun, client
from ..streaming.metrics import Meter

MOST_PROMPTS = 512
MOST_CONTENT_FREE = 16
MOST_READ = 8192  # labels, each after each prompt, those of the content-free ones included

Texts = tuple[str, ...]


def _labels(value: object) -> Texts | tuple[Texts, ...]:
    """How many lists there must be, ``ScoresBody`` says."""
    if _is_texts(value):
        return tuple(value)  # type: ignore[arg-type]
    if isinstance(value, list) and value and all(map(_is_texts, value)):
        return tuple(map(tuple, value))
    raise PydanticCustomError(
        "invalid_parameter",
        "1 to {most} texts, or a list of those for each prompt, were expected",
        {"most": MOST_LABELS},
    )


def _is_texts(value: object) -> bool:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_LABELS:
        return False
    return all(isinstance(text, str) for text in value)


_TEXTS: dict[str, Any] = {
    "type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1,
    "maxItems": MOST_LABELS,
}  # fmt: skip
_EACH = {"type": "array", "items": _TEXTS, "minItems": 1, "maxItems": MOST_PROMPTS}

LabelsField = Annotated[
    Texts | tuple[Texts, ...],
    PlainValidator(_labels),
    WithJsonSchema({"anyOf": [_TEXTS, _EACH]}),
]


class ScoresBody(ModelBody):
    """``labels``: of all prompts, or a list of them for each. ``content_free``: prompts like the
    others, with "N/A" or the like for what is asked; labels are also measured over what they are
    after these. All labels after all prompts, content-free ones included, may be 8,192."""

    prompts: tuple[str, ...] = Field(min_length=1, max_length=MOST_PROMPTS)
    labels: LabelsField
    content_free: tuple[str, ...] = Field((), max_length=MOST_CONTENT_FREE)

    def batch(self) -> Batch:
        """Raises InvalidRequest."""
        if not self._common and len(self.labels) != len(self.prompts):
            raise InvalidRequest(
                f"There are {len(self.prompts)} prompts and {len(self.labels)} lists of labels; "
                "one for each prompt, or one list of texts for all, was expected.",
                pointer="/labels",
            )
        labels = (self.labels,) * len(self.prompts) if self._common else self.labels
        batch = Batch(self.prompts, labels, self.content_free, self._common)  # type: ignore[arg-type]
        total = sum(len(labels) for _, labels in batch.pairs())
        if total > MOST_READ:
            raise InvalidRequest(
                f"{len(self.prompts)} prompts and {len(self.content_free)} without content make "
                f"{total:,} labels to read; {MOST_READ:,} at most were expected: ask for fewer "
                "prompts at once.",
                pointer="/prompts",
            )
        return batch

    @property
    def _common(self) -> bool:
        return isinstance(self.labels[0], str)


SCORED = {"allOf": [ref("Score"), object_of({"tokens": list_of(ref("Piece"))})]}
_WHOLE = {"type": "integer"}
_USAGE = object_of({"prompt_tokens": _WHOLE, "computed_prompt_tokens": _WHOLE})
SCORES = object_of({"prompts": list_of(ref("PromptScore")), "usage": _USAGE})


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("score", __name__, url_prefix="/api/v1")
    routes.before_request(services.admission.refuse_when_draining)

    @routes.post("/score")
    @described(
        "score",
        "How probable each label is",
        "Scored",
        body=ScoreBody,
        types=(Score, Piece),
        components={"Scored": SCORED},
    )
    def score() -> Response:
        body = parse(ScoreBody, request.get_data())
        with services.admission.run():
            model = services.hosting.runner(body.model, body.precision)
            result = _scored(model, body)
        tokens = model.prompts.pieces(body.prompt)
        return json_reply(result.to_dict() | {"tokens": pieces(tokens)})

    @routes.post("/scores")
    @described(
        "scores",
        "Many prompts at their labels",
        "Scores",
        body=ScoresBody,
        types=(PromptScore,),
        components={"Scores": SCORES},
    )
    def scores() -> Response:
        body = parse(ScoresBody, request.get_data())
        batch = body.batch()
        model = services.hosting.runner(body.model, body.precision)
        start = in_thread(partial(model.score_batch, batch))
        heartbeat, meter = services.config.heartbeat, Meter(services.metrics)
        run = LiveRun(start, services.admission, client(), heartbeat, meter)
        return json_reply(scores_body(run.all()))

    return routes


def _scored(model: Runner, body: ScoreBody) -> Score:
    return model.score(body.prompt, body.labels, body.changes())


def scores_body(items: Sequence[object]) -> dict[str, Any]:
    """The answer of ``score_batch`` as JSON. Without an End ``usage`` is None: the client has left,
    and nothing is sent."""
    usage, prompts = None, []
    for item in items:
        if isinstance(item, PromptScore):
            prompts.append(asdict(item))
        elif isinstance(item, End):
            computed = item.computed_prompt_tokens
            usage = {"prompt_tokens": item.prompt_tokens, "computed_prompt_tokens": computed}
    return {"prompts": prompts, "usage": usage}
