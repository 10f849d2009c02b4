"""A server with a folder for batches, whose batches run when a test says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from support.fixtures.scripted_app import ClosingClient

from shotglass.extending import Extension
from shotglass.extensions.batches import ROOM, part
from shotglass.extensions.batches.folder import BatchFolder
from shotglass.extensions.batches.runner import BatchRunner
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.services import Services

KEY = "letmein"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[BatchFolder]:
    made = BatchFolder(tmp_path / "batches", ROOM)
    yield made
    made.close()


@pytest.fixture
def kept(config: ServerConfig, services: Services, folder: BatchFolder) -> Services:
    """The parts of a server with a folder for batches and a key."""
    with_folder = Extension("batches", serve=lambda services: part(services, folder))
    config = replace(config, api_keys=(KEY,))
    return replace(services, config=config, extensions=(with_folder,))


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
def runs(batching: Flask, kept: Services, folder: BatchFolder) -> BatchRunner:
    return BatchRunner(batching, kept, folder)
