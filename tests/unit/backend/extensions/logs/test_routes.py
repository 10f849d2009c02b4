"""``POST /api/v1/compare-logs`` answers what the extension finds in the files of its body."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.extending import Extension
from shotglass.extensions.logs import apart, comparison, files, part, routes
from shotglass.extensions.logs.comparison import compare_logs
from shotglass.extensions.logs.files import read_logs
from shotglass.sandbox import Limits
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services
from shotglass.server.streaming import room

LOGS = Path(__file__).parents[4] / "support/inputs/logs"
PAIR = [LOGS / f"inspect-{size}.eval" for size in ("small", "large")]


@pytest.fixture(scope="module")
def services() -> Services:
    return make_services(ServerConfig(roots=(), static=Path("none")))


@pytest.fixture(scope="module")
def client(services: Services) -> FlaskClient:
    return create_app(services.config, services).test_client()


def body(*paths: Path, **more: Any) -> dict[str, Any]:
    logs = [{"name": path.name, "data": b64encode(path.read_bytes()).decode()} for path in paths]
    return {"logs": logs} | more


def test_two_logs_are_answered_as_they_compare(client: FlaskClient) -> None:
    answer = client.post("/api/v1/compare-logs", json=body(*PAIR, metric="nearness", smallest=0.2))
    expected = compare_logs(*map(read_logs, PAIR), metric="nearness", smallest=0.2)
    assert answer.get_json() == json.loads(json.dumps(expected.to_json()))


def test_no_log_is_read_in_the_process_that_answers_all_others(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: Any) -> Any:
        raise AssertionError("read here")

    for module, name in ((files, "_loaded"), (comparison, "paired_runs")):
        monkeypatch.setattr(module, name, read)
    assert client.post("/api/v1/compare-logs", json=body(*PAIR)).status_code == 200


def test_a_process_that_cannot_go_on_is_told_as_such(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_LIMITS", Limits(memory=4 << 20))
    problem = is_problem(client.post("/api/v1/compare-logs", json=body(*PAIR)), 400)
    assert "needed more memory than it may have" in problem["detail"]


def test_logs_are_compared_one_comparison_at_a_time(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparing = room.Room(1, "comparisons of logs")
    logs = Extension("logs", serve=lambda services: part(services, comparing))
    client = create_app(services.config, replace(services, extensions=(logs,))).test_client()
    monkeypatch.setattr(room, "PATIENCE", 0.01)
    with comparing.taken(1):
        problem = is_problem(client.post("/api/v1/compare-logs", json=body(*PAIR)), 429)
    assert "for comparisons of logs is taken by 1" in problem["detail"]
    assert client.post("/api/v1/compare-logs", json=body(*PAIR)).status_code == 200


def test_one_log_with_several_columns_is_compared_within(client: FlaskClient) -> None:
    answer = client.post("/api/v1/compare-logs", json=body(LOGS / "promptfoo.json")).get_json()
    assert [run["model"] for run in answer["tasks"][0]["runs"]] == ["small", "large"]


def test_so_many_disagreements_are_listed_and_all_are_counted(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "MOST_LISTED", 2)
    (task,) = client.post("/api/v1/compare-logs", json=body(*PAIR)).get_json()["tasks"]
    assert (len(task["disagreements"]), task["differing"]) == (2, 5)


def test_a_log_larger_than_a_server_reads_is_refused_by_its_name(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "MOST_JSON", 1000)
    problem = is_problem(client.post("/api/v1/compare-logs", json=body(*PAIR)), 400)
    assert "inspect-small.eval" in problem["detail"]
    assert "has more than 1,000 bytes" in problem["detail"]


@pytest.mark.parametrize(
    ("changes", "pointer", "why"),
    [
        ({"logs": []}, "/logs", ""),
        ({"logs": [{"name": "a", "data": "?"}]}, "/logs/0/data", "in base64"),
        ({"logs": [{"name": "a", "data": "e30="}]}, "/logs/0/data", "a is no log that is known"),
        ({"smallest": 0}, "/smallest", ""),
        ({"metric": "f1"}, "", "there are match, nearness in the first"),
    ],
)
def test_what_cannot_be_compared_is_refused_where_it_stands(
    client: FlaskClient, changes: dict[str, Any], pointer: str, why: str
) -> None:
    answer = client.post("/api/v1/compare-logs", json=body(*PAIR) | changes)
    problem = is_problem(answer, 400)
    assert why in problem["detail"]
    assert [fault["pointer"] for fault in problem["errors"]] == [pointer] * bool(pointer)
