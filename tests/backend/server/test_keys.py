"""Where the server was given keys: which routes ask for one, of whom, and what is said without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from http_answers import is_problem

from shotglass.errors import InvalidRequest
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.keys import FOR_CLIENTS, FORWARDED
from shotglass.server.services import Services

from .conftest import ClosingClient

KEY, OTHER = "sk-secret-1", "sk-secret-2"
AWAY = {"REMOTE_ADDR": "10.0.0.7"}
HI = {"model": "fake", "prompt": "hi"}


@pytest.fixture
def keyed(config: ServerConfig, services: Services) -> Flask:
    return create_app(replace(config, api_keys=(KEY, OTHER)), services)


@pytest.fixture
def guarded(keyed: Flask) -> FlaskClient:
    keyed.test_client_class = ClosingClient
    return keyed.test_client()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def rules(app: Flask) -> list[tuple[str, str, str]]:
    """(method, an address, blueprint) of every route."""
    found = []
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.split(".")[0]
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        path = rule.rule.replace("<page:path>", "page.js").replace("<", "").replace(">", "")
        found.append((method, path, blueprint))
    return found


def test_from_elsewhere_every_route_asks_but_liveness_and_the_page(
    keyed: Flask, guarded: FlaskClient
) -> None:
    for method, path, blueprint in rules(keyed):
        answer = guarded.open(path, method=method, json={}, environ_overrides=AWAY)
        is_open = blueprint == "pages" or path == "/health/live"
        assert (answer.status_code != 401) == is_open, path
        known = guarded.open(
            path, method=method, json={}, environ_overrides=AWAY, headers=bearer(OTHER)
        )
        assert known.status_code != 401, path


def test_on_this_machine_the_pages_own_routes_need_no_key_and_those_of_clients_do(
    keyed: Flask, guarded: FlaskClient
) -> None:
    for method, path, blueprint in rules(keyed):
        answer = guarded.open(path, method=method, json={})
        assert (answer.status_code == 401) == (blueprint in FOR_CLIENTS), path
    assert guarded.get("/health/ready").status_code != 401
    assert guarded.post("/api/v1/generate", json=HI).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": KEY},
        {"Authorization": f"Basic {KEY}"}, bearer("wrong"), bearer(KEY[:-1]), bearer(KEY + "x"),
        bearer(KEY.upper()), bearer(f"{KEY} {KEY}"), bearer("ä"), {"X-API-Key": KEY},
    ],
)  # fmt: skip
def test_without_the_key_it_is_a_401_that_names_the_scheme(
    guarded: FlaskClient, headers: dict[str, str]
) -> None:
    answer = guarded.post("/v1/completions", json=HI, headers=headers)
    body = is_problem(answer, 401)
    assert body["error"]["code"] == "invalid_api_key"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="shotglass"'
    assert KEY not in answer.get_data(as_text=True)


@pytest.mark.parametrize("headers", [bearer(KEY), {"Authorization": f"bearer  {OTHER}"}])
def test_with_one_of_the_keys_it_is_served(guarded: FlaskClient, headers: dict[str, str]) -> None:
    assert guarded.post("/v1/completions", json=HI, headers=headers).status_code == 200


@pytest.mark.parametrize("name", FORWARDED)
def test_what_a_proxy_on_this_machine_passes_on_is_from_elsewhere(
    guarded: FlaskClient, name: str
) -> None:
    assert guarded.get("/api/v1/models", headers={name: "10.0.0.7"}).status_code == 401


@pytest.mark.parametrize(
    "change", [{"allowed_hosts": ("lab.example",)}, {"allowed_origins": ("https://lab.example",)}]
)
def test_a_server_known_by_other_names_trusts_no_address(
    config: ServerConfig, services: Services, change: dict[str, Any]
) -> None:
    client = create_app(replace(config, api_keys=(KEY,), **change), services).test_client()
    assert client.get("/api/v1/models").status_code == 401
    assert client.get("/api/v1/models", headers=bearer(KEY)).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("127.0.0.1", 200), ("127.8.9.1", 200), ("::1", 200), ("::ffff:127.0.0.1", 200),
        ("10.0.0.7", 401), ("::ffff:10.0.0.7", 401), ("", 401), ("localhost", 401),
    ],
)  # fmt: skip
def test_this_machine_is_a_loopback_address(
    guarded: FlaskClient, address: str, status: int
) -> None:
    answer = guarded.get("/api/v1/models", environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_without_keys_an_authorization_is_not_looked_at(client: FlaskClient) -> None:
    assert client.post("/v1/completions", json=HI, headers=bearer("")).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "ä", "a\n"])
def test_a_key_that_no_header_can_carry_is_refused(config: ServerConfig, key: str) -> None:
    with pytest.raises(InvalidRequest, match="API key"):
        replace(config, api_keys=(key,))


def test_keys_are_not_shown_with_the_configuration(config: ServerConfig) -> None:
    assert KEY not in repr(replace(config, api_keys=(KEY,)))
