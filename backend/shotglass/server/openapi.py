"""/openapi.json: OpenAPI 3.1, its schemas made from the very types that parse and answer."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from ..contract import Manifest
from ..engine.lens import Lens, Surprisal
from ..events import BeamStep, Done, End, Event, Failed, Found, Piece, Score, Start, Token
from ..run_library import Origin, State
from . import schemas

REF = "#/components/schemas/{model}"
JSON, STREAM, BINARY = "application/json", "text/event-stream", "application/octet-stream"
EVENTS: tuple[type[Event], ...] = (Start, Score, Token, Done, Failed, End)
SEARCH: tuple[type[Event], ...] = (Start, BeamStep, Found, Failed, End)
BODIES = (
    schemas.TokenizeBody,
    schemas.GenerateBody,
    schemas.CompareBody,
    schemas.BeamBody,
    schemas.ScoreBody,
    schemas.LogitsBody,
    schemas.ExplainBody,
)

FRAMING = (
    "uint32 LE length of the header, the header (Explained, padded with spaces to a multiple of "
    "4), then its arrays in order, float32 LE"
)

METRIC = "A line of metrics.jsonl, its kind first: start, step, held, probe, heads, resume, done"

Json = dict[str, Any]


def document() -> Json:
    """The whole document as JSON data."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shotglass",
            "version": version("shotglass"),
            "description": "Compare zero-, one- and few-shot on a real model and see why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _paths(),
        "components": {"schemas": _schemas(), "responses": {"Problem": _problem_response()}},
    }


def _paths() -> Json:
    """Each address once; what it takes and gives."""
    ref, stream, search = _ref, _stream("Event"), _stream("SearchEvent")
    shapes = {JSON: _media(_object({"shapes": {"type": "array", "items": {"type": "object"}}}))}
    binary, id = {BINARY: _media({})}, _parameter("id")
    explained = {BINARY: _media({"description": FRAMING}), JSON: _media(ref("Explained"))}
    return {
        "/api/v1/models": {
            "get": _operation("listModels", "What is installed", {JSON: _media(ref("Models"))})
        },
        "/api/v1/models/{id}": {
            "parameters": [id],
            "get": _operation("getManifest", "The manifest", {JSON: _media(ref("Manifest"))}),
        },
        "/api/v1/models/{id}/vocabulary": {
            "parameters": [id],
            "get": _operation(
                "getVocabulary", "The text of every token", {JSON: _media(ref("Vocabulary"))}
            ),
        },
        "/api/v1/models/{id}/files/{name}": {
            "parameters": [id, _parameter("name")],
            "get": _file_operation(),
        },
        "/api/v1/models/{id}/download/{format}": {
            "parameters": [id, _parameter("format")],
            "get": _operation("download", "A graph and all it needs", {"application/zip": {}}),
        },
        "/api/v1/tokenize": _post("tokenize", "Text as tokens", {JSON: _media(ref("Tokens"))}),
        "/api/v1/generate": _post("generate", "Continue a prompt", stream),
        "/api/v1/compare": _post("compare", "Several lanes of one prompt object", stream),
        "/api/v1/beam": _post("beam", "Search for the likeliest texts", search),
        "/api/v1/score": _post(
            "score", "How probable each label is", {JSON: _media(ref("Scored"))}
        ),
        "/api/v1/logits": _post("logits", "All logits after a prompt", binary | {JSON: _media({})}),
        "/api/v1/explain": _post("explain", "Attention, surprisal, logit lens", explained),
        "/api/v1/runs": {
            "get": _operation("listRuns", "Training runs", {JSON: _media(ref("Runs"))})
        },
        "/api/v1/runs/{id}": {
            "parameters": [id],
            "get": _operation("getRun", "A run's curves", {JSON: _media(ref("TrainingRun"))}),
        },
        "/api/v1/runs/{id}/tail": {
            "parameters": [id, _query("from", "Where you have read to: a run's offset")],
            "get": _operation(
                "tailRun", "What it goes on to write", {STREAM: _media(ref("Metric"))}
            ),
        },
        "/api/v1/shapes": {
            "get": _operation("listShapes", "Published and installed shapes", shapes)
        },
        "/health/live": {"get": _operation("live", "The process answers", _status())},
        "/health/ready": {"get": _operation("ready", "The default model answers", _status())},
        "/openapi.json": {"get": _operation("openapi", "This document", {JSON: _media({})})},
    }


def _stream(event: str) -> Json:
    """Its events one by one, or all of them at once."""
    events = {"events": {"type": "array", "items": _ref(event)}}
    return {STREAM: _media(_ref(event)), JSON: _media(_object(events))}


def _post(name: str, summary: str, content: Json) -> Json:
    body = {"required": True, "content": {JSON: _media(_ref(f"{name.capitalize()}Body"))}}
    return {"post": _operation(name, summary, content) | {"requestBody": body}}


def _file_operation() -> Json:
    operation = _operation("getFile", "A file; its ETag is its sha256", {BINARY: _media({})})
    operation["responses"] |= {
        "206": {"description": "The part that Range asked for", "content": {BINARY: {}}},
        "304": {"description": "You have it already"},
    }
    return operation


def _operation(name: str, summary: str, content: Json) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": content},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _schemas() -> Json:
    taken = [_schema_of(kind, "validation") for kind in BODIES]
    every = tuple(dict.fromkeys((*EVENTS, *SEARCH)))
    answered = (*every, Manifest, Piece, Lens, Surprisal)
    given = [_schema_of(kind, "serialization") for kind in answered]
    _, made = TypeAdapter.json_schemas([*taken, *given], ref_template=REF)
    found: Json = made["$defs"]
    for kind in every:
        schema = found[kind.__name__]
        schema["properties"] = {"type": {"const": kind.type}, **schema["properties"]}
        schema["required"] = ["type", *schema["required"]]
    return found | _answers() | _runs() | {"Problem": _problem()}


def _schema_of(kind: type, mode: JsonSchemaMode) -> tuple[str, JsonSchemaMode, TypeAdapter[Any]]:
    return kind.__name__, mode, TypeAdapter(kind)


def _answers() -> Json:
    pieces = {"type": "array", "items": _ref("Piece")}
    text, many = {"type": "string"}, {"type": "array", "items": {"type": "object"}}
    return {
        "Event": {"oneOf": [_ref(kind.__name__) for kind in EVENTS]},
        "SearchEvent": {"oneOf": [_ref(kind.__name__) for kind in SEARCH]},
        "Tokens": _object({"tokens": pieces, "count": {"type": "integer"}}),
        "Vocabulary": _object({"tokens": {"type": "array", "items": text}}),
        "Scored": {"allOf": [_ref("Score"), _object({"tokens": pieces})]},
        "Models": _object(
            {"models": many, "default": {"type": ["string", "null"]}, "broken": many}
        ),
        "Runs": _object({"runs": {"type": "array", "items": _ref("RunEntry")}, "broken": many}),
        "Metric": {"type": "object", "description": METRIC},
        "Status": _object({"status": text}),
        "Explained": _explained(pieces),
    }


def _runs() -> Json:
    """A training run in the list, and with its curves."""
    number, text = {"type": "number"}, {"type": "string"}
    maybe, some = {"type": ["number", "null"]}, {"type": ["object", "null"]}
    entry = _object(
        dict.fromkeys(("id", "name"), text)
        | {"origin": {"enum": list(get_args(Origin))}, "state": {"enum": list(get_args(State))}}
        | dict.fromkeys(("started", "parameters", "tokens", "tokens_total"), number)
        | dict.fromkeys(("step", "steps_total"), number)
        | dict.fromkeys(("seconds", "loss", "tokens_per_second", "eta"), maybe)
        | {"bits_per_byte": some, "probed": {"type": "boolean"}}
    )
    more = {
        "recipe_text": {"type": ["string", "null"]},
        "data": some,
        "lines": {"type": "array", "items": _ref("Metric")},
    } | dict.fromkeys(("lines_of", "faulty", "offset"), {"type": "integer"})
    return {"RunEntry": entry, "TrainingRun": {"allOf": [_ref("RunEntry"), _object(more)]}}


def _explained(pieces: Json) -> Json:
    """The header of an explanation; in JSON each array also has its ``values``, nested lists."""
    number, text = {"type": "integer"}, {"type": "string"}
    sizes = {"type": "array", "items": number}
    array = {"name": text, "shape": sizes, "dtype": text, "offset": number, "bytes": number}
    named = dict.fromkeys(("model", "graph", "precision"), text)
    counted = dict.fromkeys(("layers", "heads", "head_size", "width", "bytes"), number)
    whole = _object(
        named
        | {"tokens": pieces}
        | counted
        | {
            "windows": sizes,
            "arrays": {"type": "array", "items": _object(array)},
            "lens": {"oneOf": [_ref("Lens"), {"type": "null"}]},
        }
    )
    spoken = {"type": "array", "items": {"oneOf": [_ref("Surprisal"), {"type": "null"}]}}
    whole["properties"]["surprisals"] = spoken
    return whole


def _problem() -> Json:
    text, fault = {"type": "string"}, {"pointer": {"type": "string"}, "detail": {"type": "string"}}
    maybe = {"type": ["string", "null"]}
    return _object(
        {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": text,
            "errors": {"type": "array", "items": _object(fault)},
            "error": _object({"message": text, "type": text, "param": maybe, "code": text}),
        }
    )


def _problem_response() -> Json:
    content = {"application/problem+json": _media(_ref("Problem"))}
    return {"description": "What is wrong, and the way out (RFC 9457)", "content": content}


def _status() -> Json:
    return {JSON: _media(_ref("Status"))}


def _parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, description: str) -> Json:
    schema = {"type": "integer", "minimum": 0}
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _media(schema: Json) -> Json:
    return {"schema": schema}


def _ref(name: str) -> Json:
    return {"$ref": REF.format(model=name)}
