"""Pieces of an OpenAPI document as JSON data."""

from __future__ import annotations

from typing import Any

REF = "#/components/schemas/{model}"
JSON, STREAM, BINARY = "application/json", "text/event-stream", "application/octet-stream"

Json = dict[str, Any]


def post(name: str, summary: str, content: Json) -> Json:
    body = {"required": True, "content": {JSON: media(ref(f"{name.capitalize()}Body"))}}
    return {"post": operation(name, summary, content) | {"requestBody": body}}


def operation(name: str, summary: str, content: Json) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": content},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def query(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def stream_of(name: str, last: Json | None = None) -> Json:
    """What each event of a stream is: its ``data`` is JSON, but for a ``last`` word."""
    data = {"type": "string", "contentMediaType": JSON, "contentSchema": ref(name)}
    return media(object_of({"data": {"anyOf": [last, data]} if last else data}))


def events_of(event: str) -> Json:
    """Its events one by one, or all of them at once."""
    events = {"events": {"type": "array", "items": ref(event)}}
    return {STREAM: stream_of(event), JSON: media(object_of(events))}


def in_ranges(name: str, summary: str, kind: str) -> Json:
    """What can be kept, and taken in parts."""
    made = operation(name, summary, {kind: media({})})
    made["responses"] |= {
        "206": {"description": "The part that Range asked for", "content": {kind: {}}},
        "304": {"description": "You have it already"},
    }
    return made


def object_of(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def media(schema: Json) -> Json:
    return {"schema": schema}


def ref(name: str) -> Json:
    return {"$ref": REF.format(model=name)}
