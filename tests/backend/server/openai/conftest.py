"""Tiny models behind the routes, one of which has a chat template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from http_answers import events_of
from tiny import give_chat_template, write_tiny_folder

from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    give_chat_template(write_tiny_folder(root, "chatty", "gpt2", 4))
    return root


@pytest.fixture(scope="session")
def services(tiny_models: Path) -> Iterator[Services]:
    config = ServerConfig(roots=(tiny_models,), static=Path("none"), precision="fp32")
    made = make_services(config)
    yield made
    made.hosting.close()


@pytest.fixture(scope="session")
def client(services: Services) -> FlaskClient:
    return create_app(services.config, services).test_client()


@pytest.fixture(scope="session")
def complete(client: FlaskClient) -> Ask:
    return lambda **body: client.post("/v1/completions", json={"model": "tiny"} | body)


@pytest.fixture(scope="session")
def chat(client: FlaskClient) -> Ask:
    return lambda **body: client.post("/v1/chat/completions", json={"model": "chatty"} | body)


def choices(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.data
    found: list[dict[str, Any]] = answer.get_json()["choices"]
    return found


def chunks(answer: Any) -> list[dict[str, Any]]:
    """The chunks of a stream that ended well."""
    assert answer.status_code == 200, answer.data
    assert answer.content_type == "text/event-stream; charset=utf-8"
    whole: bytes = answer.data
    assert whole.endswith(b"data: [DONE]\n\n")
    return events_of(whole.removesuffix(b"data: [DONE]\n\n"))
