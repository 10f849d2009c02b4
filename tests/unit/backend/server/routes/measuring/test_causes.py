"""POST /api/v1/measure/example, head and vector over a tiny model: the stream, the cost alone,
refusals, and a client that leaves."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.inputs.measured_task import LABELS, TASK
from support.servers.http_answers import events_of, is_problem

from shotglass.server.services import Services

ITEMS = [{"input": f"the red house {n}", "expected": LABELS[n % 2]} for n in range(12)]
BODY: dict[str, Any] = {
    "model": "tiny", "prompt": TASK, "items": ITEMS, "k": 2, "shot_set": "main", "questions": 4
}  # fmt: skip
NAMES = ("example", "head", "vector")


def post(client: FlaskClient, name: str, **changes: Any) -> Any:
    more = {"top": 3} if name == "vector" else {}
    return client.post(f"/api/v1/measure/{name}", json=BODY | more | changes)


@pytest.mark.parametrize("name", NAMES)
def test_a_search_is_streamed_to_its_end(client: FlaskClient, name: str) -> None:
    events = events_of(post(client, name).data)

    kinds = [event["type"] for event in events if event["type"] != "progress"]
    assert kinds == ["planned", f"{name}s", "end"]
    planned, found, end = events[0], events[-2], events[-1]
    assert planned["k"] == 2
    assert len(planned["judged"]) == 4
    assert planned["examples"] == TASK["shot_sets"]["main"][:2]
    assert not set(planned["judged"]) & set(planned["fitted"])
    assert (planned["fitted"] == []) == (name == "example")
    assert end["prompt_tokens"] > planned["runs"]
    assert found["figures"]["n"] == (2 if name == "vector" else 4)


@pytest.mark.parametrize("name", NAMES)
def test_the_cost_alone_is_two_events(client: FlaskClient, name: str) -> None:
    events = post(client, name, only_cost=True, stream=False).get_json()["events"]
    assert [one["type"] for one in events] == ["planned", "end"]
    assert events[0]["seconds"] > 0


@pytest.mark.parametrize(
    ("name", "changes", "pointer"),
    [
        ("example", {"k": 0}, "/k"),
        ("example", {"k": 9}, "/k"),
        ("example", {"questions": 0}, "/questions"),
        ("example", {"draws": 3}, "/draws"),
        ("head", {"draws": 17}, "/draws"),
        ("head", {"items": ITEMS[:1]}, "/items"),
        ("vector", {"items": ITEMS[:2]}, "/items"),
        ("vector", {"top": 9}, "/top"),
        ("vector", {"shot_set": "none"}, "/shot_set"),
        ("head", {"items": [ITEMS[0], ITEMS[0]]}, "/items/1/input"),
    ],
)
def test_a_refusal_is_a_problem_that_names_the_field(
    client: FlaskClient, name: str, changes: dict[str, Any], pointer: str
) -> None:
    answer = post(client, name, **changes)

    is_problem(answer, 400)
    assert answer.get_json()["errors"][0]["pointer"] == pointer


def test_a_search_of_too_many_runs_is_refused_in_words(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shotglass.engine.tasks.causes.MOST_RUNS", 10)
    answer = post(client, "example")
    is_problem(answer, 400)
    assert "runs of the model; 10 at most were expected" in answer.get_json()["detail"]


def test_an_example_that_is_too_long_to_look_into_is_refused(client: FlaskClient) -> None:
    items = [{"input": "the red house " * 300, "expected": LABELS[0]}, *ITEMS]
    is_problem(post(client, "example", items=items, questions=13), 400)


def test_a_client_that_leaves_ends_the_search(services: Services, client: FlaskClient) -> None:
    items = [{"input": f"{'the red house ' * 3}{n}", "expected": LABELS[n % 2]} for n in range(250)]
    body = BODY | {"items": items, "questions": 250, "k": 8}
    answer = client.post("/api/v1/measure/example", json=body, buffered=False)
    stream = iter(answer.response)
    assert b'"planned"' in next(stream)
    assert services.admission.running == 1

    answer.close()

    deadline = time.monotonic() + 20
    while services.admission.running and time.monotonic() < deadline:
        time.sleep(0.02)
    assert services.admission.running == 0
    assert events_of(post(client, "example").data)[-1]["type"] == "end"


@pytest.mark.parametrize("name", NAMES)
def test_the_items_that_are_shown_as_examples_are_named(client: FlaskClient, name: str) -> None:
    events = post(client, name, shot_set=None, pool=3, only_cost=True, stream=False).get_json()
    planned = events["events"][0]
    shown = [one["input"] for one in planned["examples"]]
    others = {ITEMS[place]["input"] for place in (*planned["judged"], *planned["fitted"])}
    assert len(shown) == 2
    assert set(shown) <= {item["input"] for item in ITEMS} - others
