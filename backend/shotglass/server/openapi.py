"""/openapi.json: OpenAPI 3.1, its schemas made from the very types that parse and answer."""

from __future__ import annotations

from functools import reduce
from importlib.metadata import version
from operator import or_
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from ..contract import Manifest
from ..engine.batch_scores import PromptScore
from ..engine.lens import Lens, Surprisal
from ..events import BeamStep, Done, End, Event, Failed, Found, Piece, Score, Start, Token
from ..run_library import Origin, State
from . import export_described, exporting, schemas, scoring, tokenizing
from .describing import (
    BINARY,
    JSON,
    REF,
    STREAM,
    Json,
    events_of,
    in_ranges,
    media,
    object_of,
    operation,
    parameter,
    post,
    query,
    ref,
    stream_of,
)
from .openai import described
from .openai.bodies import ChatBody, CompletionBody

EVENTS: tuple[type[Event], ...] = (Start, Score, Token, Done, Failed, End)
SEARCH: tuple[type[Event], ...] = (Start, BeamStep, Found, Failed, End)
BODIES = (
    exporting.ExportBody,
    schemas.TokenizeBody,
    schemas.GenerateBody,
    schemas.CompareBody,
    schemas.BeamBody,
    schemas.ScoreBody,
    scoring.ScoresBody,
    schemas.LogitsBody,
    schemas.ExplainBody,
    tokenizing.EncodeBody,
    tokenizing.DecodeBody,
    CompletionBody,
    ChatBody,
)

FRAMING = (
    "uint32 LE length of the header, the header (Explained, padded with spaces to a multiple of "
    "4), then its arrays in order, float32 LE"
)

OFFSET: Json = {"type": "integer", "minimum": 0}

METRIC = "A line of metrics.jsonl, its kind first: start, step, held, probe, heads, resume, done"


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
        "paths": _paths() | export_described.paths() | described.paths(),
        "security": [{}, {"key": []}],  # a key is asked for only by a server that was given one
        "components": {
            "schemas": _schemas(),
            "responses": {"Problem": _problem_response()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Json:
    """Each address once; what it takes and gives."""
    return _models() | _questions() | _training() | _operations()


def _models() -> Json:
    id = parameter("id")
    manifest, vocabulary = ({JSON: media(ref(name))} for name in ("Manifest", "Vocabulary"))
    return {
        "/api/v1/models": {
            "get": operation("listModels", "What is installed", {JSON: media(ref("Models"))})
        },
        "/api/v1/models/{id}": {
            "parameters": [id],
            "get": operation("getManifest", "The manifest", manifest),
        },
        "/api/v1/models/{id}/vocabulary": {
            "parameters": [id],
            "get": operation("getVocabulary", "The text of every token", vocabulary),
        },
        "/api/v1/models/{id}/files/{name}": {
            "parameters": [id, parameter("name")],
            "get": in_ranges("getFile", "A file; its ETag is its sha256", BINARY),
        },
        "/api/v1/models/{id}/download/{format}": {
            "parameters": [id, parameter("format")],
            "get": in_ranges("download", "A graph and all it needs", "application/zip"),
        },
    }


def _questions() -> Json:
    """What is asked of a model."""
    stream, search = events_of("Event"), events_of("SearchEvent")
    tokens, scored, scores = ({JSON: media(ref(name))} for name in ("Tokens", "Scored", "Scores"))
    logits = {BINARY: media({}), JSON: media({})}
    explained = {BINARY: media({"description": FRAMING}), JSON: media(ref("Explained"))}
    return {
        "/api/v1/tokenize": post("tokenize", "Text as tokens", tokens),
        "/api/v1/generate": post("generate", "Continue a prompt", stream),
        "/api/v1/compare": post("compare", "Several lanes of one prompt object", stream),
        "/api/v1/beam": post("beam", "Search for the likeliest texts", search),
        "/api/v1/score": post("score", "How probable each label is", scored),
        "/api/v1/scores": post("scores", "Many prompts at their labels", scores),
        "/api/v1/logits": post("logits", "All logits after a prompt", logits),
        "/api/v1/explain": post("explain", "Attention, surprisal, logit lens", explained),
    }


def _training() -> Json:
    id, run = parameter("id"), {JSON: media(ref("TrainingRun"))}
    start = query("from", "Where you have read to: a run's offset", OFFSET)
    return {
        "/api/v1/runs": {"get": operation("listRuns", "Training runs", {JSON: media(ref("Runs"))})},
        "/api/v1/runs/{id}": {
            "parameters": [id],
            "get": operation("getRun", "A run's curves", run),
        },
        "/api/v1/runs/{id}/tail": {
            "parameters": [id, start],
            "get": operation("tailRun", "What it goes on to write", {STREAM: stream_of("Metric")}),
        },
    }


def _operations() -> Json:
    """What whoever runs the server asks, and the shapes that the page draws."""
    shapes = {JSON: media(object_of({"shapes": {"type": "array", "items": {"type": "object"}}}))}
    return {
        "/api/v1/shapes": {
            "get": operation("listShapes", "Published and installed shapes", shapes)
        },
        "/health/live": {"get": operation("live", "The process answers", _status())},
        "/health/ready": {"get": operation("ready", "The default model answers", _status())},
        "/metrics": {"get": operation("metrics", "Counts, for Prometheus", {"text/plain": {}})},
        "/props": {"get": operation("props", "What is served", {JSON: media(ref("Properties"))})},
        "/version": {"get": operation("version", "Of Shotglass", {JSON: media(ref("Version"))})},
        "/openapi.json": {"get": operation("openapi", "This document", {JSON: media({})})},
    }


def _schemas() -> Json:
    taken = [_schema_of(kind, "validation") for kind in BODIES]
    every = tuple(dict.fromkeys((*EVENTS, *SEARCH, *export_described.EVENTS)))
    answered = (*every, Manifest, Piece, Lens, Surprisal, PromptScore)
    given = [_schema_of(kind, "serialization") for kind in answered]
    _, made = TypeAdapter.json_schemas([*taken, *given], ref_template=REF)
    found: Json = made["$defs"]
    for kind in every:
        schema = found[kind.__name__]
        schema["properties"] = {"type": {"const": kind.type}, **schema["properties"]}
        schema["required"] = ["type", *schema["required"]]
    others = (_answers(), _runs(), export_described.schemas(), described.schemas())
    return reduce(or_, others, found) | {"Problem": _problem()}


def _schema_of(kind: type, mode: JsonSchemaMode) -> tuple[str, JsonSchemaMode, TypeAdapter[Any]]:
    return kind.__name__, mode, TypeAdapter(kind)


def _answers() -> Json:
    pieces = {"type": "array", "items": ref("Piece")}
    text, some = {"type": "string"}, {"type": "object"}
    many, texts = {"type": "array", "items": some}, {"type": "array", "items": text}
    return {
        "Event": {"oneOf": [ref(kind.__name__) for kind in EVENTS]},
        "SearchEvent": {"oneOf": [ref(kind.__name__) for kind in SEARCH]},
        "Tokens": object_of({"tokens": pieces, "count": {"type": "integer"}}),
        "Vocabulary": object_of({"tokens": texts}),
        "Scored": {"allOf": [ref("Score"), object_of({"tokens": pieces})]},
        "Scores": _scores(),
        "Models": object_of(
            {"models": many, "default": {"type": ["string", "null"]}, "broken": many}
        ),
        "Runs": object_of({"runs": {"type": "array", "items": ref("RunEntry")}, "broken": many}),
        "Metric": {"type": "object", "description": METRIC},
        "Status": object_of({"status": text}),
        "Version": object_of({"version": text}),
        "Properties": object_of({"models": many, "asked": some, "versions": some}),
        "Writes": object_of({"file": text, "weights": texts, "precision": text}),
        "Explained": _explained(pieces),
    }


def _scores() -> Json:
    whole = {"type": "integer"}
    usage = object_of({"prompt_tokens": whole, "computed_prompt_tokens": whole})
    return object_of({"prompts": {"type": "array", "items": ref("PromptScore")}, "usage": usage})


def _runs() -> Json:
    """A training run in the list, and with its curves."""
    number, text = {"type": "number"}, {"type": "string"}
    maybe, some = {"type": ["number", "null"]}, {"type": ["object", "null"]}
    entry = object_of(
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
        "lines": {"type": "array", "items": ref("Metric")},
    } | dict.fromkeys(("lines_of", "faulty", "offset"), {"type": "integer"})
    return {"RunEntry": entry, "TrainingRun": {"allOf": [ref("RunEntry"), object_of(more)]}}


def _explained(pieces: Json) -> Json:
    """The header of an explanation; in JSON each array also has its ``values``, nested lists."""
    number, text = {"type": "integer"}, {"type": "string"}
    sizes = {"type": "array", "items": number}
    array = {"name": text, "shape": sizes, "dtype": text, "offset": number, "bytes": number}
    named = dict.fromkeys(("model", "graph", "precision"), text)
    counted = dict.fromkeys(("layers", "heads", "head_size", "width", "bytes"), number)
    whole = object_of(
        named
        | {"writes": ref("Writes"), "tokens": pieces}
        | counted
        | {
            "windows": sizes,
            "arrays": {"type": "array", "items": object_of(array)},
            "lens": {"oneOf": [ref("Lens"), {"type": "null"}]},
        }
    )
    spoken = {"type": "array", "items": {"oneOf": [ref("Surprisal"), {"type": "null"}]}}
    whole["properties"]["surprisals"] = spoken
    return whole


def _problem() -> Json:
    text, fault = {"type": "string"}, {"pointer": {"type": "string"}, "detail": {"type": "string"}}
    maybe = {"type": ["string", "null"]}
    return object_of(
        {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": text,
            "errors": {"type": "array", "items": object_of(fault)},
            "error": object_of({"message": text, "type": text, "param": maybe, "code": text}),
        }
    )


def _problem_response() -> Json:
    content = {"application/problem+json": media(ref("Problem"))}
    return {"description": "What is wrong, and the way out (RFC 9457)", "content": content}


def _status() -> Json:
    return {JSON: media(ref("Status"))}
