"""Routes that make exports, list them and send them: one is made at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from flask import Blueprint, Response, request

from ...engine.batching.cancellation import CancellationToken
from ...engine.library import ModelFolder
from ...errors import ExportFailed, ModelNotFound
from ...events import Event, Failed
from ...exporter import (
    FORMATS,
    INSTALL,
    MASKED,
    Exporter,
    ExportFormat,
    ExportPrecision,
    Progress,
    chosen_precision,
)
from ..downloads.export_store import ExportStore, Order, StoredExport
from ..downloads.responses import archive_reply, one_of
from ..downloads.workplace import Workplace
from ..model_registry import ModelRegistry
from ..openapi import TEXT, Json, described, events_of, list_of, media, object_of, ref
from ..openapi import one_of as schema_of_any
from ..problems import request_id
from ..responses import json_reply
from ..schemas import Body, parse
from ..services import Services
from ..streaming.in_thread import in_thread
from ..streaming.live_run import LiveRun, client
from ..streaming.sse import collected, streamed


@dataclass(frozen=True)
class Exported(Event):
    """The last: an entry of the list of exports."""

    type: ClassVar[str] = "exported"
    export: Mapping[str, Any]


class ExportBody(Body):
    """Without a precision the format's natural one is taken."""

    format: ExportFormat
    precision: ExportPrecision | None = None
    stream: bool = True


EVENTS: tuple[type[Event], ...] = (Progress, Exported, Failed)
ZIP = "application/zip"

# An export in the list, and the list with what else can be made.
_ENTRY = dict.fromkeys(("id", "model", "format", "precision", "file"), TEXT)
_LIST = {
    "exports": list_of(ref("Export")),
    "formats": {"type": "object", "additionalProperties": list_of(TEXT)},
    "masked": list_of(TEXT),
    "install": {"type": ["string", "null"]},
}
SCHEMAS: Json = {
    "Export": object_of(_ENTRY | {"report": {"type": "object"}}),
    "Exports": object_of(_LIST),
}


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("exporting", __name__, url_prefix="/api/v1")
    config, admission = services.config, services.admission
    store = ExportStore(config.exports, config.exports_room) if config.exports else None

    @routes.get("/exports")
    @described("listExports", "What was made", "Exports", components=SCHEMAS)
    def exports() -> Response:
        return json_reply(_listed(services, store))

    @routes.post("/models/<id>/exports")
    @described(
        "export",
        "Make files for elsewhere; leaving ends it",
        events_of("ExportEvent"),
        body=ExportBody,
        types=EVENTS,
        components={"ExportEvent": schema_of_any(EVENTS)},
    )
    def export(id: str) -> Response:
        admission.refuse_when_draining()
        body = parse(ExportBody, request.get_data())
        folder = services.hosting.library.folder(id)
        precision = chosen_precision(body.format, body.precision, folder.manifest.task)
        order = Order(folder.manifest, body.format, precision)
        making = _ExportRun(_required(store), services.exporter, services.workplace, folder, order)
        run = LiveRun(in_thread(making), admission, client(), config.heartbeat)
        if body.stream:
            return streamed(run, request_id())
        return json_reply({"events": collected(run)})

    @routes.get("/exports/<id>/download")
    @described("downloadExport", "An export with its report", {ZIP: media({})}, in_ranges=True)
    def download_export(id: str) -> Response:
        export = _required(store).find(id)
        file, version = export.to_dict()["file"], export.version
        make = partial(archive_reply, export.members(), file, version)
        return one_of(services.downloads, make)

    return routes


def _listed(services: Services, store: ExportStore | None) -> Json:
    stored = [] if store is None else store.exports()
    current = [export for export in stored if _current(export, services.hosting)]
    return {
        "exports": [export.to_dict() for export in current],
        "formats": {name: list(precisions) for name, precisions in FORMATS.items()},
        "masked": list(MASKED),
        "install": None if services.exporter.installed else INSTALL,
    }


@dataclass(frozen=True)
class _ExportRun:
    """The events of one export; one that is kept already is reported at once."""

    store: ExportStore
    exporter: Exporter
    workplace: Workplace
    folder: ModelFolder
    order: Order

    def __call__(self, cancelled: CancellationToken) -> Iterator[Event]:
        """Raises QueueFull while another is made, MissingExtra, and what the exporter says."""
        exports = [export for export in self.store.exports() if export.id == self.order.id]
        if exports:
            yield Exported("", exports[0].to_dict())
            return
        self.exporter.require()
        path, order = self.folder.path, self.order
        with self.workplace.hold(cancelled), self.store.making() as place:
            out = place / order.manifest.id
            yield from self.exporter.run(path, order.format, order.precision, out, cancelled)
            if cancelled.is_set():
                return
            export = self.store.put(order, out)
        yield Exported("", export.to_dict())


def _current(export: StoredExport, hosting: ModelRegistry) -> bool:
    """Whether it is of the model as it is installed now."""
    try:
        manifest = hosting.library.folder(export.model).manifest
    except ModelNotFound:
        return False
    return Order(manifest, export.format, export.precision).id == export.id


def _required(store: ExportStore | None) -> ExportStore:
    if store is None:
        raise ExportFailed("This server keeps no exports: start it with --exports FOLDER.")
    return store
