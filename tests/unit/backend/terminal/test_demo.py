"""``shotglass demo``: the model is got once, and the page is served in any case."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support.servers.fakes import write_folder

from shotglass import cli, extending
from shotglass.errors import ImportFailed, MissingExtra
from shotglass.extending import GROUP, Extension
from shotglass.server.config import ServerConfig


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[ServerConfig]:
    """The configurations that a server was started with; none of them answers."""
    configs: list[ServerConfig] = []
    monkeypatch.setattr(
        "shotglass.server.serve.serve", lambda config, announce: configs.append(config)
    )
    return configs


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were imported, by a command that stands for the exporter's."""
    sources: list[str] = []

    @click.command("import")
    @click.argument("source")
    @click.option("--models", type=Path)
    def command(source: str, models: Path | None) -> None:
        sources.append(source)
        if models and models.name == "offline":
            raise ImportFailed("pip could not fetch it.")

    class Plugin(EntryPoint):
        def load(self) -> Extension:
            return Extension("export", commands=lambda: [command])

    plugin = Plugin("export", "export:EXTENSION", GROUP)
    monkeypatch.setattr(extending, "entry_points", lambda group: [plugin])
    return sources


def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = EntryPoint("export", "a_package_nobody_has:EXTENSION", GROUP)
    monkeypatch.setattr(extending, "entry_points", lambda group: [missing])


def test_the_model_is_imported_and_then_the_page_is_served(
    served: list[ServerConfig], imported: list[str]
) -> None:
    ran = CliRunner().invoke(cli.cli, ["demo", "--no-open", "--port", "8123", "--slots", "4"])

    assert ran.exit_code == 0, ran.output
    assert imported == ["smollm2-135m"]
    assert [(one.port, one.slots) for one in served] == [(8123, 4)]


def test_without_the_extra_the_models_that_ship_are_served_and_the_reason_is_said(
    served: list[ServerConfig], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_the_extra(monkeypatch)
    ran = CliRunner().invoke(
        cli.cli, ["demo", "--no-open"], env={"SHOTGLASS_MODELS": str(tmp_path)}
    )

    assert ran.exit_code == 0, ran.output
    assert "pip install 'shotglass[export]'" in ran.stderr
    assert "The page is served with house-gpt2, house-prose, house-templates." in ran.stderr
    assert len(served) == 1


def test_a_download_that_fails_leaves_the_models_that_are_there(
    served: list[ServerConfig], imported: list[str], tmp_path: Path
) -> None:
    write_folder(tmp_path / "offline", "mine")
    ran = CliRunner().invoke(cli.cli, ["demo", "--no-open", "--models", str(tmp_path / "offline")])

    assert ran.exit_code == 0, ran.output
    assert "smollm2-135m could not be installed: pip could not fetch it." in ran.stderr
    assert "The page is served with mine." in ran.stderr
    assert served[0].roots == (tmp_path / "offline",)


def test_with_no_model_at_all_nothing_is_served(
    served: list[ServerConfig], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_the_extra(monkeypatch)
    ran = CliRunner().invoke(cli.cli, ["demo", "--no-open", "--models", str(tmp_path / "none")])

    assert isinstance(ran.exception, MissingExtra)
    assert served == []


def test_a_wrong_option_is_refused_before_anything_is_fetched(
    served: list[ServerConfig], imported: list[str]
) -> None:
    ran = CliRunner().invoke(cli.cli, ["demo", "--no-open", "--prot", "8123"])

    assert ran.exit_code == 2
    assert "No such option '--prot'" in ran.stderr
    assert (imported, served) == ([], [])


def test_the_key_of_the_environment_is_asked_for_as_serve_asks_for_it(
    served: list[ServerConfig], imported: list[str]
) -> None:
    CliRunner().invoke(cli.cli, ["demo", "--no-open"], env={"SHOTGLASS_API_KEY": "a-long-key"})

    assert served[0].api_keys == ("a-long-key",)
