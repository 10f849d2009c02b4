"""Training runs over HTTP: the list, the curves, the live tail."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.inputs.small_run import append, done, probe, small_run, step, write_run
from support.servers.http_answers import events_of, is_problem

from shotglass.server.config import ServerConfig
from shotglass.server.services import Services


@pytest.fixture
def config(config: ServerConfig, tmp_path: Path) -> ServerConfig:
    write_run(tmp_path / "recorded", "jump", [*small_run(), done()])
    here = tmp_path / "runs"
    return ServerConfig(
        roots=config.roots, static=config.static, threads=12, heartbeat=0.3,
        runs=here, recorded_runs=tmp_path / "recorded",
    )  # fmt: skip


@pytest.fixture
def going(tmp_path: Path) -> Path:
    """A run that is being made here."""
    return write_run(tmp_path / "runs", "going", small_run(40))


def test_the_list_tells_where_each_run_stands(client: FlaskClient, going: Path) -> None:
    append(going, step(50, loss=float("nan")))
    answer = client.get("/api/v1/runs").get_json()
    jump, mine = answer["runs"]
    assert (jump["id"], jump["origin"], jump["state"]) == ("jump", "recorded", "finished")
    assert (jump["tokens"], jump["tokens_total"], jump["seconds"]) == (51_200, 51_200, 61.5)
    assert jump["bits_per_byte"] == {"fables": 2.0, "speeches": 2.2}
    assert (mine["origin"], mine["state"], mine["step"]) == ("here", "running", 50)
    assert (mine["loss"], mine["seconds"], mine["eta"]) == (None, None, 3.0)
    assert jump["probed"]
    assert answer["broken"] == []


def test_a_run_that_cannot_be_shown_is_told_without_its_path(
    client: FlaskClient, tmp_path: Path
) -> None:
    write_run(tmp_path / "runs", "torn", [done()])
    (told,) = client.get("/api/v1/runs").get_json()["broken"]
    assert told["id"] == "torn"
    assert str(tmp_path) not in told["detail"]


def test_the_curves_come_in_order_with_the_card(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "recorded" / "jump" / "recipe.toml").write_text('name = "jump"\n')
    run = client.get("/api/v1/runs/jump").get_json()
    assert run["lines"][0]["recipe"]["training"]["tokens"] == 51_200
    assert [line["step"] for line in run["lines"] if line["kind"] == "step"][:2] == [10, 20]
    assert run["lines"][-1]["kind"] == "done"
    assert run["lines_of"] == len(run["lines"])
    assert (run["recipe_text"], run["data"], run["faulty"]) == ('name = "jump"\n', None, 0)
    assert run["offset"] == (tmp_path / "recorded/jump/metrics.jsonl").stat().st_size


def test_a_long_run_is_thinned(client: FlaskClient, tmp_path: Path) -> None:
    lines = [line for n in range(1, 3001) for line in (step(n), probe(n, 8))]
    write_run(tmp_path / "runs", "long", [small_run()[0], *lines])
    run = client.get("/api/v1/runs/long").get_json()
    steps = [line["step"] for line in run["lines"] if line["kind"] == "step"]
    assert (len(steps), steps[0], steps[-1]) == (400, 1, 3000)
    assert run["lines_of"] == 6001


def test_curves_are_sent_again_only_when_they_have_changed(
    client: FlaskClient, going: Path
) -> None:
    first = client.get("/api/v1/runs/going")
    assert first.headers["Cache-Control"] == "no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/api/v1/runs/going", headers=known)
    assert (again.status_code, again.data) == (304, b"")
    append(going, step(50))
    assert client.get("/api/v1/runs/going", headers=known).status_code == 200


@pytest.mark.parametrize("part", ["", "/tail"])
@pytest.mark.parametrize("id", ["none", "..", "%2e%2e", "..%2fruns", "jump%00"])
def test_an_unknown_run_is_a_problem(client: FlaskClient, id: str, part: str) -> None:
    is_problem(client.get(f"/api/v1/runs/{id}{part}"), 404)


@pytest.mark.parametrize("offset", ["-1", "x", "1.5", "9" * 30, ""])
def test_an_offset_that_is_none_is_a_problem(client: FlaskClient, offset: str) -> None:
    answer = client.get("/api/v1/runs/jump/tail", query_string={"from": offset})
    assert is_problem(answer, 400)["errors"][0]["pointer"] == "/from"


def test_the_tail_of_a_finished_run_ends_at_once(client: FlaskClient) -> None:
    answer = client.get("/api/v1/runs/jump/tail")
    assert answer.content_type == "text/event-stream; charset=utf-8"
    assert answer.data == b": ka\n\n"
    assert len(events_of(client.get("/api/v1/runs/jump/tail?from=0").data)) > 20


def test_who_watches_a_training_run_takes_no_place_from_those_who_ask(
    client: FlaskClient, services: Services
) -> None:
    for _ in range(services.config.most_runs):
        services.admission.enter()
    assert client.get("/api/v1/runs/jump/tail").status_code == 200
    before = services.admission.running
    services.tails.enter()
    assert services.admission.running == before


def test_the_tail_tells_new_lines_until_the_run_is_done(client: FlaskClient, going: Path) -> None:
    offset = client.get("/api/v1/runs/going").get_json()["offset"]

    def train() -> None:
        for n in range(50, 101, 10):
            time.sleep(0.1)  # line after line, as a training writes them
            append(going, step(n))
        append(going, done())

    training = threading.Thread(target=train)
    training.start()
    events = events_of(client.get(f"/api/v1/runs/going/tail?from={offset}").data)
    training.join()
    assert [event["step"] for event in events] == [50, 60, 70, 80, 90, 100, 100]
    assert events[-1]["kind"] == "done"


def test_the_tail_of_a_silent_run_is_kept_alive_and_counted(
    app: Flask, going: Path, services: Services
) -> None:
    answer = app.test_client().get("/api/v1/runs/going/tail", buffered=False)
    stream = answer.iter_encoded()
    assert [next(stream), next(stream)] == [b": ka\n\n"] * 2
    assert not services.tails.wait_until_idle(0)
    answer.close()
    assert services.tails.wait_until_idle(20)


def test_the_tail_ends_when_the_run_has_stopped(client: FlaskClient, going: Path) -> None:
    old = time.time() - 3600
    os.utime(going, (old, old))
    assert client.get("/api/v1/runs/going").get_json()["state"] == "stopped"
    assert client.get("/api/v1/runs/going/tail").data == b": ka\n\n"


def test_no_model_is_loaded_for_any_of_it(client: FlaskClient) -> None:
    client.get("/api/v1/runs")
    client.get("/api/v1/runs/jump")
    models = client.get("/api/v1/models").get_json()["models"]
    assert {model["status"] for model in models} == {"idle"}
