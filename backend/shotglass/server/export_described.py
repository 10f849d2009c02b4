"""What /openapi.json says of exports, and of graphs that are added."""

from __future__ import annotations

from ..events import Event, Failed
from ..exporter import Progress
from .describing import (
    JSON,
    Json,
    events_of,
    in_ranges,
    media,
    object_of,
    operation,
    parameter,
    post,
    ref,
)
from .routes.export_events import Exported, Made

EVENTS: tuple[type[Event], ...] = (Progress, Exported, Failed)
ADDING: tuple[type[Event], ...] = (Progress, Made, Failed)


def paths() -> Json:
    id = parameter("id")
    return {
        "/api/v1/models/{id}/exports": {"parameters": [id]}
        | post("export", "Make files for elsewhere; leaving ends it", events_of("ExportEvent")),
        "/api/v1/models/{id}/graphs": {"parameters": [id]}
        | post("graph", "Add a graph to a model; leaving ends it", events_of("GraphEvent")),
        "/api/v1/exports": {
            "get": operation("listExports", "What was made", {JSON: media(ref("Exports"))})
        },
        "/api/v1/exports/{id}/download": {
            "parameters": [id],
            "get": in_ranges("downloadExport", "An export with its report", "application/zip"),
        },
    }


def schemas() -> Json:
    """An event, an export in the list, and the list with what else can be made."""
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    named = dict.fromkeys(("id", "model", "format", "precision", "file"), text)
    entry = object_of(named | {"report": {"type": "object"}})
    whole = object_of(
        {
            "exports": {"type": "array", "items": ref("Export")},
            "formats": {"type": "object", "additionalProperties": texts},
            "masked": texts,
            "install": {"type": ["string", "null"]},
        }
    )
    told = {"oneOf": [ref(kind.__name__) for kind in EVENTS]}
    added = {"oneOf": [ref(kind.__name__) for kind in ADDING]}
    return {"ExportEvent": told, "GraphEvent": added, "Export": entry, "Exports": whole}
