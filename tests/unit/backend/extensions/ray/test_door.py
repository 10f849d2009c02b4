"""The door in front of replicas that answer by script, and end when they are told to."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.extensions.ray.door import ATTEMPTS, ReplicaAway, ReplicaEnded, stand_before
from shotglass.extensions.ray.prefix import prefix_of
from shotglass.extensions.ray.replica import Inquiry, Piece
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.front.exchange import ResponseHead
from shotglass.server.services import Services

STREAM = ResponseHead(200, [(b"content-type", b"text/event-stream; charset=utf-8")])
WHOLE = ResponseHead(200, [(b"content-type", b"application/json")])
COMPARE, COMPLETE = "/api/v1/compare", "/v1/completions"
ENDS = "ends"  # what stands for the end of a replica in a script
COUNTS = b"# TYPE shotglass_tokens_written counter\nshotglass_tokens_written_total 3.0\n"


@dataclass
class Scripted:
    """``scripts``: what each replica answers that is asked, one after another."""

    scripts: list[list[Piece | str]] = field(default_factory=list)
    asked: list[Inquiry] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=lambda: {"a": "loading", "b": "ok"})

    def answer(self, inquiry: Inquiry, cancelled: CancellationToken) -> Iterator[Piece]:
        self.asked.append(inquiry)
        for piece in self.scripts.pop(0):
            if isinstance(piece, str):
                raise ReplicaEnded(piece)
            yield piece

    def each(self, method: str) -> list[tuple[str, Any]]:
        if method == "counts":
            return [(name, COUNTS) for name in self.states]
        return [(name, {"status": status}) for name, status in self.states.items()]


@pytest.fixture
def replicas(app: Flask, services: Services) -> Scripted:
    replicas = Scripted()
    stand_before(replicas, app, services)
    return replicas


def test_an_answer_passes_as_the_replica_made_it(client: FlaskClient, replicas: Scripted) -> None:
    replicas.scripts = [[STREAM, b"data: 1\n\n", b"data: 2\n\n"]]
    answer = client.post(f"{COMPARE}?x=1", json={"model": "fake"})

    assert (answer.status_code, answer.data) == (200, b"data: 1\n\ndata: 2\n\n")
    (asked,) = replicas.asked
    assert json.loads(asked.body) == {"model": "fake"}
    assert asked.prefix == prefix_of(asked.body)
    assert (asked.scope["raw_path"], asked.scope["query_string"]) == (COMPARE.encode(), b"x=1")
    assert (b"x-request-id", answer.headers["X-Request-Id"].encode()) in asked.scope["headers"]


def test_what_had_not_begun_goes_to_another_replica(
    client: FlaskClient, replicas: Scripted
) -> None:
    replicas.scripts = [[ENDS], [WHOLE, b"{}"]]
    assert client.post(COMPARE, json={}).data == b"{}"
    assert len(replicas.asked) == 2
    assert replicas.asked[0] == replicas.asked[1]


def test_a_stream_that_had_begun_ends_with_an_event_in_words(
    client: FlaskClient, replicas: Scripted
) -> None:
    replicas.scripts = [[STREAM, b"data: 1\n\n", ENDS]]
    first, last = client.post(COMPARE, json={}).data.split(b"\n\n")[:2]
    assert first == b"data: 1"
    event = json.loads(last.removeprefix(b"data: "))
    assert event["type"] == "failed"
    assert event["problem"]["type"] == "/errors/replica_away"
    assert "ask again" in event["problem"]["detail"]


def test_clients_of_openai_are_told_as_they_expect_it(
    client: FlaskClient, replicas: Scripted
) -> None:
    replicas.scripts = [[STREAM, b"data: {}\n\n", ENDS]]
    last = client.post(COMPLETE, json={}).data.split(b"\n\n")[1]
    assert json.loads(last.removeprefix(b"data: "))["error"]["code"] == "replica_away"


def test_an_answer_that_is_no_stream_breaks_off(client: FlaskClient, replicas: Scripted) -> None:
    """Its end is missing, so that nobody takes a part of it for all."""
    replicas.scripts = [[WHOLE, b"{", ENDS]]
    answer = client.post(COMPARE, json={}, buffered=False)
    with pytest.raises(ReplicaAway, match="ask again"):
        _ = answer.data


def test_a_request_that_ends_its_replicas_is_a_problem(
    client: FlaskClient, replicas: Scripted
) -> None:
    replicas.scripts = [[ENDS] for _ in range(ATTEMPTS)]
    answer = client.post(COMPARE, json={})
    assert (answer.status_code, answer.json["type"]) == (502, "/errors/replica_away")
    assert "3 replicas have ended" in answer.json["detail"]


def test_what_needs_no_model_is_answered_at_the_door(
    client: FlaskClient, replicas: Scripted
) -> None:
    for path in ("/", "/version", "/openapi.json", "/api/v1/exports", "/api/v1/runs"):
        assert client.get(path).status_code == 200
    assert replicas.asked == []


def test_a_key_is_asked_for_at_the_door(config: ServerConfig, services: Services) -> None:
    config, replicas = replace(config, api_keys=("secret",)), Scripted([[WHOLE, b"{}"]])
    app = create_app(config, services)
    stand_before(replicas, app, services)
    client = app.test_client()
    assert client.post(COMPARE, json={}).status_code == 401
    assert client.get("/metrics").status_code == 401
    assert replicas.asked == []
    key = {"Authorization": "Bearer secret"}
    assert client.post(COMPARE, json={}, headers=key).data == b"{}"


def test_places_are_counted_at_the_door_and_come_free(
    client: FlaskClient, replicas: Scripted, services: Services
) -> None:
    most = services.config.most_runs
    replicas.scripts = [[STREAM, b"data: 1\n\n", b"data: 2\n\n"] for _ in range(most + 1)]
    open_ones = [client.post(COMPARE, json={}, buffered=False) for _ in range(most)]
    assert services.admission.running == most
    refused = client.post(COMPARE, json={})
    assert (refused.status_code, refused.json["type"]) == (429, "/errors/queue_full")
    assert len(replicas.asked) == most
    for answer in open_ones:
        answer.close()
    assert services.admission.running == 0
    assert client.post(COMPARE, json={}).status_code == 200


def test_a_client_that_leaves_is_told_to_the_replica(app: Flask, services: Services) -> None:
    waiting = Waiting()
    stand_before(waiting, app, services)
    with app.test_client() as client:
        answer = client.post(COMPARE, json={}, buffered=False)
        answer.close()
    until = time.monotonic() + 10
    while not waiting.cancelled and time.monotonic() < until:
        time.sleep(0.01)
    assert waiting.cancelled


class Waiting(Scripted):
    """Begins an answer and waits until nobody does."""

    cancelled = False

    def answer(self, inquiry: Inquiry, cancelled: CancellationToken) -> Iterator[Piece]:
        yield STREAM
        yield b": ka\n\n"
        self.cancelled = cancelled.wait(10)


def test_the_server_is_ready_where_one_replica_is(client: FlaskClient, replicas: Scripted) -> None:
    answer = client.get("/health/ready")
    states = {"a": "loading", "b": "ok"}
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "replicas": states})
    replicas.states = {"a": "loading"}
    assert client.get("/health").status_code == 503
    replicas.states = {}
    assert client.get("/health").json == {"status": "loading", "replicas": {}}


def test_counts_are_told_by_replica_and_answers_once(
    client: FlaskClient, replicas: Scripted
) -> None:
    replicas.scripts = [[WHOLE, b"{}"]]
    client.post(COMPARE, json={})
    text = client.get("/metrics").text
    assert 'shotglass_requests_total{code="200",route="/api/v1/compare"} 1.0' in text
    for name in replicas.states:
        assert f'shotglass_tokens_written_total{{replica="{name}"}} 3.0' in text
