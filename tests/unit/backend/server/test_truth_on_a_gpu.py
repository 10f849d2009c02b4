"""What a server on a GPU says that it runs, tried over the device pool in the host's memory."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.models.tiny import write_tiny_folder

from shotglass.contract import HALF, Manifest
from shotglass.engine.runtime.device import Device
from shotglass.engine.runtime.kv_cache import DevicePool, HostPool
from shotglass.engine.runtime.providers import Provider, ResolvedProvider
from shotglass.precisions import Precision
from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig


def by_cuda(
    provider: Provider, precision: Precision | None, manifest: Manifest
) -> ResolvedProvider:
    return "cpu" if precision or provider == "cpu" else "cuda"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """The server as it is where ``auto`` finds CUDA; the pool alone lies elsewhere."""
    write_tiny_folder(tmp_path, "tiny", "llama", add=["fp16"])
    pool = partial(DevicePool, device=Device("cpu"))
    for chooser in ("loading", "runtime.providers"):
        monkeypatch.setattr(f"shotglass.engine.{chooser}.resolve_provider", by_cuda)
    monkeypatch.setattr(
        "shotglass.engine.loading.pool_maker",
        lambda where: pool if where == "cuda" else HostPool,
    )
    made = make_services(ServerConfig(roots=(tmp_path,), static=Path("none")))
    made.hosting.runner("tiny")
    yield create_app(made.config, made).test_client()
    made.hosting.close()


def test_the_graph_that_runs_is_told_and_not_the_precision_that_was_asked_for(
    client: FlaskClient,
) -> None:
    props = client.get("/props").get_json()
    (model,) = props["models"]
    (listed,) = client.get("/api/v1/models").get_json()["models"]
    body = {"model": "tiny", "prompt": "the cat"}
    inside = client.post("/api/v1/explain", json=body, headers={"Accept": "application/json"})

    assert props["asked"]["precision"] is None
    assert (model["precision"], listed["precision"]) == ("fp16", "fp16")
    assert [(one["name"], one["status"]) for one in listed["precisions"]] == [
        ("fp32", "idle"),
        ("int8", "idle"),
    ]
    assert (model["provider"], listed["provider"]) == ("cuda", "cuda")
    assert model["writes"]["file"] == "native-fp16.onnx"
    assert model["writes"]["precision"] == HALF
    assert listed["writes"] == inside.get_json()["writes"] == model["writes"]


def test_what_is_asked_for_in_fp32_is_computed_by_the_processor(client: FlaskClient) -> None:
    body = {"model": "tiny", "prompt": "the cat", "labels": [" sat", " ran"], "precision": "fp32"}
    assert client.post("/api/v1/score", json=body).status_code == 200
    (listed,) = client.get("/api/v1/models").get_json()["models"]
    assert (listed["precision"], listed["writes"]["file"]) == ("fp16", "native-fp16.onnx")
    assert listed["precisions"][0]["status"] == "ready"
