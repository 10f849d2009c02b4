"""Unknown fields of OpenAI's clients: refused, or left out and named where that was asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

HI = {"model": "fake", "prompt": "hi", "seed": 1}


@pytest.fixture
def lenient(config: ServerConfig, services: Services) -> FlaskClient:
    lenient = replace(config, lenient=True)
    return create_app(lenient, replace(services, config=lenient)).test_client()


def test_an_unknown_field_is_refused_as_a_rule(client: FlaskClient) -> None:
    body = is_problem(client.post("/v1/completions", json=HI | {"temprature": 1}), 400)
    assert body["error"]["code"] == "unknown_parameter"


def test_a_lenient_server_leaves_it_out_and_names_it(lenient: FlaskClient) -> None:
    plain = lenient.post("/v1/completions", json=HI)
    more = {"temprature": 1, "stream_options": None, "extra": {"deep": [1]}}
    answer = lenient.post("/v1/completions", json=HI | more)
    assert answer.headers["X-Ignored-Params"] == "/extra, /temprature"
    assert "X-Ignored-Params" not in plain.headers
    assert answer.get_json()["choices"] == plain.get_json()["choices"]


def test_fields_inside_are_named_by_their_place(lenient: FlaskClient) -> None:
    body = HI | {"stream": True, "stream_options": {"include_usage": True, "a/b": 1}}
    answer = lenient.post("/v1/completions", json=body)
    assert answer.status_code == 200
    assert answer.headers["X-Ignored-Params"] == "/stream_options/a~1b"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tokenize", {"prompt": "a"}),
        ("/detokenize", {"tokens": [97]}),
    ],
)
def test_the_routes_at_the_root_are_lenient_too(
    lenient: FlaskClient, path: str, body: dict[str, Any]
) -> None:
    answer = lenient.post(path, json=body | {"return_token_strs": True})
    assert (answer.status_code, answer.headers["X-Ignored-Params"]) == (200, "/return_token_strs")


@pytest.mark.parametrize(
    "more", [{"n": 99}, {"suffix": "x"}, {"prompt": None}, {"stream_options": [1]}]
)
def test_what_is_known_is_refused_as_ever(lenient: FlaskClient, more: dict[str, Any]) -> None:
    answer = lenient.post("/v1/completions", json=HI | {"unknown": 1} | more)
    assert is_problem(answer, 400)["error"]["code"] != "unknown_parameter"
    assert "X-Ignored-Params" not in answer.headers


def test_the_native_api_stays_strict(lenient: FlaskClient) -> None:
    answer = lenient.post("/api/v1/generate", json=HI)  # a seed belongs in the settings there
    assert is_problem(answer, 400)["error"]["code"] == "unknown_parameter"


def test_names_cannot_forge_headers_or_fill_them(lenient: FlaskClient) -> None:
    junk: dict[str, Any] = {f"field{i}": i for i in range(50)}
    answer = lenient.post("/v1/completions", json=HI | {"a\r\nX: 1": 1, "b" + "é" * 999: 2} | junk)
    header = answer.headers["X-Ignored-Params"]
    assert header.startswith("/a%0D%0AX%3A%201, /b%C3%A9")
    assert header.endswith(", 32-more")
    assert len(header) < 3000


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"[1]", b'{"model": "fake", "prompt": "a", "x": 1, "x": 2}',
        b'{"model": "fake", "prompt": "a", "x": ' + b"9" * 5000 + b"}",
        b'{"model": "fake", "prompt": "a", "x": {"y": 1, "y": 1}}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["lenient", "client"])
def test_what_is_no_json_is_a_400(request: pytest.FixtureRequest, name: str, raw: bytes) -> None:
    asked = request.getfixturevalue(name)
    answer = asked.post("/v1/completions", data=raw, content_type="application/json")
    is_problem(answer, 400)


def test_a_number_too_long_to_read_is_a_400_also_where_anything_may_stand(
    client: FlaskClient,
) -> None:
    raw = json.dumps(HI)[:-1].encode() + b', "metadata": ' + b"9" * 5000 + b"}"
    answer = client.post("/v1/completions", data=raw, content_type="application/json")
    assert is_problem(answer, 400)["error"]["code"] == "invalid_json"
