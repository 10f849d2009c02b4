"""Who gets into a class, and who may do what there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.fixtures.scripted_app import ClosingClient
from support.servers.http_answers import is_problem
from werkzeug.test import TestResponse

from shotglass.errors import InvalidRequest, QueueFull
from shotglass.extensions.classroom import MOST_PAGES, MOST_RUNS, with_class
from shotglass.extensions.classroom.classroom import Classroom
from shotglass.extensions.classroom.pages import Watching
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig
from shotglass.server.security import SAFE_METHODS, client_paths
from shotglass.server.services import Services
from shotglass.server.streaming.live_run import client

KEY, CODE = "sk-secret", "ABCD-EFGH"
PATH = "/api/v1/class"
TEACHING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("push", {"address": "#v1/compare"}), ("guess", {"question": "What?"}), ("close", {}),
    ("reveal", {}), ("end", {}),
)  # fmt: skip
HI = {"model": "fake", "prompt": "hi"}


def refused(answer: TestResponse, status: int, code: str) -> str:
    """What the problem says."""
    problem = is_problem(answer, status)
    assert problem["error"]["code"] == code
    return str(problem["detail"])


@pytest.fixture
def taught(config: ServerConfig, services: Services) -> Flask:
    """An app with a class."""
    config = with_class(replace(config, api_keys=(KEY,)), CODE)
    app = create_app(config, replace(services, config=config))
    app.test_client_class = ClosingClient
    return app


@pytest.fixture
def teacher(taught: Flask, config: ServerConfig) -> FlaskClient:
    browser = taught.test_client()
    browser.get(f"/?token={config.page_token}")
    return browser


@pytest.fixture
def student(taught: Flask) -> FlaskClient:
    browser = taught.test_client()
    assert browser.post(f"{PATH}/join", json={"code": CODE, "name": "Ann"}).status_code == 200
    return browser


def test_without_a_seat_one_can_join_and_nothing_else(taught: Flask) -> None:
    stranger = taught.test_client()
    for path in ("/api/v1/models", f"{PATH}/events", f"{PATH}/answers.csv"):
        refused(stranger.get(path), 401, "not_in_class")
    refused(stranger.post(f"{PATH}/join", json={"code": "no"}), 403, "wrong_class_code")
    cookie = "shotglass-0=1; shotglass-0-seat=1"
    refused(stranger.get("/api/v1/models", headers={"Cookie": cookie}), 401, "not_in_class")


def test_a_seat_opens_what_the_page_uses_and_not_what_programs_use(
    taught: Flask, student: FlaskClient
) -> None:
    assert student.get("/api/v1/models").status_code == 200
    assert student.post("/api/v1/generate", json=HI).status_code == 200
    refused(student.get("/v1/models"), 401, "invalid_api_key")


@pytest.mark.parametrize(("name", "body"), TEACHING)
def test_a_student_does_nothing_that_is_the_teachers(
    student: FlaskClient, name: str, body: dict[str, Any]
) -> None:
    refused(student.post(f"{PATH}/{name}", json=body), 403, "for_the_teacher")


# What a student may send: it is answered from what was sent, and changes nothing that others see.
COMPUTED = {
    "class.join", "class.answer", "pages.admission", "explaining.explain", "fill.fill",
    "generate.beam", "generate.compare", "generate.generate", "logits.allowed", "logits.logits",
    "logs.compared", "measure.measure", "measure.which_example", "measure.which_head",
    "measure.which_vector", "rows.rows", "score.score", "score.scores", "tokenize.render_chat",
    "tokenize.tokenize", "tracing.trace",
}  # fmt: skip


def test_a_student_changes_nothing_by_any_route(
    taught: Flask, student: FlaskClient, teacher: FlaskClient, services: Services
) -> None:
    """A new route is judged too: it is refused, or has to be named above."""
    computed = {name for name in COMPUTED if name.split(".")[0] in taught.blueprints}
    requests = {
        rule.endpoint: (method, re.sub(r"<[^>]+>", "x", rule.rule))
        for rule in taught.url_map.iter_rules()
        for method in (rule.methods or set()) - SAFE_METHODS
    }
    answers = {
        name: student.open(address, method=method, json={})
        for name, (method, address) in requests.items()
    }
    through = {name for name, answer in answers.items() if answer.status_code not in (401, 403)}
    assert through | {"pages.admission"} == computed
    for_clients = client_paths(services.parts)
    for name in answers.keys() - computed:
        of_page = not requests[name][1].startswith(for_clients)
        refused(answers[name], *((403, "for_the_teacher") if of_page else (401, "invalid_api_key")))
        method, address = requests[name]
        other = teacher.open(address, method=method, json={})
        assert other.status_code not in ((401, 403) if of_page else ()), name


def test_one_student_has_a_part_of_the_runs_and_pages_of_a_class(config: ServerConfig) -> None:
    """Of what all share, places for the others are left."""
    services = make_services(with_class(replace(config, api_keys=(KEY,), threads=128), CODE))
    (pages,) = (counted for part in services.parts for counted in part.counted)
    for admission, most in (
        (services.admission, MOST_RUNS),
        (pages, MOST_PAGES),
    ):
        for _ in range(most):
            admission.enter("seat 1")
        with pytest.raises(QueueFull, match="as many as one client may have at once"):
            admission.enter("seat 1")
        admission.enter("seat 2")


def test_a_student_adds_nothing_to_the_folder_of_content_and_is_not_offered_to(
    config: ServerConfig, services: Services, tmp_path: Path
) -> None:
    (folder := tmp_path / "own").mkdir()
    content = pytest.importorskip("shotglass.extensions.content", reason="may be taken away")
    settings = content.ContentSettings(folder, True)
    config = replace(config, api_keys=(KEY,), extensions={"content": settings})
    config = with_class(config, CODE)
    app = create_app(config, replace(services, config=config))
    body = {"id": "fast", "title": "Fast", "prompt": {"template": "{input} {output}", "query": {}}}
    ann = app.test_client()
    ann.post(f"{PATH}/join", json={"code": CODE, "name": "Ann"})
    for kind in ("tasks", "lessons"):
        answer = ann.post(f"/api/v1/content/{kind}", json=body)
        assert "Open the teacher's address" in refused(answer, 403, "for_the_teacher")
    assert list(folder.iterdir()) == []
    assert ann.get("/api/v1/content").get_json()["writable"] is False
    key = {"Authorization": f"Bearer {KEY}"}
    assert app.test_client().get("/api/v1/content", headers=key).get_json()["writable"] is True


def test_a_student_neither_reads_the_answers_nor_draws_the_code(student: FlaskClient) -> None:
    for name in ("answers.csv", "code.svg"):
        refused(student.get(f"{PATH}/{name}"), 403, "for_the_teacher")


def test_a_class_from_the_question_to_the_table(teacher: FlaskClient, student: FlaskClient) -> None:
    question = {"question": " What  will it say? ", "choices": ["cold", "warm", "cold"]}
    assert teacher.post(f"{PATH}/guess", json=question).status_code == 200
    given = {"guess": 1, "answer": "cold"}
    assert student.post(f"{PATH}/answer", json=given).status_code == 200
    refused(teacher.post(f"{PATH}/answer", json=given), 403, "for_students")
    assert teacher.post(f"{PATH}/close", json={}).status_code == 200
    refused(student.post(f"{PATH}/answer", json=given), 409, "guess_closed")
    assert teacher.post(f"{PATH}/reveal", json={"truth": "warm"}).status_code == 200
    answers = teacher.get(f"{PATH}/answers.csv")
    assert "attachment" in answers.headers["Content-Disposition"]
    assert answers.text.splitlines()[1] == "1,What will it say?,1,Ann,cold,warm"
    assert teacher.post(f"{PATH}/end", json={}).status_code == 200
    refused(student.get("/api/v1/models"), 401, "not_in_class")


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//x", "#v2/compare", "#v1/", "#v1/a b", "#v1/ä"]
)
def test_a_class_is_sent_to_views_of_this_page_alone(teacher: FlaskClient, address: str) -> None:
    refused(teacher.post(f"{PATH}/push", json={"address": address}), 400, "invalid_parameter")


@pytest.mark.parametrize("name", ["a\u202eb", "a\x00b", "x" * 41])
def test_a_name_is_one_short_line_of_what_one_sees(taught: Flask, name: str) -> None:
    body = {"code": CODE, "name": name}
    refused(taught.test_client().post(f"{PATH}/join", json=body), 400, "invalid_parameter")


def test_what_a_page_of_a_class_sends_is_short(student: FlaskClient) -> None:
    body = {"guess": 1, "answer": "x" * (17 << 10)}
    refused(student.post(f"{PATH}/answer", json=body), 413, "body_too_large")


def test_a_server_without_a_class_says_how_one_is_opened(app: Flask) -> None:
    answer = app.test_client().post(f"{PATH}/join", json={"code": CODE})
    assert "--class" in refused(answer, 404, "no_class")


def test_a_class_needs_a_key(config: ServerConfig) -> None:
    with pytest.raises(InvalidRequest, match="key"):
        create_app(with_class(config, CODE))


def test_a_page_is_told_the_state_at_once_and_again_when_it_has_changed() -> None:
    classroom = Classroom(CODE)
    number = classroom.student(classroom.join(CODE, "Ann", ""))
    pages = Watching(classroom, number), Watching(classroom, None)
    states = [page.poll() for page in pages]
    assert [state and state.role for state in states] == ["student", "teacher"]
    assert [page.poll() for page in pages] == [None, None]
    classroom.push("#v1/compare")
    pushed = [state and state.pushed for state in (page.poll() for page in pages)]
    assert [push and push.address for push in pushed] == ["#v1/compare"] * 2
    pages[0].close()
    state = pages[1].poll()
    assert state is not None
    assert state.students is not None
    assert not state.students[0].present
    classroom.end()
    with pytest.raises(StopIteration):
        pages[0].poll()


def test_the_places_of_a_student_are_counted_by_the_seat(
    taught: Flask, student: FlaskClient
) -> None:
    cookie = student.get("/api/v1/models").request.headers["Cookie"]
    with taught.test_request_context("/api/v1/models", headers={"Cookie": cookie}):
        taught.preprocess_request()
        assert client().address == "seat 1"
