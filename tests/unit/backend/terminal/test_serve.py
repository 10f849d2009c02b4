"""``shotglass serve``: which model it opens with, and that the start says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.servers.fakes import write_folder

from shotglass import cli
from shotglass.server.config import ServerConfig
from shotglass.server.parts import RunningServer


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[ServerConfig]:
    """The configurations of servers that announced themselves; none of them listens."""
    configs: list[ServerConfig] = []

    def serve(config: ServerConfig, announce: object) -> None:
        assert callable(announce)
        configs.append(config)
        announce(RunningServer(("http://127.0.0.1:8000",), config))

    monkeypatch.setattr("shotglass.server.serve.serve", serve)
    monkeypatch.delenv("SHOTGLASS_DEFAULT_MODEL", raising=False)
    return configs


def start(models: Path, *options: str, **environment: str) -> Result:
    ran = CliRunner().invoke(cli.cli, ["serve", "--models", str(models), *options], env=environment)
    assert ran.exit_code == 0, ran.output
    return ran


def test_the_start_names_the_model_and_a_later_model_of_ones_own_does_not_take_its_place(
    served: list[ServerConfig], tmp_path: Path
) -> None:
    write_folder(tmp_path, "tuned")
    assert "It opens with the model tuned; --model chooses another one." in start(tmp_path).stdout
    write_folder(tmp_path, "bus-topics")  # as a training with publish = true does
    assert "It opens with the model tuned;" in start(tmp_path).stdout
    assert [config.default_model for config in served] == ["tuned", "tuned"]


def test_a_model_that_is_named_opens_this_server_alone(
    served: list[ServerConfig], tmp_path: Path
) -> None:
    for id in ("a", "b", "c"):
        write_folder(tmp_path, id)
    assert "the model c;" in start(tmp_path, "--model", "c", SHOTGLASS_DEFAULT_MODEL="b").stdout
    assert "the model b;" in start(tmp_path, SHOTGLASS_DEFAULT_MODEL="b").stdout
    assert "the model a;" in start(tmp_path).stdout
    assert [config.default_model for config in served] == ["c", "b", "a"]


def test_a_start_without_a_model_says_how_to_get_one(
    served: list[ServerConfig], tmp_path: Path
) -> None:
    out = start(tmp_path).stdout
    assert "No model that generates is installed: shotglass import smollm2-135m" in out
    assert served[0].default_model is None
