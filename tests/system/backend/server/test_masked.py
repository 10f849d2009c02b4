"""A masked model (BERT) among the models: listed, given away whole, and asked to fill gaps, never
to generate."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
from flask.testing import FlaskClient
from support.models.tiny import rounded, tiny_config, tiny_weights, write_tiny_folder
from support.references import reference
from support.servers.http_answers import is_problem

from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

PROMPT = {
    "instruction": "",
    "template": "{input}{output}\n",
    "shot_sets": {},
    "query": {"input": "a"},
    "labels": [{"text": " b"}],
}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("generate", {"prompt": "the cat"}),
    ("compare", {"prompt": PROMPT, "lanes": [{"id": "zero"}]}),
    ("score", {"prompt": "the cat", "labels": [" sat"]}),
    ("scores", {"prompts": ["the cat"], "labels": [" sat"]}),
    ("beam", {"prompt": "the cat"}),
    ("logits", {"prompt": "the cat"}),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "bert", "bert", 4, storage="half")
    write_tiny_folder(root, "bert-fp32", "bert", 4)
    return root


@pytest.fixture(scope="module")
def client(root: Path) -> FlaskClient:
    services = make_services(ServerConfig(roots=(root,), static=Path("none")))
    return create_app(services.config, services).test_client()


@pytest.mark.parametrize(("route", "body"), ASKED)
def test_it_does_not_generate_and_says_so(
    client: FlaskClient, route: str, body: dict[str, Any]
) -> None:
    answer = client.post(f"/api/v1/{route}", json={"model": "bert"} | body)
    problem = is_problem(answer, 409)
    assert problem["error"]["code"] == "wrong_task"
    assert "bert is a masked-lm model: it fills gaps" in problem["detail"]
    assert "(POST /api/v1/fill)" in problem["detail"]
    assert problem["errors"][0]["pointer"] == "/model"


def test_the_sentence_names_models_that_do(root: Path, tmp_path: Path) -> None:
    write_tiny_folder(tmp_path, "writer", "gpt2")
    services = make_services(ServerConfig(roots=(root, tmp_path), static=Path("none")))
    asked = create_app(services.config, services).test_client()
    answer = asked.post("/api/v1/generate", json={"model": "bert", "prompt": "hi"})
    assert is_problem(answer, 409)["detail"].endswith("choose one that does: writer.")
    assert services.hosting.default() == "writer"


def test_it_is_listed_with_its_task_and_is_nobodys_default(client: FlaskClient) -> None:
    answer = client.get("/api/v1/models").get_json()
    listed = {entry["id"]: entry for entry in answer["models"]}
    assert {entry["task"] for entry in listed.values()} == {"masked-lm"}
    assert listed["bert"]["parameters"] == tiny_config("bert").parameters
    assert {entry["precision"] for entry in listed.values()} == {"fp32"}
    assert (answer["default"], answer["broken"]) == (None, [])


def test_not_ready_is_told_with_the_way_out(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json()["status"] == "no_model"
    assert "No installed model generates text" in answer.get_json()["detail"]


@pytest.mark.parametrize("id", ["bert", "bert-fp32"])
def test_a_stranger_fills_gaps_with_the_download(
    client: FlaskClient, tmp_path: Path, id: str
) -> None:
    """Two texts in one batch, the shorter one padded."""
    data = client.get(f"/api/v1/models/{id}/download/portable").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    session = ort.InferenceSession(tmp_path / "portable.onnx")
    texts = [[5, 9, 300, 2, 17], [40, 41, 1]]
    ids, mask = np.zeros((2, 5), np.int64), np.zeros((2, 5), np.int64)
    for row, text in enumerate(texts):
        ids[row, : len(text)], mask[row, : len(text)] = text, 1
    (logits,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
    config = tiny_config("bert")
    weights: Any = tiny_weights(config, 4)
    for row, text in enumerate(texts):
        truth = reference.logits(config, rounded(weights) if id == "bert" else weights, text)
        np.testing.assert_allclose(logits[row, : len(text)], truth, atol=1e-5)
