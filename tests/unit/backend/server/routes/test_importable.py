"""What the page is told of this machine's Hugging Face cache, and who is told nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support.servers.fakes import write_folder

from shotglass.server.app import create_app, document, make_services
from shotglass.server.config import ServerConfig

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repository = tmp_path / "hub" / "models--some--Model"
    folder = repository / "snapshots" / COMMIT
    folder.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT)
    files = {"config.json": '{"model_type": "gpt2"}', "vocab.json": "{}", "model.safetensors": "12"}
    for name, text in files.items():
        (folder / name).write_text(text)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    write_folder(tmp_path / "models", "fake")
    return tmp_path / "models"


def asked(root: Path, **settings: Any) -> Any:
    services = make_services(ServerConfig(roots=(root,), static=Path("none"), **settings))
    return create_app(services.config, services).test_client().get("/api/v1/importable").get_json()


def test_what_can_be_imported_is_listed(root: Path) -> None:
    answer = asked(root)
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Importable"} | document())
    expected = {"name": "some/Model", "commit": COMMIT, "family": "gpt2", "bytes": 2}
    assert answer == {"models": [expected]}


@pytest.mark.parametrize(
    "settings",
    [{"host": "0.0.0.0"}, {"path_prefix": "/shot"}, {"allowed_hosts": ("lab.example",)}],
    ids=str,
)
def test_a_server_for_others_does_not_tell_what_this_machine_has(
    root: Path, settings: dict[str, Any]
) -> None:
    assert asked(root, **settings) == {"models": []}
