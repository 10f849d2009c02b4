"""/openapi.json: OpenAPI 3.1, its schemas made from the very types that parse and answer."""

from __future__ import annotations

from functools import reduce
from importlib.metadata import version
from operator import or_
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from ..contract import Manifest
from ..engine.tasks.lens import Lens, Surprisal
from ..engine.tasks.score import PromptScore
from ..events import BeamStep, Done, End, Event, Failed, Found, Piece, Score, Start, Token
from ..precisions import Computed, Precision
from ..training_runs.library import Origin, State
from . import addresses, export_described, schemas
from .describing import REF, Json, media, object_of, ref
from .loaded_models import Status
from .openai import described
from .openai.bodies import ChatBody, CompletionBody
from .routes import exports as exporting
from .routes import graphs
from .routes import score as scoring
from .routes import tokenize as tokenizing

EVENTS: tuple[type[Event], ...] = (Start, Score, Token, Done, Failed, End)
SEARCH: tuple[type[Event], ...] = (Start, BeamStep, Found, Failed, End)
BODIES = (
    exporting.ExportBody,
    graphs.GraphBody,
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
        "paths": addresses.paths() | export_described.paths() | described.paths(),
        "security": [{}, {"key": []}],  # a key is asked for only by a server that was given one
        "components": {
            "schemas": _schemas(),
            "responses": {"Problem": _problem_response()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas() -> Json:
    taken = [_schema_of(kind, "validation") for kind in BODIES]
    added = (*export_described.EVENTS, *export_described.ADDING)
    every = tuple(dict.fromkeys((*EVENTS, *SEARCH, *added)))
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
            {
                "models": {"type": "array", "items": ref("InstalledModel")},
                "default": {"type": ["string", "null"]},
                "broken": many,
            }
        ),
        "InstalledModel": _installed_model(),
        "Runs": object_of({"runs": {"type": "array", "items": ref("RunEntry")}, "broken": many}),
        "Metric": {"type": "object", "description": METRIC},
        "Status": object_of({"status": text}),
        "Version": object_of({"version": text}),
        "Properties": object_of({"models": many, "asked": some, "versions": some}),
        "Writes": object_of({"file": text, "weights": texts, "precision": text}),
        "Explained": _explained(pieces),
    }


def _installed_model() -> Json:
    """What a model can be asked in, besides what it is."""
    text, made, maybe = {"type": "string"}, {"type": "boolean"}, {"type": ["object", "null"]}
    states = {"enum": list(get_args(Status))}
    names = {"enum": list(get_args(Precision))}
    offer = object_of(
        {"name": names, "kind": text, "made": made, "status": states, "quality": maybe}
    )
    browsers = object_of({"made": made, "kind": {"enum": ["web", "native"]}})
    return object_of(
        dict.fromkeys(("id", "name", "task", "licence"), text)
        | {"status": states, "precision": {"enum": [*get_args(Computed), None]}}
        | {"precisions": {"type": "array", "items": offer}, "web": browsers}
    )


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
