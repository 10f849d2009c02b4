"""Everyday words from one end to the other, on a tiny model; and the list of nouns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.house.small_house import write_small_data
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine
from shotglass_export.data import english
from shotglass_export.data.episodes.everyday import everyday_nouns
from shotglass_research.cli import evaluate
from shotglass_research.evaluation.house.everyday.measure import render_everyday
from shotglass_research.evaluation.house.everyday.nouns import KINDS, everyday
from shotglass_research.evaluation.house.everyday.rule import change

COUNTS = {"dog": 9000, "violin": 300, "toad": 20, "chair": 800, "idea": 9000, "sold": 700}


def test_a_noun_is_of_the_kind_of_its_most_frequent_sense() -> None:
    nouns = everyday(COUNTS, english.folder())

    assert nouns == {"animal": ["dog"], "furniture": ["chair"], "instrument": ["violin"]}


def test_the_list_that_ships_is_of_first_senses() -> None:
    first = english.nouns(english.folder())
    for kind, nouns in everyday_nouns().items():
        files = {first[noun].kinds[0] for noun in nouns}
        assert files == (
            {kind} if kind in KINDS else {"person" if kind == "person" else "artifact"}
        )


@pytest.mark.parametrize(
    ("ours", "theirs", "worse"),
    [
        ([1] * 50, [0, 1] * 25, False),
        ([0, 1] * 25, [1] * 50, True),
        ([1, 0] * 25, [1, 0] * 25, False),
    ],
)
def test_a_line_is_worse_that_lost_more_than_chance_would(ours, theirs, worse: bool) -> None:
    assert change("list", "choice", ours, theirs, 4).worse is worse


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("everyday")
    for seed, id in enumerate(("tiny", "older")):
        write_tiny_folder(root / "models", id, "llama", seed + 1, context=512)
    write_small_data(root / "data" / "small")
    return root


def run(root: Path, *more: object) -> Result:
    arguments = [
        "--everyday", "tiny", "--models", root / "models", "--data", root / "data" / "small",
        "--queries", 6, "--answers", root / "answers", *more,
    ]  # fmt: skip
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_a_record_has_every_line_and_a_second_run_says_the_same(root: Path, monkeypatch) -> None:
    result = run(root, "--out", root / "first.json")
    assert result.exit_code == 0, result.output
    data = json.loads((root / "first.json").read_text())

    assert [line["line"] for line in data["lines"]] == [
        "list", "sentence: is", "sentence: is called", "sentences", "by hand, list",
        "by hand, sentences",
    ]  # fmt: skip
    for line in data["lines"]:
        assert sum(part["n"] for part in line["by_template"]) == line["n"] == 6
        assert sum(part["n"] for part in line["by_names"]) == 6
    assert render_everyday(data) in result.stdout
    monkeypatch.setattr(Engine, "open", None)
    assert run(root, "--out", root / "second.json").exit_code == 0
    assert json.loads((root / "second.json").read_text()) == data


def test_beside_another_model_every_line_of_the_older_tables_is_compared(
    root: Path, monkeypatch
) -> None:
    for name in ("TEMPLATE_QUERIES", "UNSEEN_QUERIES"):
        monkeypatch.setattr(f"shotglass_research.evaluation.house.everyday.measure.{name}", 4)
    result = run(root, "--than", "older", "--out", root / "than.json")
    assert result.exit_code == 0, result.output

    than = json.loads((root / "than.json").read_text())["than"]
    assert than["model"]["id"] == "older"
    assert {table: len(listed) for table, listed in than["changes"].items()} == {
        "everyday": 12, "held-out templates": 6, "unseen": 54,
    }  # fmt: skip
    assert [each["source"] for each in than["bits_per_byte"]] == ["small"]
    assert "Worse on" in result.stdout
