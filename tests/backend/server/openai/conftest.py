"""Tiny models behind the routes, one of which has a chat template."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from http_answers import events_of
from tiny import write_tiny_folder

from shotglass.contract import MANIFEST
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

Ask = Callable[..., Any]
TEMPLATE = (
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] }}"
    "<|endoftext|>\n{% endfor %}{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}"
)


def with_template(folder: Path, template: str) -> None:
    """The model folder as if it had been imported with this chat template."""
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"chat_template": template}))


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    with_template(write_tiny_folder(root, "chatty", "gpt2", 4), TEMPLATE)
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
