"""The routes of a folder of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shotglass.content import ContentFolder
from shotglass.errors import InvalidRequest
from shotglass.server.app import create_app, document
from shotglass.server.config import ServerConfig

ROWS = "text,label\nA good day,happy\nA bad day,sad\n"
PROMPT = {"template": "{input} ->{output}\n", "query": {"input": "fast"}}


def client(content: Path | None, **settings: Any) -> Any:
    return create_app(ServerConfig(roots=(), content=content, **settings)).test_client()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "moods.csv").write_text(ROWS)
    (tmp_path / "datasets" / "wrong.csv").write_text("text,label\nA day\n")
    return tmp_path


def test_without_a_folder_there_is_nothing_and_the_list_of_models_says_so() -> None:
    asked = client(None)
    assert asked.get("/api/v1/models").get_json()["content"] is False
    listed = asked.get("/api/v1/content").get_json()
    assert (listed["name"], listed["tasks"], listed["faults"]) == (None, [], [])
    assert asked.get("/api/v1/content/datasets/moods").status_code == 404
    added = asked.post("/api/v1/content/tasks", json={"id": "a", "title": "A", "prompt": PROMPT})
    assert added.status_code == 404


def test_what_is_in_order_is_listed_and_given_by_its_id(folder: Path) -> None:
    asked = client(folder)
    assert asked.get("/api/v1/models").get_json()["content"] is True
    listed = asked.get("/api/v1/content").get_json()
    jsonschema.validate(listed, {"$ref": "#/components/schemas/Content"} | document())
    assert listed["datasets"] == [{"id": "moods", "file": "moods.csv", "items": 2}]
    assert [(fault["file"], fault["line"]) for fault in listed["faults"]] == [
        ("datasets/wrong.csv", 2)
    ]
    given = asked.get("/api/v1/content/datasets/moods")
    assert (given.text, given.content_type) == (ROWS, "application/octet-stream")
    for path in ("datasets/wrong", "datasets/none", "runs/moods", "lessons/moods", "others/moods"):
        assert asked.get(f"/api/v1/content/{path}").status_code == 404


def test_only_a_folder_that_may_be_written_is_added_to(folder: Path) -> None:
    body = {"id": "fast", "title": "Fast words", "prompt": PROMPT}
    refused = client(folder).post("/api/v1/content/tasks", json=body)
    assert refused.status_code == 403
    assert "--content-write" in refused.get_json()["detail"]
    asked = client(folder, content_write=True)
    assert asked.post("/api/v1/content/tasks", json=body).get_json() == {"id": "fast"}
    assert json.loads((folder / "tasks/fast/task.json").read_text()) == PROMPT
    assert asked.get("/api/v1/content").get_json()["tasks"][0]["words"]["en"]["title"] == (
        "Fast words"
    )
    assert asked.post("/api/v1/content/tasks", json=body).status_code == 409
    wrong = asked.post("/api/v1/content/lessons", json={"id": "a", "en": "---\ntitle: [\n---\n"})
    assert wrong.status_code == 400
    problem = wrong.get_json()
    jsonschema.validate(problem, {"$ref": "#/components/schemas/Problem"} | document())
    assert "lessons/a/lesson.en.md, line" in problem["detail"]
    assert problem["faults"][0]["detail"]["zh"].startswith("这不是 YAML：这里应有一个值")
    odd = asked.post("/api/v1/content/tasks", json=body | {"id": "../a"}).get_json()
    assert odd["faults"][0]["detail"]["zh"].startswith("名称是 '../a'；应为 1 到 40 个")
    asked.post("/api/v1/content/tasks", json=body | {"id": "kuai", "title": "快", "lang": "zh"})
    assert asked.get("/api/v1/content").get_json()["tasks"][1]["words"] == {
        "zh": {"title": "快", "about": "", "elsewhere": None, "differIn": "", "sets": {}}
    }


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="a folder was expected"):
        ContentFolder(tmp_path / "none")


def test_nothing_can_be_written_without_a_folder() -> None:
    with pytest.raises(InvalidRequest, match="name it with --content DIR"):
        ServerConfig(roots=(), content_write=True)
