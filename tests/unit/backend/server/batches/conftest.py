"""A server with a folder for batches, whose batches run when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.fixtures.scripted_app import ClosingClient

from shotglass.server.app import create_app
from shotglass.server.batches.runner import BatchRunner
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

KEY = "letmein"


@pytest.fixture
def kept(config: ServerConfig, services: Services, tmp_path: Path) -> Iterator[Services]:
    """The parts of a server with a folder for batches and a key."""
    with_folder = replace(config, batches=tmp_path / "batches", api_keys=(KEY,))
    made = replace(services, config=with_folder)
    yield made
    assert made.batches is not None
    made.batches.close()


@pytest.fixture
def batching(kept: Services) -> Flask:
    return create_app(kept.config, kept)


@pytest.fixture
def teacher(batching: Flask) -> FlaskClient:
    batching.test_client_class = ClosingClient
    client = batching.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {KEY}"
    return client


@pytest.fixture
def runs(batching: Flask, kept: Services) -> BatchRunner:
    assert kept.batches is not None
    return BatchRunner(batching, kept, kept.batches)
