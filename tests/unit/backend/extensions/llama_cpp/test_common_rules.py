"""What holds for all routes holds for those of llama.cpp's server: which model answers, unknown
fields, and where a fault is."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.models.tiny import write_tiny_folder
from support.servers.http_answers import is_problem

from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/completion", {"prompt": "hi"}),
        ("/apply-template", {"messages": [{"role": "user", "content": "hi"}]}),
    ],
)
def test_requests_for_a_model_that_was_removed_say_so(
    tmp_path: Path, path: str, body: dict[str, Any]
) -> None:
    folder = write_tiny_folder(tmp_path, "gone", "llama", 3)
    services = make_services(ServerConfig(roots=(tmp_path,), static=Path("none")))
    client = create_app(services.config, services).test_client()
    rmtree(folder)
    problem = is_problem(client.post(path, json=body), 404)
    assert problem["error"]["code"] == "model_not_found"
    assert problem["detail"].startswith("gone, the model that this server was started with, is not")


def test_a_lenient_server_leaves_an_unknown_field_out_and_names_it(tiny_models: Path) -> None:
    config = ServerConfig(roots=(tiny_models,), static=Path("none"), lenient=True)
    services = make_services(config)
    client = create_app(config, services).test_client()
    body = {"model": "tiny", "prompt": "hi", "n_predict": 1, "return_token_strs": True}
    answer = client.post("/completion", json=body)
    services.hosting.close()
    assert (answer.status_code, answer.headers["X-Ignored-Params"]) == (200, "/return_token_strs")


def test_a_fault_is_said_once_at_a_place_that_the_request_has(client: FlaskClient) -> None:
    answer = client.post("/completion", json={"prompt": "hi", "json_schema": [1]})
    (fault,) = is_problem(answer, 400)["errors"]
    assert fault["pointer"] == "/json_schema"
    assert fault["detail"] == "a JSON schema, which is an object, or true was expected."
