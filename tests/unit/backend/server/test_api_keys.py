"""Where the server was given keys: which routes ask for one, of whom, and what is said without."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.fixtures.scripted_app import ClosingClient
from support.servers.http_answers import is_problem

from shotglass.errors import InvalidRequest
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.security import PAGES
from shotglass.server.services import Services

KEY, OTHER = "sk-secret-1", "sk-secret-2"
HI = {"model": "fake", "prompt": "hi"}


@pytest.fixture
def keyed(config: ServerConfig, services: Services) -> Flask:
    return create_app(replace(config, api_keys=(KEY, OTHER)), services)


@pytest.fixture
def token(config: ServerConfig) -> str:
    return config.page_token


@pytest.fixture
def guarded(keyed: Flask) -> FlaskClient:
    keyed.test_client_class = ClosingClient
    return keyed.test_client()


CLIENT_PATHS = (  # and all of /v1
    "/tokenize", "/detokenize", "/tokenizer_info", "/completion", "/completions", "/apply-template",
)  # fmt: skip


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def rules(app: Flask) -> list[tuple[str, str, str]]:
    """(method, an address, blueprint) of every route but that which takes a typed key."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == f"{PAGES}.admission":
            continue
        blueprint = rule.endpoint.split(".")[0]
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        path = rule.rule.replace("<page:path>", "page.js").replace("<", "").replace(">", "")
        found.append((method, path, blueprint))
    return found


ADDRESSES = ("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.7", "")
PROXIES = (
    ("X_FORWARDED_FOR", "127.0.0.1"), ("FORWARDED", "for=127.0.0.1"), ("VIA", "1.1 proxy"),
    ("X_REAL_IP", "127.0.0.1"), ("X_FORWARDED_HOST", "localhost"), ("HOST", "[::1]"),
)  # fmt: skip


@pytest.mark.parametrize(
    "away",
    [
        *({"REMOTE_ADDR": address} for address in ADDRESSES),
        *({f"HTTP_{name}": value} for name, value in PROXIES),
    ],
)
def test_wherever_it_comes_from_every_route_asks_but_liveness_and_the_page(
    keyed: Flask, guarded: FlaskClient, away: dict[str, str]
) -> None:
    for method, path, blueprint in rules(keyed):
        answer = guarded.open(path, method=method, json={}, environ_overrides=away)
        is_open = blueprint == PAGES or path == "/health/live"
        assert (answer.status_code != 401) == is_open, path
        known = guarded.open(
            path, method=method, json={}, environ_overrides=away, headers=bearer(OTHER)
        )
        assert known.status_code != 401, path


def test_the_pages_token_sets_a_cookie_for_the_routes_that_the_page_uses(
    keyed: Flask, guarded: FlaskClient, token: str
) -> None:
    answer = guarded.get(f"/?token={token}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert token not in cookie
    for method, path, _ in rules(keyed):
        answer = guarded.open(path, method=method, json={})
        for_clients = path.startswith("/v1/") or path in CLIENT_PATHS
        assert (answer.status_code == 401) == for_clients, path
    assert guarded.post("/api/v1/generate", json=HI).status_code == 200


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("token={}&model=house-prose&guess=1", "/?model=house-prose&guess=1"),
        ("lang=zh&token={}&model=a%26b%20%C3%A9&token=x", "/?lang=zh&model=a%26b+%C3%A9"),
        ("token={}&next=//other.example/%0d%0aX", "/?next=%2F%2Fother.example%2F%0D%0AX"),
        ("token={}&lone=%ff%ed%a0%80", "/?lone=%25FF%25ED%25A0%2580"),  # no UTF-8, and no 500
    ],
)
def test_a_link_with_the_token_leads_to_the_same_link_without_it(
    guarded: FlaskClient, token: str, query: str, there: str
) -> None:
    answer = guarded.get("/?" + query.format(token))
    assert (answer.status_code, answer.headers["Location"]) == (303, there)


def test_a_wrong_token_shows_the_page_and_admits_to_nothing(
    guarded: FlaskClient, token: str
) -> None:
    for wrong in ("", "x", token[:-1], f"{token}x", KEY, "\ud800"):
        answer = guarded.get("/", query_string={"token": wrong.encode("utf-8", "replace")})
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert guarded.get("/api/v1/models").status_code == 401


def test_a_cookie_of_another_server_or_an_earlier_start_admits_to_nothing(
    keyed: Flask, config: ServerConfig, services: Services, token: str
) -> None:
    later = create_app(replace(config, api_keys=(KEY,), page_token="another"), services)
    later.test_client_class = keyed.test_client_class = ClosingClient
    client, other = later.test_client(), keyed.test_client()
    cookie = other.get(f"/?token={token}").headers["Set-Cookie"].partition(";")[0]
    assert client.get("/api/v1/models", headers={"Cookie": cookie}).status_code == 401
    assert client.get(f"/?token={token}").status_code == 200
    name = client.get("/?token=another").headers["Set-Cookie"].partition("=")[0]
    assert name != cookie.partition("=")[0]  # cookies know no ports


def test_a_key_typed_on_the_page_sets_the_same_cookie_and_stays_in_no_answer(
    guarded: FlaskClient, token: str
) -> None:
    answer = guarded.post("/", json={}, headers=bearer(KEY))
    assert answer.status_code == 204
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert KEY not in cookie
    assert guarded.get("/api/v1/models").status_code == 200
    assert guarded.get(f"/?token={token}").headers["Set-Cookie"] == cookie


@pytest.mark.parametrize("headers", [{}, bearer("wrong"), bearer(KEY[:-1])])
def test_a_wrong_key_typed_on_the_page_admits_to_nothing(
    guarded: FlaskClient, headers: dict[str, str]
) -> None:
    answer = guarded.post("/", json={}, headers=headers)
    assert is_problem(answer, 401)["error"]["code"] == "invalid_api_key"
    assert "Set-Cookie" not in answer.headers
    assert guarded.get("/api/v1/models").status_code == 401


def test_a_page_of_another_site_cannot_type_a_key(guarded: FlaskClient) -> None:
    headers = {**bearer(KEY), "Origin": "http://elsewhere.test"}
    assert guarded.post("/", json={}, headers=headers).status_code == 403


def test_without_keys_no_key_can_be_typed(client: FlaskClient) -> None:
    assert client.post("/", json={}, headers=bearer(KEY)).status_code == 405


def test_without_keys_a_token_does_nothing(client: FlaskClient, config: ServerConfig) -> None:
    answer = client.get(f"/?token={config.page_token}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


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


def test_without_keys_an_authorization_is_not_looked_at(client: FlaskClient) -> None:
    assert client.post("/v1/completions", json=HI, headers=bearer("")).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "ä", "a\n"])
def test_a_key_that_no_header_can_carry_is_refused(config: ServerConfig, key: str) -> None:
    with pytest.raises(InvalidRequest, match="API key"):
        replace(config, api_keys=(key,))


def test_keys_are_not_shown_with_the_configuration(config: ServerConfig) -> None:
    shown = repr(replace(config, api_keys=(KEY,)))
    assert KEY not in shown
    assert config.page_token not in shown
