"""Routes under /v1 that keep files and run batches of them, by OpenAI's bodies and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, Protocol

from flask import Blueprint, Response, request
from pydantic import Field

from ...errors import InvalidRequest
from ...server.compat.lenient import parse_body
from ...server.downloads.responses import file_reply, one_of
from ...server.openapi import (
    BINARY,
    TEXT,
    WHOLE,
    Json,
    described,
    list_of,
    media,
    object_of,
    or_null,
    query,
    ref,
)
from ...server.responses import json_reply
from ...server.schemas import Body
from ...server.services import Services
from ...server.streaming.room import Room
from .errors import BatchRefused
from .folder import NEVER, STATUSES, BatchFolder
from .lines import Endpoint

MOST_METADATA = 16
FILES = "/v1/files"
FEW, MOST_FILES_LISTED, MOST_BATCHES_LISTED = 20, 10_000, 100  # of a list at once, as OpenAI has it


class BatchBody(Body):
    """``input_file_id``: of a file of lines, a request each. ``completion_window`` is OpenAI's and
    ends nothing here."""

    input_file_id: str = Field(max_length=64)
    endpoint: Endpoint
    completion_window: Literal["24h"]
    metadata: (
        Annotated[
            dict[
                Annotated[str, Field(max_length=64)],
                Annotated[str, Field(max_length=512)],
            ],
            Field(max_length=MOST_METADATA),
        ]
        | None
    ) = None


_FILE = {"id": TEXT, "object": {"const": "file"}, "bytes": WHOLE, "created_at": WHOLE}
_FILE |= {"filename": TEXT, "purpose": TEXT, "status": {"const": "processed"}}
_MOMENTS = [f"{status}_at" for status in STATUSES] + list(NEVER)
_BATCH = {
    "id": TEXT,
    "object": {"const": "batch"},
    "endpoint": TEXT,
    "input_file_id": TEXT,
    "completion_window": TEXT,
    "status": {"enum": list(STATUSES)},
    "output_file_id": or_null(TEXT),
    "error_file_id": or_null(TEXT),
    "errors": or_null({"type": "object"}),
    "created_at": WHOLE,
    **{name: or_null(WHOLE) for name in _MOMENTS},
    "request_counts": object_of({"total": WHOLE, "completed": WHOLE, "failed": WHOLE}),
    "metadata": or_null({"type": "object", "additionalProperties": TEXT}),
}
_PAGE = {"object": {"const": "list"}, "first_id": or_null(TEXT), "last_id": or_null(TEXT)}
_PAGE |= {"has_more": {"type": "boolean"}}
_DELETED = {"id": TEXT, "object": {"const": "file"}, "deleted": {"type": "boolean"}}
SCHEMAS: Json = {
    "StoredFile": object_of(_FILE),
    "StoredFiles": object_of(_PAGE | {"data": list_of(ref("StoredFile"))}),
    "FileDeleted": object_of(_DELETED),
    "Batch": object_of(_BATCH),
    "Batches": object_of(_PAGE | {"data": list_of(ref("Batch"))}),
}
_UPLOAD = object_of(
    {"purpose": {"const": "batch"}, "file": {"type": "string", "format": "binary"}}
) | {"additionalProperties": False}
AFTER = query("after", "The id of the last one you have", TEXT)


def blueprint(services: Services, batches: BatchFolder | None) -> Blueprint:
    """``batches``: None where the server was given no folder for them."""
    routes = Blueprint("batches", __name__, url_prefix="/v1")

    @routes.before_request
    def refuse() -> None:
        if batches is None:
            raise BatchRefused(
                "This server keeps no files and runs no batches: start one with --batches FOLDER."
            )
        if request.method == "POST":
            services.admission.refuse_when_draining()

    def folder() -> BatchFolder:
        assert batches is not None, "refused before"
        return batches

    add_files(routes, services, folder)
    add_batches(routes, services, folder)
    return routes


def add_files(routes: Blueprint, services: Services, folder: Callable[[], BatchFolder]) -> None:
    @routes.post("/files")
    @described("upload", "Keep a file for a batch", "StoredFile", form=_UPLOAD, components=SCHEMAS)
    def upload() -> Response:
        return json_reply(folder().upload(*_uploaded()).to_dict())

    @routes.get("/files")
    @described("listV1Files", "The files", "StoredFiles", query=(AFTER, _limit(MOST_FILES_LISTED)))
    def files() -> Response:
        purpose = request.args.get("purpose")
        entries = [file for file in folder().files() if purpose in (None, file.purpose)]
        return json_reply(page(entries, request.args, MOST_FILES_LISTED, MOST_FILES_LISTED))

    @routes.get("/files/<id>")
    @described("getV1File", "What a file is", "StoredFile")
    def file(id: str) -> Response:
        return json_reply(folder().file(id).to_dict())

    @routes.delete("/files/<id>")
    @described("deleteV1File", "Remove a file", "FileDeleted")
    def delete(id: str) -> Response:
        folder().delete(id)
        return json_reply({"id": id, "object": "file", "deleted": True})

    @routes.get("/files/<id>/content")
    @described("fileContent", "A file as it is", {BINARY: media({})}, in_ranges=True)
    def content(id: str) -> Response:
        member = folder().content(id)
        version = f"{id}-{member.size}-{member.changed_ns}"
        return one_of(services.downloads, partial(file_reply, member, BINARY, version))


def add_batches(routes: Blueprint, services: Services, folder: Callable[[], BatchFolder]) -> None:
    room = Room(1, "files whose lines are being checked")

    @routes.post("/batches")
    @described("createBatch", "Run the requests of a file", "Batch", body=BatchBody)
    def create() -> Response:
        body = parse_body(BatchBody, services.config)
        with room.taken(1):
            batch = folder().create(body.input_file_id, body.endpoint, body.metadata)
        return json_reply(batch.to_dict())

    @routes.get("/batches")
    @described("listBatches", "The batches", "Batches", query=(AFTER, _limit(MOST_BATCHES_LISTED)))
    def batches() -> Response:
        return json_reply(page(folder().batches(), request.args, FEW, MOST_BATCHES_LISTED))

    @routes.get("/batches/<id>")
    @described("getBatch", "How far a batch is", "Batch")
    def batch(id: str) -> Response:
        return json_reply(folder().batch(id).to_dict())

    @routes.post("/batches/<id>/cancel")
    @described("cancelBatch", "End a batch; its answers stay", "Batch")
    def cancel(id: str) -> Response:
        return json_reply(folder().cancel(id).to_dict())


def _limit(most: int) -> Json:
    return query("limit", "How many at once", {"type": "integer", "minimum": 1, "maximum": most})


def _uploaded() -> tuple[str, bytes]:
    """Name and bytes. Raises InvalidRequest."""
    named = {*request.form, *request.files}
    file = request.files.get("file")
    if file is None or named != {"file", "purpose"} or request.form["purpose"] != "batch":
        raise InvalidRequest(
            'A form with a file, named "file", and the purpose "batch" was expected, without other '
            f"fields; it has {', '.join(sorted(named))[:200] or 'none'}."
        )
    return (file.filename or "file")[:255], file.read()


class Listed(Protocol):
    @property
    def id(self) -> str: ...

    def to_dict(self) -> dict[str, Any]: ...


def page(entries: Sequence[Listed], given: Mapping[str, str], few: int, most: int) -> Json:
    """A part of ``entries``, the latest first unless ``order`` is "asc". Raises InvalidRequest."""
    limit, order, after = (
        given.get("limit", str(few)),
        given.get("order", "desc"),
        given.get("after"),
    )
    if not (limit.isascii() and limit.isdigit() and len(limit) < 6 and 1 <= int(limit) <= most):
        raise InvalidRequest(f"limit is {limit[:20]!r}; 1 to {most:,} was expected.")
    if order not in ("asc", "desc"):
        raise InvalidRequest(f"order is {order[:20]!r}; asc or desc was expected.")
    ordered = list(entries) if order == "desc" else list(entries)[::-1]
    if (after := given.get("after")) is not None:
        ids = [entry.id for entry in ordered]
        if after not in ids:
            raise InvalidRequest(f"after is {after[:60]!r}, which is not in the list any more.")
        ordered = ordered[ids.index(after) + 1 :]
    data = [entry.to_dict() for entry in ordered[: int(limit)]]
    return {
        "object": "list",
        "data": data,
        "first_id": data[0]["id"] if data else None,
        "last_id": data[-1]["id"] if data else None,
        "has_more": len(ordered) > int(limit),
    }
