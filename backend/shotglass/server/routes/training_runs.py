"""Routes about training runs: which there are, their curves, and the tail of one in progress."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from ...engine.batching.cancellation import CancellationToken
from ...errors import InvalidRequest
from ...events import Event
from ...training_runs.library import Origin, State, TrainingRunLibrary, TrainingRunRecord
from ...training_runs.metrics import KINDS, Line, MetricsTail, thinned
from ..downloads.responses import REVALIDATE, conditional
from ..openapi import (
    STREAM,
    TEXT,
    WHOLE,
    Json,
    described,
    list_of,
    object_of,
    one_of,
    query,
    ref,
    stream_of,
)
from ..problems import request_id
from ..responses import json_reply
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.live_run import LiveRun, client
from ..streaming.sse import streamed_at_once

MOST_POINTS = 400  # of one curve
MOST_LINES = 8000  # of all curves of a run
PAUSE = 0.4  # seconds between two looks at a file that grows


LINES = tuple(KINDS.values())
FROM = query("from", "Where you have read to: a run's offset", {"type": "integer", "minimum": 0})


@dataclass(frozen=True)
class RunEntry:
    """A training run in the list. Times are Unix seconds; ``probed``: whether examples were shown
    to it while it learned."""

    id: str
    name: str
    origin: Origin
    state: State
    started: float
    seconds: float | None
    parameters: float
    tokens: float
    tokens_total: float
    step: float
    steps_total: float
    loss: float | None
    tokens_per_second: float | None
    eta: float | None
    bits_per_byte: Mapping[str, float | None] | None
    probed: bool


# With its curves.
_CURVES = object_of(
    {"recipe_text": {"type": ["string", "null"]}, "data": {"type": ["object", "null"]}}
    | {"lines": list_of(ref("Metric"))}
    | dict.fromkeys(("lines_of", "faulty", "offset"), WHOLE)
)
_BROKEN = list_of(object_of({"id": TEXT, "detail": TEXT}))
SCHEMAS: Json = {
    "Metric": one_of(LINES),
    "Runs": object_of({"runs": list_of(ref("RunEntry")), "broken": _BROKEN}),
    "TrainingRun": {"allOf": [ref("RunEntry"), _CURVES]},
}


@dataclass(frozen=True)
class Metric(Event):
    """A line of ``metrics.jsonl`` as it was written."""

    type: ClassVar[str] = "metric"
    line: Line

    def to_dict(self) -> dict[str, Any]:
        return dict(self.line)

    def to_json(self) -> str:
        return json.dumps(self.line, allow_nan=False)


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("training", __name__, url_prefix="/api/v1/runs")
    library = TrainingRunLibrary(services.config.recorded_runs, services.config.runs)

    @routes.get("")
    @described(
        "listRuns", "Training runs", "Runs", types=(RunEntry,), written=LINES, components=SCHEMAS
    )
    def runs() -> Response:
        broken = [{"id": id, "detail": why} for id, why in library.broken().items()]
        return _kept(
            {"runs": [asdict(_entry(record)) for record in library.runs()], "broken": broken}
        )

    @routes.get("/<id>")
    @described("getRun", "A run's curves", "TrainingRun")
    def run(id: str) -> Response:
        record = library.run(id)
        curves = {
            "recipe_text": record.recipe_text,
            "data": record.data,  # the card's sources
            "lines": thinned(record.lines, MOST_POINTS, MOST_LINES),
            "lines_of": len(record.lines),
            "faulty": record.reading.faulty,
            "offset": record.reading.offset,  # where the tail goes on
        }
        return _kept(asdict(_entry(record)) | curves)

    @routes.get("/<id>/tail")
    @described("tailRun", "What it goes on to write", {STREAM: stream_of("Metric")}, query=(FROM,))
    def tail(id: str) -> Response:
        services.admission.refuse_when_draining()
        follow = _Following(library, library.run(id), _offset())
        lines = LiveRun(in_thread(follow), services.tails, client(), services.config.heartbeat)
        return streamed_at_once(lines, request_id())

    return routes


@dataclass(frozen=True)
class _Following:
    """New lines of a run until it is done, has stopped, or the client disconnects."""

    library: TrainingRunLibrary
    record: TrainingRunRecord
    offset: int | None

    def __call__(self, cancelled: CancellationToken) -> Iterator[Event]:
        record, offset = self.record, self.offset
        tail = MetricsTail(record.metrics, record.reading.offset if offset is None else offset)
        while True:
            going = self.library.run(record.id).state() == "running"
            for line in tail.read():
                yield Metric("", line)
            if not going or cancelled.wait(PAUSE):
                return


def _kept(data: dict[str, Any]) -> Response:
    """An answer that is sent again only when it has changed."""
    answer = json_reply(data)
    answer.headers["Cache-Control"] = REVALIDATE
    answer.add_etag()
    return conditional(answer, request)


def _offset() -> int | None:
    """Where the asker has read to, in bytes; the end of the file where it does not say."""
    text = request.args.get("from")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise InvalidRequest(
            f"from is {text[:20]!r}; a whole number of bytes was expected.", pointer="/from"
        )
    return int(text)


def _entry(record: TrainingRunRecord) -> RunEntry:
    start, step, held, done = (record.start, *map(record.last, ("step", "held", "done")))
    latest = record.lines[-1]
    return RunEntry(
        id=record.id,
        name=start["name"],
        origin=record.origin,
        state=record.state(),
        started=start["time"],
        seconds=done["seconds"] if done else None,
        parameters=start["parameters"],
        tokens=latest.get("tokens", step["tokens"] if step else 0),
        tokens_total=start["tokens_total"],
        step=latest.get("step", 0),
        steps_total=start["steps_total"],
        loss=step["loss"] if step else None,
        tokens_per_second=step.get("tokens_per_second") if step else None,
        eta=step.get("eta") if step else None,
        bits_per_byte=held["bits_per_byte"] if held else None,
        probed=record.last("probe") is not None,
    )
