"""/openapi.json: OpenAPI 3.1, put together from what each route says of itself.

``described`` stands at every route and names its request, its answers and its events; their schemas
are made from the very types that parse and answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar

from flask import Flask
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from ..contract import LATEST
from ..events import Event
from .schemas import Body

REF = "#/components/schemas/{model}"
JSON, STREAM, BINARY = "application/json", "text/event-stream", "application/octet-stream"
FORM = "multipart/form-data"

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "number"}
WHOLE: Json = {"type": "integer"}
IDS: Json = {"type": "array", "items": WHOLE}
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Operation:
    """What a route says of itself. ``types`` and ``components`` are what its schemas refer to:
    types that are answered, and schemas by name; ``written`` are types that are answered as they
    lie in a file, where what has a default may be missing."""

    name: str
    summary: str
    content: Json
    body: type[Body] | None
    form: Json | None
    query: tuple[Json, ...]
    in_ranges: bool
    types: tuple[type, ...]
    written: tuple[type, ...]
    components: Json

    def to_json(self) -> Json:
        answers: Json = {
            "200": {"description": self.summary, "content": self.content},
            "default": {"$ref": "#/components/responses/Problem"},
        }
        if self.in_ranges:
            part: Json = {kind: {} for kind in self.content}
            answers["206"] = {"description": "The part that Range asked for", "content": part}
            answers["304"] = {"description": "You have it already"}
        made: Json = {"operationId": self.name, "summary": self.summary, "responses": answers}
        if self.query:
            made["parameters"] = list(self.query)
        if self.body is not None or self.form is not None:
            kind, schema = FORM, self.form
            if self.body is not None:
                kind, schema = JSON, ref(self.body.__name__)
            made["requestBody"] = {"required": True, "content": {kind: media(schema or {})}}
        return made


def described(
    name: str,
    summary: str,
    content: str | Json,
    *,
    body: type[Body] | None = None,
    form: Json | None = None,
    query: tuple[Json, ...] = (),
    in_ranges: bool = False,
    types: tuple[type, ...] = (),
    written: tuple[type, ...] = (),
    components: Json | None = None,
) -> Callable[[View], View]:
    """Put under the route's own decorator. ``content``: schemas by media type, or the name of the
    schema of a JSON answer. ``form``: the schema of a form, where there is no ``body``.
    ``in_ranges``: the answer can be kept, and taken in parts."""
    by_media = {JSON: media(ref(content))} if isinstance(content, str) else content
    operation = Operation(
        name,
        summary,
        by_media,
        body,
        form,
        query,
        in_ranges,
        types,
        written,
        dict(components or {}),
    )

    def mark(view: View) -> View:
        view.__dict__["operation"] = operation
        return view

    return mark


def document_of(app: Flask) -> Json:
    """The document of the routes of ``app``; those without a description are left out."""
    operations: list[Operation] = []
    paths: dict[str, Json] = {}
    for rule in app.url_map.iter_rules():
        operation = getattr(app.view_functions[rule.endpoint], "operation", None)
        if isinstance(operation, Operation):
            address = re.sub(r"<(\w+)>", r"{\1}", rule.rule)
            methods = rule.methods or ()
            method = next(name for name in ("POST", "DELETE", "GET") if name in methods).lower()
            item = paths.setdefault(address, {})
            if names := re.findall(r"<(\w+)>", rule.rule):
                item["parameters"] = [parameter(name) for name in names]
            item[method] = operation.to_json()
            operations.append(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shotglass",
            "version": version("shotglass"),
            "description": "Compare zero-, one- and few-shot on a real model and see why.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "security": [{}, {"key": []}],  # a key is asked for only by a server that was given one
        "components": {
            "schemas": _schemas(operations),
            "responses": {
                "Problem": {
                    "description": "What is wrong, and the way out (RFC 9457)",
                    "content": {"application/problem+json": media(ref("Problem"))},
                }
            },
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


class _Schemas(GenerateJsonSchema):
    """An answer holds all its fields, those with a default as well; a manifest alone may lack
    some."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        if self.mode == "serialization":
            return field.get("name") not in LATEST
        return super().field_is_required(field, total)


def _schemas(operations: list[Operation]) -> Json:
    read = [kind for operation in operations for kind in (operation.body, *operation.written)]
    answered = dict.fromkeys(kind for operation in operations for kind in operation.types)
    made: Json = TypeAdapter.json_schemas(
        [(kind.__name__, "validation", TypeAdapter(kind)) for kind in dict.fromkeys(read) if kind]
        + [(kind.__name__, "serialization", TypeAdapter(kind)) for kind in answered],
        ref_template=REF,
        schema_generator=_Schemas,
    )[1]["$defs"]
    for kind in answered:
        if issubclass(kind, Event):
            schema = made[kind.__name__]
            schema["properties"] = {"type": {"const": kind.type}, **schema["properties"]}
            schema["required"] = ["type", *schema["required"]]
    for operation in operations:
        made |= operation.components
    made["Failed"]["properties"]["problem"] = ref("Problem")
    return made | {"Problem": PROBLEM, "ContentFault": CONTENT_FAULT}


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
    return {STREAM: stream_of(event), JSON: media(object_of({"events": list_of(ref(event))}))}


def one_of(kinds: tuple[type, ...]) -> Json:
    return {"oneOf": [ref(kind.__name__) for kind in kinds]}


def or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(items: Json) -> Json:
    return {"type": "array", "items": items}


def object_of(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def media(schema: Json) -> Json:
    return {"schema": schema}


def ref(name: str) -> Json:
    return {"$ref": REF.format(model=name)}


_OPENAI_ERROR = {"message": TEXT, "type": TEXT, "param": {"type": ["string", "null"]}, "code": TEXT}
PROBLEM = object_of(
    {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "instance": TEXT}
    | {"errors": list_of(object_of({"pointer": TEXT, "detail": TEXT}))}
    | {"error": object_of(_OPENAI_ERROR)}
)
PROBLEM["properties"]["over_by"] = WHOLE  # tokens, of a prompt that is too long
CONTENT_FAULT = object_of(
    {"file": TEXT, "line": or_null(WHOLE), "detail": object_of({"en": TEXT, "zh": TEXT})}
)
PROBLEM["properties"]["faults"] = list_of(ref("ContentFault"))  # of files for the folder of content
