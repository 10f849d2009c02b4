"""Streams that do not end well: told as an error, and never as if they had been complete."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.fakes import ScriptedRunner, write_folder
from support.servers.http_answers import events_of, is_problem

from shotglass.engine.library import Library
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission

DONE = b"[DONE]"


@pytest.fixture
def runner() -> Iterator[ScriptedRunner]:
    made = ScriptedRunner()
    yield made
    made.go.set()


@pytest.fixture
def scripted(
    tmp_path: Path, runner: ScriptedRunner, caplog: pytest.LogCaptureFixture
) -> tuple[FlaskClient, Services]:
    caplog.set_level(logging.CRITICAL + 1, "shotglass.server")
    write_folder(tmp_path, "fake")
    config = ServerConfig(roots=(tmp_path,), static=tmp_path, threads=10, heartbeat=0.2)
    hosting = ModelRegistry(Library(config.roots), lambda folder, precision: runner)
    services = Services(config, hosting, Admission(2))
    return create_app(config, services).test_client(), services


def ask(client: FlaskClient, prompt: str, **options: Any) -> Any:
    body = {"model": "fake", "prompt": prompt, "max_tokens": 40}
    environment = options.pop("environ", {})
    return client.post(
        "/v1/completions", json=body | options, environ_overrides=environment, buffered=False
    )


def test_an_error_in_a_stream_is_its_last_word(scripted: tuple[FlaskClient, Services]) -> None:
    answer = ask(scripted[0], "crash later", stream=True)
    assert answer.status_code == 200
    data = answer.data
    assert DONE not in data
    assert b"password" not in data
    last = events_of(data)[-1]
    assert set(last) == {"error"}
    assert (last["error"]["code"], last["error"]["type"]) == ("internal_error", "server_error")


def test_an_error_before_the_answer_is_a_problem(scripted: tuple[FlaskClient, Services]) -> None:
    answer = ask(scripted[0], "crash later")
    assert answer.status_code == 500
    assert answer.headers["X-Should-Retry"] == "false"
    assert answer.get_json()["error"]["code"] == "internal_error"


def test_a_server_that_shuts_down_tells_its_streams(
    scripted: tuple[FlaskClient, Services],
) -> None:
    client, services = scripted
    answer = ask(client, "slow long", stream=True)
    lines = iter(answer.response)
    next(lines)
    services.admission.cut.set()
    data = b"".join(lines)
    assert DONE not in data
    assert events_of(data)[-1]["error"]["code"] == "draining"
    answer.close()


def test_silence_is_filled_with_comments(
    scripted: tuple[FlaskClient, Services], runner: ScriptedRunner
) -> None:
    answer = ask(scripted[0], "wait", stream=True)
    lines = iter(answer.response)
    assert next(lines) == b": ka\n\n"
    runner.go.set()
    data = b"".join(lines)
    assert data.endswith(b"data: [DONE]\n\n")
    assert b"id:" not in data.replace(b'"id":', b"")
    assert b"event:" not in data


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_left_is_never_told_that_all_went_well(
    scripted: tuple[FlaskClient, Services], runner: ScriptedRunner, stream: bool
) -> None:
    gone = threading.Event()
    environ = {"shotglass.client_gone": gone.is_set}
    threading.Timer(0.3, gone.set).start()
    answer = ask(scripted[0], "slow long", stream=stream, environ=environ)
    data = answer.data
    answer.close()
    assert DONE not in data
    if not stream:
        is_problem(answer, 408)
    assert runner.closed.wait(20)
    assert scripted[1].admission.wait_until_idle(20)
