"""What docs/measuring.md says of the table and the record is so, and its recipe runs."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shotglass.engine.measurement.record import COLUMNS

ROOT = Path(__file__).parents[5]
DOCUMENT = (ROOT / "docs" / "measuring.md").read_text("utf-8")
CASES = json.loads((ROOT / "tests" / "contract" / "measurement.json").read_text("utf-8"))["records"]


def section(title: str) -> str:
    return DOCUMENT.split(f"## {title}")[1].split("\n## ")[0]


def described(text: str) -> list[str]:
    """The names that the list explains."""
    cells = re.findall(r"^- (`.*?`): ", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def recipe() -> str:
    return section("In pandas").split("```python\n")[1].split("```")[0]


def test_every_column_is_described_in_its_order() -> None:
    assert tuple(described(section("The table"))) == COLUMNS


@pytest.mark.parametrize("case", CASES)
def test_every_key_of_a_record_is_described_in_its_order(case: dict[str, str]) -> None:
    assert described(section("The record")) == list(json.loads(case["record"]))


@pytest.mark.parametrize("case", CASES)
def test_the_table_names_the_answer_of_every_number(case: dict[str, str]) -> None:
    record = json.loads(case["record"])
    rows = list(csv.DictReader(io.StringIO(case["csv"], newline="")))
    for at, row in enumerate(rows):
        item = record["plan"]["items"][record["questions"][at]]
        answers = dict(zip(json.loads(row["answers"]), json.loads(row["logprobs"]), strict=True))
        assert list(answers) == (item["labels"] or record["answers"])
        assert list(answers.values()) == record["readings"][0][0]["items"][at]
        assert max(answers, key=lambda answer: answers[answer]) == row["says"]
        assert (row["says"] == item["expected"]) == (row["right"] == "1")


def test_the_recipe_takes_about_twenty_lines_and_names_columns_that_are_there() -> None:
    lines = [line for line in recipe().splitlines() if line]
    assert len(lines) <= 20
    used = set(re.findall(r'"(\w+)"', recipe())) - {"float"}
    assert used <= set(COLUMNS)


def test_the_recipe_runs(tmp_path: Path) -> None:
    (tmp_path / "readings.csv").write_bytes(CASES[0]["csv"].encode())
    done = subprocess.run(
        [sys.executable, "-c", recipe()], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "agree: 1.0" in done.stdout
    assert "tiny  own    1   33.3" in done.stdout
