"""Graphs that are added over HTTP, and requests that ask for a precision."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import jsonschema
import psutil
import pytest
from flask.testing import FlaskClient
from support.processes.until import until
from support.servers.fakes import ScriptedRunner
from support.servers.http_answers import events_of, is_problem

from shotglass.engine.library import BUNDLED, Library, ModelFolder
from shotglass.engine.runtime.providers import computed
from shotglass.server.app import create_app, document
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.services import Services

GRAPHS = "/api/v1/models/fake/graphs"
HI = {"model": "fake", "prompt": "hi"}
LABELS = {"labels": [" a", " b"]}
PROMPT = {
    "instruction": "", "template": "{input} ->{output}\n", "shot_sets": {}, "query": {"input": "a"},
    "labels": [{"text": " b"}],
}  # fmt: skip
ASKING: dict[str, dict[str, Any]] = {
    "generate": HI,
    "compare": {"model": "fake", "prompt": PROMPT, "lanes": [{"id": "0"}]},
    "beam": HI,
    "score": HI | LABELS,
    "scores": {"model": "fake", "prompts": ["hi"]} | LABELS,
    "logits": HI,
}


def listed(client: FlaskClient, id: str = "fake") -> dict[str, Any]:
    models = client.get("/api/v1/models").get_json()["models"]
    return dict(next(model for model in models if model["id"] == id))


def states(client: FlaskClient) -> dict[str, tuple[bool, str]]:
    return {one["name"]: (one["made"], one["status"]) for one in listed(client)["precisions"]}


def making() -> list[psutil.Process]:
    found = psutil.Process().children()
    return [one for one in found if any("scripted_exporter" in word for word in words(one))]


def words(process: psutil.Process) -> list[str]:
    """The command line; none of a process that has ended and is not yet waited for."""
    with suppress(psutil.NoSuchProcess):  # a zombie too
        return process.cmdline()
    return []


def test_the_list_tells_in_which_precisions_a_model_can_be_asked(client: FlaskClient) -> None:
    fake = listed(client)
    assert fake["precision"] == "fp32"
    assert fake["precisions"] == [
        {"name": "fp32", "kind": "native-fp32", "made": True, "status": "idle", "quality": None},
        {"name": "int8", "kind": "native", "made": False, "status": "idle", "quality": None},
    ]
    assert fake["web"] == {"made": False, "kind": "web"}
    gap = listed(client, "gap")
    own = {"name": "fp32", "kind": "portable", "made": True, "status": "idle", "quality": None}
    assert (gap["precision"], gap["precisions"], gap["web"]["made"]) == ("fp32", [own], False)
    whole = client.get("/api/v1/models").get_json()
    jsonschema.validate(whole, {"$ref": "#/components/schemas/Models"} | document())


def test_a_graph_is_made_and_the_model_is_told_as_it_is_then(client: FlaskClient) -> None:
    first, last = events_of(client.post(GRAPHS, json={"precision": "int8"}).data)
    assert first == {"type": "progress", "lane": "", "text": "Writing weights", "share": 0.25}
    assert (last["type"], last["model"]) == ("made", listed(client))
    assert states(client) == {"fp32": (True, "idle"), "int8": (True, "idle")}
    quality = listed(client)["precisions"][1]["quality"]
    assert quality == {"points": {"n": 9, "median": 0.1, "p90": 0.5, "max": 2.0}}
    for told in (first, last):
        jsonschema.validate(told, {"$ref": "#/components/schemas/GraphEvent"} | document())


def test_a_graph_that_is_there_is_told_at_once(client: FlaskClient) -> None:
    client.post(GRAPHS, json={"precision": "int8"})
    again = client.post(GRAPHS, json={"precision": "int8", "stream": False}).get_json()
    assert [event["type"] for event in again["events"]] == ["made"]


@pytest.mark.parametrize("route", ASKING)
def test_what_is_asked_for_before_it_is_made_is_told_with_the_way_to_it(
    client: FlaskClient, route: str
) -> None:
    body = ASKING[route] | {"precision": "int8"}
    told = is_problem(client.post(f"/api/v1/{route}", json=body), 409)
    assert told["error"]["code"] == "graph_not_made"
    assert told["errors"][0]["pointer"] == "/precision"
    assert "POST /api/v1/models/fake/graphs" in told["detail"]
    assert "shotglass import fake --add int8" in told["detail"]
    assert states(client)["int8"] == (False, "idle")


@pytest.mark.parametrize("route", ASKING)
def test_every_question_may_be_asked_in_a_precision(
    config: ServerConfig, services: Services, route: str
) -> None:
    opened: list[tuple[str, str]] = []

    def open_one(folder: ModelFolder, precision: str) -> ScriptedRunner:
        opened.append((folder.manifest.id, precision))
        return ScriptedRunner()

    hosting = ModelRegistry(Library(config.roots), open_one)
    client = create_app(config, replace(services, hosting=hosting)).test_client()
    client.post(GRAPHS, json={"precision": "int8"}, buffered=True).close()
    for more in ({}, {"precision": "fp32"}, {"precision": "int8"}, {"precision": None}):
        answer = client.post(f"/api/v1/{route}", json=ASKING[route] | more, buffered=True)
        assert answer.status_code == 200, answer.text
        answer.close()
    assert opened == [("fake", "fp32"), ("fake", "int8")]
    assert states(client) == {"fp32": (True, "ready"), "int8": (True, "ready")}


@pytest.mark.parametrize("precision", ["int4", "fp16", 8, ""])
def test_a_precision_that_nobody_has_is_refused_by_its_name(
    client: FlaskClient, precision: object
) -> None:
    told = is_problem(
        client.post("/api/v1/score", json=HI | LABELS | {"precision": precision}), 400
    )
    assert told["errors"][0]["pointer"] == "/precision"


def test_a_model_that_fills_gaps_has_no_such_graphs(client: FlaskClient) -> None:
    for name in ("int8", "web", "fp16"):
        told = is_problem(client.post("/api/v1/models/gap/graphs", json={"precision": name}), 409)
        assert told["error"]["code"] == "wrong_task"
        assert "gap is a masked-lm model" in told["detail"]


def test_what_the_exporter_refuses_is_told_without_the_folder_s_path(
    client: FlaskClient, config: ServerConfig
) -> None:
    *_, last = events_of(client.post(GRAPHS, json={"precision": "fp16"}).data)
    assert last["type"] == "failed"
    assert last["problem"]["error"]["code"] == "import_failed"
    assert last["problem"]["detail"] == (
        "Nothing could be added to fake: this model does not bear fp16 weights."
    )


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/precision"),
        ({"precision": "int4"}, "/precision"),
        ({"precision": "web", "a": 1}, "/a"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_begun(
    client: FlaskClient, body: dict[str, object], pointer: str
) -> None:
    told = is_problem(client.post(GRAPHS, json=body), 400)
    assert told["errors"][0]["pointer"] == pointer
    assert is_problem(client.post("/api/v1/models/nope/graphs", json={"precision": "web"}), 404)


def test_one_thing_is_made_at_a_time_and_leaving_ends_it(client: FlaskClient) -> None:
    answer = client.post(GRAPHS, json={"precision": "web"}, buffered=False)
    assert b"Writing weights" in next(iter(answer.response))
    (process,) = making()
    for path, body in (
        (GRAPHS, {"precision": "int8"}),
        ("/api/v1/models/fake/exports", {"format": "int8"}),
    ):
        told = is_problem(client.post(path, json=body), 429)
        assert told["detail"].startswith("Another export or graph is being made")
    answer.close()
    assert events_of(client.post(GRAPHS, json={"precision": "int8"}).data)[-1]["type"] == "made"
    assert not process.is_running()
    assert listed(client)["web"]["made"] is False


def test_where_8_bits_are_the_server_s_own_they_are_what_a_request_gets(
    config: ServerConfig, services: Services, runner: ScriptedRunner
) -> None:
    opened: list[str] = []

    def open_one(folder: ModelFolder, precision: str) -> ScriptedRunner:
        opened.append(precision)
        return runner

    hosting = ModelRegistry(
        Library(config.roots), open_one, own=lambda manifest: computed(manifest, "int8")
    )
    client = create_app(config, replace(services, hosting=hosting)).test_client()
    assert listed(client)["precision"] == "int8"
    body = HI | LABELS
    told = is_problem(client.post("/api/v1/score", json=body), 409)
    assert told["error"]["code"] == "graph_not_made"
    hosting.prepare()
    until(lambda: hosting.state("fake").status == "failed")
    client.post(GRAPHS, json={"precision": "int8"}, buffered=True).close()
    assert listed(client)["status"] == "idle"
    assert client.post("/api/v1/score", json=body).status_code == 200
    assert client.post("/api/v1/score", json=body | {"precision": "fp32"}).status_code == 200
    assert opened == ["int8", "fp32"]
    assert listed(client)["status"] == "ready"


def test_the_models_that_ship_have_one_precision_and_their_files_stay(
    config: ServerConfig, services: Services
) -> None:
    house = replace(config, roots=(BUNDLED,))
    hosting = ModelRegistry(Library(house.roots), lambda folder, precision: ScriptedRunner())
    client = create_app(house, replace(services, config=house, hosting=hosting)).test_client()
    path = "/api/v1/models/house-gpt2/graphs"
    assert [one["name"] for one in listed(client, "house-gpt2")["precisions"]] == ["fp32"]
    assert listed(client, "house-gpt2")["web"] == {"made": True, "kind": "native"}
    told = is_problem(client.post(path, json={"precision": "int8"}), 409)
    assert told["error"]["code"] == "precision_not_offered"
    assert "its only precision" in told["detail"]
    told = is_problem(client.post(path, json={"precision": "fp16"}), 409)
    assert "comes with the package" in told["detail"]
    answer = client.post(path, json={"precision": "web", "stream": False}).get_json()
    assert [event["type"] for event in answer["events"]] == ["made"]
    body = {"model": "house-gpt2", "prompt": "hi", "precision": "int8"} | LABELS
    told = is_problem(client.post("/api/v1/score", json=body), 409)
    assert told["error"]["code"] == "precision_not_offered"
