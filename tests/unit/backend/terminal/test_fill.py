"""``shotglass fill`` says what the engine says of the gaps of a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.models.tiny import write_tiny_folder

from shotglass import cli
from shotglass.engine import Filled, FillRequest, Library, MaskedModel
from shotglass.engine import fill as run

Shell = Callable[..., Result]
TEXT = "the [MASK] sat on the [MASK]"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "bert", "bert", 4)
    write_tiny_folder(root, "writer", "gpt2")
    return root


@pytest.fixture
def shell(root: Path) -> Shell:
    def run(*arguments: str, **options: Any) -> Result:
        words = ["fill", *arguments, "--models", str(root)]
        return CliRunner().invoke(cli.cli, words, **options)

    return run


def test_the_likeliest_of_each_gap_are_written_and_what_is_left(shell: Shell) -> None:
    told = shell("bert", TEXT, "--top", "2", "--candidate", " cat").output.splitlines()
    assert [line for line in told if line.startswith("gap")] == ["gap 1", "gap 2"]
    assert len(told) == 2 * 5
    assert "other tokens" in told[3]
    assert "' cat', logprob -" in told[4]


def test_json_is_what_the_engine_says(shell: Shell, root: Path) -> None:
    found = next(iter(run(MaskedModel.open(Library([root]).folder("bert")), FillRequest((TEXT,)))))
    assert isinstance(found, Filled)
    told = json.loads(shell("bert", "-", "--json", "--top", "20", input=TEXT).output)
    assert told["text"] == TEXT
    assert told["tokens"] == json.loads(json.dumps(asdict(found)))["tokens"]
    for gap, other in zip(told["gaps"], found.gaps, strict=True):
        shown, expected = gap["distribution"]["alternatives"], other.distribution.alternatives
        assert [one["id"] for one in shown] == [one.id for one in expected]
