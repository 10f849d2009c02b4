"""Replicas under Ray: how many, and what is said where Ray is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from shotglass.cli import cli
from shotglass.errors import InvalidRequest, MissingExtra
from shotglass.extensions.ray.pool import Recipe, read_on_ray
from shotglass.extensions.ray.serving import Replicas, serve_on_ray
from shotglass.server.config import ServerConfig


def test_replicas_are_a_number_or_the_fewest_and_the_most() -> None:
    assert Replicas.of("2") == Replicas(2, 2)
    assert Replicas.of("1:4") == Replicas(1, 4)
    assert Replicas.of("0:4") == Replicas(0, 4)  # of a Serve config


@pytest.mark.parametrize("text", ["", "0", "4:1", "1:x", "1:2:3", "2000", "-1"])
def test_another_number_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(InvalidRequest, match="the fewest and the most such as 1:4"):
        Replicas.of(text)


def test_without_ray_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    config = ServerConfig(roots=(Path("nowhere"),))
    with pytest.raises(MissingExtra, match=r"pip install 'shotglass\[ray\]'"):
        serve_on_ray(config, print, "1", None)
    recipe = Recipe((), (), {}, (), ())
    with (
        pytest.raises(MissingExtra, match=r"pip install 'shotglass\[ray\]'"),
        read_on_ray(None, recipe, print),
    ):
        raise AssertionError("there is no Ray")


def test_a_search_is_not_shared_out(tmp_path: Path) -> None:
    task = tmp_path / "task.json"
    task.write_text("{}", "utf-8")
    ended = CliRunner().invoke(cli, ["measure", str(task), "--plan", "which-head", "--on", "ray"])
    with pytest.raises(InvalidRequest, match="--heads-off and --on are for a task and a plan"):
        raise ended.exception or AssertionError(ended.output)
