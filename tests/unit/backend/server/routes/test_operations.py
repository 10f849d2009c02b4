"""Health, and the OpenAPI document against its own standard and against what is enforced."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from support.servers.fakes import ScriptedRunner
from support.servers.http_answers import events_of

from shotglass.errors import ModelFolderError
from shotglass.server.app import create_app, document
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.services import Services

SETTINGS = document()["components"]["schemas"]["SettingsBody"]["properties"]


def test_the_version_is_told(client: FlaskClient) -> None:
    assert client.get("/version").get_json() == {"version": document()["info"]["version"]}


def test_live_answers_before_any_model_does(client: FlaskClient) -> None:
    assert client.get("/health/live").get_json() == {"status": "ok"}


READY = pytest.mark.parametrize("route", ["/health/ready", "/health"])


@READY
def test_ready_loads_the_default_model_and_says_when_it_answers(
    client: FlaskClient, services: Services, route: str
) -> None:
    assert client.get(route).status_code == 503
    services.hosting.runner("fake")
    answer = client.get(route)
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok", "model": "fake"})


@READY
def test_ready_says_why_the_default_model_cannot_be_loaded(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    def refuse(*_: object) -> Any:
        raise ModelFolderError("Its digest differs.")

    monkeypatch.setattr(services.hosting, "_open", refuse)
    with pytest.raises(ModelFolderError):
        services.hosting.runner("fake")
    answer = client.get(route)
    assert answer.status_code == 503
    assert answer.get_json()["detail"] == "Its digest differs."


def test_the_document_is_valid_openapi(client: FlaskClient) -> None:
    OpenAPIV31SpecValidator(client.get("/openapi.json").get_json()).validate()


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        (name, bound)
        for name, schema in SETTINGS.items()
        for bound in ("minimum", "maximum")
        if bound in schema
    ],
)
def test_documented_bounds_are_the_ones_enforced(
    client: FlaskClient, name: str, bound: str
) -> None:
    value = SETTINGS[name][bound]
    beyond = value - 1 if bound == "minimum" else value + 1

    def status(setting: float) -> int:
        body = {"model": "fake", "prompt": "hi", "settings": {name: setting}}
        return client.post("/api/v1/generate", json=body).status_code

    assert (status(value), status(beyond)) == (200, 400)


def test_events_and_problems_are_what_the_document_says(client: FlaskClient) -> None:
    whole = document()

    def check(data: object, name: str) -> None:
        jsonschema.validate(data, {"$ref": f"#/components/schemas/{name}"} | whole)

    good = client.post("/api/v1/generate", json={"model": "fake", "prompt": "hi"})
    for event in events_of(good.data):
        check(event, "Event")
    check(client.post("/api/v1/generate", json={}).get_json(), "Problem")
    check(client.get("/api/v1/models").get_json(), "Models")
    check(client.get("/api/v1/models/fake").get_json(), "Manifest")


def test_hosting_is_ready_without_a_default(services: Services) -> None:
    empty = ModelRegistry(
        type(services.hosting.library)([]), lambda folder, precision: ScriptedRunner()
    )
    assert empty.default() is None
    empty.prepare()


def test_the_document_tells_of_every_route_but_the_pages() -> None:
    app = create_app(ServerConfig(roots=()))
    rules = {re.sub(r"<(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    told, pages = set(document()["paths"]), {"/", "/<page:path>"}
    assert rules - told == pages
    assert told == rules - pages
