"""The folder of one's own: what is in it, its files by id, and adding to it where allowed."""

from __future__ import annotations

import json
from typing import Literal

from flask import Blueprint, Response, request
from pydantic import Field

from ...server.downloads.responses import REVALIDATE, conditional
from ...server.openapi import (
    BINARY,
    JSON,
    TEXT,
    WHOLE,
    Json,
    described,
    list_of,
    media,
    object_of,
    or_null,
    ref,
)
from ...server.parts import Link
from ...server.responses import json_reply
from ...server.schemas import Body, parse
from ...server.streaming.admission import GUEST
from .entries import KINDS
from .errors import ContentNotFound
from .folder import ContentFolder

MOST_TEXT = 400_000  # characters of a file in a body; the reader's own limits are below
_FORM: Json = {"type": "object"}  # docs/content.md says what is in it
_RUN = object_of(
    {"id": TEXT, "view": TEXT, "made": TEXT, "models": TEXT, "question": TEXT, "answer": TEXT}
)
_COLUMN = or_null(TEXT)
_COLUMNS = object_of({"input": _COLUMN, "expected": _COLUMN, "labels": _COLUMN, "id": _COLUMN})
_DATASET = object_of(
    {"id": TEXT, "file": TEXT, "items": or_null(WHOLE), "columns": or_null(_COLUMNS)}
)
SCHEMAS: Json = {
    "Content": object_of(
        {"name": or_null(TEXT), "writable": {"type": "boolean"}}
        | {"tasks": list_of(_FORM), "lessons": list_of(_FORM)}
        | {"runs": list_of(_RUN), "datasets": list_of(_DATASET)}
        | {"faults": list_of(ref("ContentFault"))}
    ),
    "Added": object_of({"id": TEXT}),
}


class TaskAdded(Body):
    """``prompt``: the prompt object; ``title`` as the page shows it, in the language ``lang``."""

    id: str = Field(max_length=100)
    title: str = Field(min_length=1, max_length=200)
    lang: Literal["en", "zh"] = "en"
    prompt: dict[str, object]


class LessonAdded(Body):
    """The texts of its files: ``en`` of lesson.en.md, ``zh`` of lesson.zh.md, ``result`` of
    result.json."""

    id: str = Field(max_length=100)
    en: str = Field(max_length=MOST_TEXT)
    zh: str | None = Field(None, max_length=MOST_TEXT)
    result: str | None = Field(None, max_length=MOST_TEXT)


def blueprint(folder: ContentFolder | None) -> Blueprint:
    """``folder``: None where the server was given none."""
    routes = Blueprint("content", __name__, url_prefix="/api/v1/content")

    @routes.get("")
    @described("listContent", "The folder of one's own", "Content", components=SCHEMAS)
    def listed() -> Response:
        answer = json_reply(listing(folder, GUEST not in request.environ))
        answer.headers["Cache-Control"] = REVALIDATE
        answer.add_etag()
        return conditional(answer, request)

    @routes.get("/<kind>/<id>")
    @described(
        "getContent",
        "A run or a dataset as it lies there, or the result of a lesson",
        {BINARY: media({}), JSON: media(_FORM)},
    )
    def single(kind: str, id: str) -> Response:
        known = next((each for each in KINDS if each == kind), None)
        if folder is not None and known == "lessons":
            lesson = folder.entry("lessons", id)
            if lesson is not None and lesson.value["result"] is not None:
                return json_reply(lesson.value["result"])
        elif folder is not None and known in ("runs", "datasets"):
            data = folder.bytes_of(known, id)
            if data is not None:
                return Response(data, content_type=BINARY)
        raise ContentNotFound(f"There is no {kind:.20}/{id:.60} in the folder of content.")

    _add_writing(routes, folder)
    return routes


def _add_writing(routes: Blueprint, folder: ContentFolder | None) -> None:
    @routes.post("/tasks")
    @described("addTask", "A task, added to the folder", "Added", body=TaskAdded)
    def task() -> Response:
        body = parse(TaskAdded, request.get_data())
        words = {"title": body.title}
        files = {"task.json": _text(body.prompt), f"words.{body.lang}.json": _text(words)}
        _writable(folder).add("tasks", body.id, files)
        return json_reply({"id": body.id})

    @routes.post("/lessons")
    @described("addLesson", "A lesson, added to the folder", "Added", body=LessonAdded)
    def lesson() -> Response:
        body = parse(LessonAdded, request.get_data())
        texts = {"lesson.en.md": body.en, "lesson.zh.md": body.zh, "result.json": body.result}
        files = {name: text for name, text in texts.items() if text is not None}
        _writable(folder).add("lessons", body.id, files)
        return json_reply({"id": body.id})


def _writable(folder: ContentFolder | None) -> ContentFolder:
    if folder is None:
        raise ContentNotFound(
            "This server has no folder of content: start it with --content DIR --content-write."
        )
    return folder


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def listing(folder: ContentFolder | None, may_write: bool) -> Json:
    """``name`` is null where the server was given no folder. ``may_write``: whoever asks."""
    if folder is None:
        empty: Json = {kind: [] for kind in KINDS}
        return {"name": None, "writable": False, "faults": []} | empty
    content = folder.content()
    shown = {kind: [entry.value for entry in content.entries[kind].values()] for kind in KINDS}
    # A lesson's result is fetched when the lesson is opened.
    shown["lessons"] = [{**lesson, "result": None} for lesson in shown["lessons"]]
    faults = [fault.shown() for fault in content.faults]
    return {
        "name": folder.name,
        "writable": folder.writable and may_write,
        "faults": faults,
    } | shown


def link_to(folder: ContentFolder, id: str) -> Link | None:
    """Returns the title and description of a link to the run ``id``: what was asked and answered.
    Returns None where the folder has no such run."""
    run = folder.entry("runs", id)
    if run is None:
        return None
    value = run.value
    answer = f"→ {value['answer']}" if value["answer"] else ""
    parts = (answer, value["models"], value["made"][:10])
    title = f"{value['question'] or run.id} · Shotglass"
    return Link(title, " · ".join(filter(None, parts)))
