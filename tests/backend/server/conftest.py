"""An app over fake models, and its test client."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import ScriptedRunner, write_folder
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shotglass.engine.library import Library
from shotglass.exporter import Exporter
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission

TESTS = Path(__file__).parents[2]


@pytest.fixture
def runner() -> Iterator[ScriptedRunner]:
    runner = ScriptedRunner()
    yield runner
    runner.go.set()


@pytest.fixture
def config(tmp_path: Path) -> ServerConfig:
    root = tmp_path / "models"
    write_folder(root, "fake")
    write_folder(root, "gap", task="masked-lm")
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>Shotglass</title>")
    (static / "assets" / "index-abc.js").write_text("export {}")
    return ServerConfig(
        roots=(root,),
        static=static,
        threads=12,
        heartbeat=0.3,
        context=32,
        exports=tmp_path / "exports",
    )


@pytest.fixture
def services(config: ServerConfig, runner: ScriptedRunner) -> Services:
    hosting = ModelRegistry(Library(config.roots), lambda folder, precision: runner)
    exporter = Exporter([sys.executable, str(TESTS / "scripted_exporter.py"), "60"])
    return Services(config, hosting, Admission(config.most_runs), exporter=exporter)


@pytest.fixture
def app(config: ServerConfig, services: Services, caplog: pytest.LogCaptureFixture) -> Flask:
    caplog.set_level(logging.CRITICAL + 1, "shotglass.server")
    return create_app(config, services)


class ClosingClient(FlaskClient):
    """Reads and closes every answer, as a WSGI server does, unless a test wants to do it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True} | kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = ClosingClient
    return app.test_client()
