"""The route that adds a graph to a model: one thing is made at a time, exports included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from ...contract import Manifest
from ...engine.batching.cancellation import CancellationToken
from ...engine.library import BUNDLED, ModelFolder
from ...errors import PrecisionNotOffered, WrongTask
from ...events import Event, Failed
from ...exporter import Progress
from ...precisions import ADDITIONS, Addition, addition_fault, browser_kind
from ..openapi import described, events_of, one_of
from ..problems import request_id
from ..responses import json_reply
from ..schemas import Body, parse
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.live_run import LiveRun, client
from ..streaming.sse import collected, streamed
from .models import entry


@dataclass(frozen=True)
class Made(Event):
    """A graph was added: the model as the list of models has it now."""

    type: ClassVar[str] = "made"
    model: Mapping[str, Any]


EVENTS: tuple[type[Event], ...] = (Progress, Made, Failed)


class GraphBody(Body):
    """``precision``: "int8" and "fp16" (for GPUs) are written in; "web" is what browsers run."""

    precision: Addition
    stream: bool = True


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("graphs", __name__, url_prefix="/api/v1")
    config, admission, hosting = services.config, services.admission, services.hosting

    @routes.post("/models/<id>/graphs")
    @described(
        "graph",
        "Add a graph to a model; leaving ends it",
        events_of("GraphEvent"),
        body=GraphBody,
        types=EVENTS,
        components={"GraphEvent": one_of(EVENTS)},
    )
    def graph(id: str) -> Response:
        admission.refuse_when_draining()
        body = parse(GraphBody, request.get_data())
        making = _GraphRun(services, hosting.library.folder(id), body.precision)
        making.require()
        run = LiveRun(in_thread(making), admission, client(), config.heartbeat)
        if body.stream:
            return streamed(run, request_id())
        return json_reply({"events": collected(run)})

    return routes


@dataclass(frozen=True)
class _GraphRun:
    """The events of one graph; one that exists already is reported at once."""

    services: Services
    folder: ModelFolder
    addition: Addition

    @property
    def made(self) -> bool:
        """The browser's graph may be the native one, which is always there."""
        manifest = self.folder.manifest
        kind = browser_kind(manifest) if self.addition == "web" else ADDITIONS[self.addition]
        native = kind == "native" and self.addition == "int8"
        return kind in manifest.graphs and not (native and manifest.graphs[kind].exact)

    def require(self) -> None:
        """Raises WrongTask or PrecisionNotOffered for a model that cannot have the graph."""
        manifest = self.folder.manifest
        if self.made:
            return
        if fault := addition_fault(manifest, self.addition):
            kind = PrecisionNotOffered if manifest.task == "causal-lm" else WrongTask
            raise kind(fault, pointer="/precision")
        if self.folder.path.parent == BUNDLED:
            raise PrecisionNotOffered(
                f"{manifest.id} comes with the package, whose files stay as they are: import its "
                f"run under an id of your own, with --add {self.addition}.",
                pointer="/precision",
            )

    def __call__(self, cancelled: CancellationToken) -> Iterator[Event]:
        """Raises QueueFull while another is made, MissingExtra, and what the exporter says."""
        hosting, context = self.services.hosting, self.services.config.context
        if not self.made:
            exporter = self.services.exporter
            exporter.require()
            with self.services.workplace.hold(cancelled):
                yield from exporter.add(self.folder.path, self.addition, cancelled)
            hosting.retry(self.folder.manifest.id)
        if not cancelled.is_set():
            manifest: Manifest = hosting.library.folder(self.folder.manifest.id).manifest
            yield Made("", entry(hosting, manifest, context))
