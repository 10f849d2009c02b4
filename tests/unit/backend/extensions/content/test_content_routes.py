"""The routes of a folder of one's own."""

from __future__ import annotations

import json
import os
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shotglass.errors import InvalidRequest
from shotglass.extensions.content import EXTENSION, with_content
from shotglass.extensions.content.folder import ContentFolder
from shotglass.server.app import create_app, document
from shotglass.server.config import ServerConfig

ROOT = Path(__file__).parents[5]
ROWS = "text,label\nA good day,happy\nA bad day,sad\n"
PROMPT = {"template": "{input} ->{output}\n", "query": {"input": "fast"}}


def client(content: Path | None, writable: bool = False, **settings: Any) -> Any:
    config = ServerConfig(roots=(), **settings)
    if content is not None:
        config = with_content(config, content, writable)
    return create_app(config).test_client()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "moods.csv").write_text(ROWS)
    (tmp_path / "datasets" / "wrong.csv").write_text("text,label\nA day\n")
    return tmp_path


def test_without_a_folder_there_is_nothing_and_the_list_of_models_says_so() -> None:
    asked = client(None)
    assert asked.get("/api/v1/models").get_json()["extensions"].get("content") is None
    listed = asked.get("/api/v1/content").get_json()
    assert (listed["name"], listed["tasks"], listed["faults"]) == (None, [], [])
    assert asked.get("/api/v1/content/datasets/moods").status_code == 404
    added = asked.post("/api/v1/content/tasks", json={"id": "a", "title": "A", "prompt": PROMPT})
    assert added.status_code == 404


def test_what_is_in_order_is_listed_and_given_by_its_id(folder: Path) -> None:
    asked = client(folder)
    assert asked.get("/api/v1/models").get_json()["extensions"]["content"] == {}
    listed = asked.get("/api/v1/content").get_json()
    jsonschema.validate(listed, {"$ref": "#/components/schemas/Content"} | document())
    moods = {"id": "moods", "file": "moods.csv", "columns": None, "items": 2}
    assert listed["datasets"] == [moods]
    assert [(fault["file"], fault["line"]) for fault in listed["faults"]] == [
        ("datasets/wrong.csv", 2)
    ]
    given = asked.get("/api/v1/content/datasets/moods")
    assert (given.text, given.content_type) == (ROWS, "application/octet-stream")
    for path in ("datasets/wrong", "datasets/none", "runs/moods", "lessons/moods", "others/moods"):
        assert asked.get(f"/api/v1/content/{path}").status_code == 404


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are always text")
def test_a_name_that_is_no_text_is_a_fault_of_its_own_and_hides_nothing(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"own \xff")
    (folder / "tasks" / "fast").mkdir(parents=True)
    (folder / "datasets").mkdir()
    for name in (b"\xff\xfe.csv", b"moods.csv", b"a\x1b.csv"):
        (folder / "datasets" / os.fsdecode(name)).write_text(ROWS)
    (folder / "tasks" / "fast" / os.fsdecode(b"\xff.json")).write_text("{}")
    (folder / os.fsdecode(b"\xfe")).mkdir()
    listed = client(folder).get("/api/v1/content")
    assert listed.status_code == 200
    content = listed.get_json()
    assert content["name"] == "own \\udcff"
    assert [item["id"] for item in content["datasets"]] == ["moods"]
    assert {fault["file"] for fault in content["faults"]} == {
        "datasets/\\udcff\\udcfe.csv", "datasets/a\\x1b.csv", "tasks/fast/\\udcff.json", "\\udcfe",
    }  # fmt: skip


def test_only_a_folder_that_may_be_written_is_added_to(folder: Path) -> None:
    body = {"id": "fast", "title": "Fast words", "prompt": PROMPT}
    refused = client(folder).post("/api/v1/content/tasks", json=body)
    assert refused.status_code == 403
    assert "--content-write" in refused.get_json()["detail"]
    asked = client(folder, writable=True)
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


def test_a_link_to_a_run_is_shown_with_its_question_and_answer_as_text(
    folder: Path, tmp_path: Path
) -> None:
    """What shows a link elsewhere reads the page's head and runs no script."""
    runs = json.loads((ROOT / "tests/contract/runs.json").read_text("utf-8"))["runs"]
    run = next(run for run in runs if run["view"] == "compare")
    run["question"]["prompt"]["query"]["input"] = hostile = '"><script>alert(1)</script>\\1 \n& 高'
    (folder / "runs").mkdir()
    (folder / "runs" / "mine.shotglass").write_text(json.dumps(run), "utf-8")
    static = tmp_path / "static"
    static.mkdir()
    shutil.copy(ROOT / "web" / "index.html", static)
    asked = client(folder, static=static)
    page = Head.of(asked.get("/?run=mine").text)
    title = f"{' '.join(hostile.split())} · Shotglass"
    assert (page.title, page.metas["og:title"]) == (title, title)
    about = f"→ short · {run['models'][0]['name']} · {run['made'][:10]}"
    assert (page.metas["description"], page.metas["og:description"]) == (about, about)
    assert page.metas["og:image"] == "http://localhost/preview.png"
    assert page.scripts == 1  # the page's own
    plain = asked.get("/").text
    for other in ("none", "../mine", "moods", ""):
        assert asked.get("/", query_string={"run": other}).text == plain
    listed = asked.get("/api/v1/content").get_json()["runs"]
    assert (listed[0]["question"], listed[0]["answer"]) == (title[:-12], "short")


class Head(HTMLParser):
    """What a page says of itself."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.scripts, self.metas = "", 0, dict[str, str]()
        self.inside = ""

    @classmethod
    def of(cls, page: str) -> Head:
        head = cls()
        head.feed(page)
        return head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own, self.inside = dict(attrs), tag
        self.scripts += tag == "script"
        if tag == "meta" and (name := own.get("name") or own.get("property")):
            self.metas[name] = own.get("content") or ""

    def handle_data(self, data: str) -> None:
        self.title += data.strip("\n ") if self.inside == "title" else ""


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="a folder was expected"):
        ContentFolder(tmp_path / "none")


def test_nothing_can_be_written_without_a_folder() -> None:
    with pytest.raises(InvalidRequest, match="name it with --content DIR"):
        EXTENSION.configure(ServerConfig(roots=()), {"content": None, "content_write": True})
