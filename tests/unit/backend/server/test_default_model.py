"""The model that answers where a request names none: fixed when the server starts."""

from __future__ import annotations

from shutil import rmtree

import pytest
from flask.testing import FlaskClient
from support.servers.fakes import ScriptedRunner, write_folder
from werkzeug.test import TestResponse

from shotglass.engine.library import Library
from shotglass.server.app import make_services
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.services import Services


def test_an_import_does_not_change_which_model_answers_where_none_is_named(
    client: FlaskClient, services: Services, config: ServerConfig
) -> None:
    services.hosting.runner("fake")
    assert ready(client) == (200, "fake")
    write_folder(config.roots[0], "aaa")  # the first of the list from now on
    assert ready(client) == (200, "fake")
    assert client.get("/props").get_json()["default_model"] == "fake"
    assert client.get("/api/v1/models").get_json()["default"] == "fake"
    named = client.get("/tokenizer_info?model=fake").get_json()
    assert client.get("/tokenizer_info").get_json() == named
    assert services.hosting.chosen() == "fake"


def test_the_model_is_fixed_before_the_first_request(config: ServerConfig) -> None:
    services = make_services(config)
    write_folder(config.roots[0], "aaa")
    assert services.hosting.default() == "fake"


def test_a_server_that_began_without_a_model_keeps_to_the_first_that_came(
    config: ServerConfig,
) -> None:
    root = config.roots[0].with_name("later")
    hosting = ModelRegistry(Library([root]), lambda folder, precision: ScriptedRunner())
    assert hosting.default() is None
    write_folder(root, "b")
    assert hosting.default() == "b"
    write_folder(root, "a")
    assert hosting.default() == "b"


@pytest.mark.parametrize("path", ["/tokenize", "/detokenize"])
def test_requests_for_a_model_that_was_removed_say_so_and_what_to_do(
    client: FlaskClient, config: ServerConfig, path: str
) -> None:
    client.get("/health")
    write_folder(config.roots[0], "zzz")
    rmtree(config.roots[0] / "fake")
    bodies: dict[str, dict[str, object]] = {
        "/tokenize": {"content": "hi"},
        "/detokenize": {"tokens": [1]},
    }
    is_told(client.post(path, json=bodies[path]))
    is_told(client.get("/tokenizer_info"))
    status = client.get("/health")
    assert status.status_code == 503
    assert "fake, the model that this server was started with" in status.get_json()["detail"]


def ready(client: FlaskClient) -> tuple[int, str]:
    answer = client.get("/health/ready")
    return answer.status_code, answer.get_json()["model"]


def is_told(answer: TestResponse) -> None:
    assert answer.status_code == 404
    problem = answer.get_json()
    assert problem["error"]["code"] == "model_not_found"
    assert problem["detail"].startswith("fake, the model that this server was started with, is not")
