"""The server beside hostile model folders: each gets a sentence, and a good one answers on."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from outer.hostile.handmade import Case, graphs, manifests, tokenizers

from shotglass.server.app import create_app, make_services
from shotglass.server.config import ServerConfig

SOME = {"onnx-huge", "tokenizer-a-text-that-swells"}  # a look each


def settle(root: Path, made: Iterator[Case], names: Collection[str] = ()) -> list[str]:
    """Under ``root``, each by an id of its own."""
    ids = []
    for name, _, folder in made:
        if not names or name in names:
            shutil.move(folder, root / name)
            manifest = root / name / "manifest.json"
            manifest.write_text(manifest.read_text().replace('"id": "model"', f'"id": "{name}"'))
            ids.append(name)
    return ids


@pytest.fixture
def root(good, tmp_path) -> Path:
    shutil.copytree(good["onnx"], tmp_path / "models" / "good")
    manifest = tmp_path / "models" / "good" / "manifest.json"
    told = json.loads(manifest.read_text()) | {"id": "good"}
    manifest.write_text(json.dumps(told))
    return tmp_path / "models"


@pytest.fixture
def client(root) -> Iterator[FlaskClient]:
    services = make_services(ServerConfig(roots=(root,), static=Path("none")))
    yield create_app(services.config, services).test_client()
    services.hosting.close()


def generates(client: FlaskClient, id: str) -> int:
    settings = {"max_tokens": 2, "temperature": 0}
    body = {"model": id, "prompt": "the cat", "settings": settings}
    answer = client.post("/api/v1/generate", json=body)
    answer.get_data()  # to the stream's end
    return answer.status_code


def assert_refused(client: FlaskClient, ids: Collection[str]) -> None:
    for id in ids:
        answer = client.get(f"/api/v1/models/{id}/vocabulary")
        assert answer.status_code == 500, id
        assert answer.get_json()["error"]["code"] == "model_folder_invalid", id
        assert generates(client, id) == 500, id
        assert generates(client, "good") == 200


def test_hostile_models_are_refused_and_a_good_one_answers(good, root, client, tmp_path):
    bad = settle(root, graphs(good["onnx"], tmp_path / "graphs"), SOME)
    bad += settle(root, tokenizers(good["onnx"], tmp_path / "tokenizers"), SOME)
    unreadable = settle(root, manifests(good["manifest"], tmp_path / "manifests"))
    assert_refused(client, bad)
    told = client.get("/api/v1/models").get_json()
    assert {"good", *bad} <= {model["id"] for model in told["models"]}
    listed = {entry["id"]: entry["detail"] for entry in told["broken"]}
    assert "a plain file name was expected" in listed["manifest-files-elsewhere"]
    assert listed.keys() <= set(unreadable)
    for name in unreadable:
        assert generates(client, name) in (404, 500), name
    assert generates(client, "good") == 200


@pytest.mark.slow  # the look at it ends when its time has run out
def test_others_need_not_wait_for_one_that_never_ends(good, root, client, tmp_path):
    bad = settle(root, graphs(good["onnx"], tmp_path / "graphs"), {"onnx-endless"})
    assert generates(client, "good") == 200
    asking = threading.Thread(target=generates, args=(client, "onnx-endless"))
    asking.start()
    answered = 0
    while asking.is_alive():
        assert generates(client, "good") == 200
        answered += 1
    print(f"\n{answered} answers of another model while one that never ends was looked at")
    assert answered > 1
    assert_refused(client, bad)
