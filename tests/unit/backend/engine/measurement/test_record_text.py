"""A record and its table are written as the page writes them: tests/contract/measurement.json is
what both have to come to."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from shotglass.engine.causes.record import CauseRequest, read_record
from shotglass.engine.measurement.conditions import Condition
from shotglass.engine.measurement.events import MeasuredModel
from shotglass.engine.measurement.figures import Figures
from shotglass.engine.measurement.plan import Plan
from shotglass.engine.measurement.record import Record, plan_and_readings
from shotglass.engine.runs.record_text import json_text, number, rounded
from shotglass.parsing import parsed

GOLDEN = Path(__file__).parents[4] / "contract" / "measurement.json"
CASES = json.loads(GOLDEN.read_text("utf-8"))["records"]
CAUSES = json.loads(GOLDEN.read_text("utf-8"))["causes"]


def record_of(text: str) -> Record:
    value = json.loads(text)
    plan, readings = plan_and_readings(value)
    return Record(
        plan,
        parsed(tuple[MeasuredModel, ...], value["models"]),  # type: ignore[arg-type]
        parsed(tuple[Condition, ...], value["conditions"]),  # type: ignore[arg-type]
        tuple(map(tuple, value["prompts"])),
        readings,
        parsed(Figures, value["figures"]),
    )


@pytest.mark.parametrize("case", CASES)
def test_a_record_is_written_with_the_bytes_of_the_page(case: dict[str, str]) -> None:
    value = json.loads(case["record"])
    record = record_of(case["record"])
    assert json_text(record.to_json(value["shotglass"], value["made"])) + "\n" == case["record"]


@pytest.mark.parametrize("case", CASES)
def test_a_table_is_written_with_the_bytes_of_the_page(case: dict[str, str]) -> None:
    assert record_of(case["record"]).to_csv() == case["csv"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-3.0, "-3"), (-0.0, "0"), (1e-6, "0.000001"), (1e-7, "1e-7"), (-1.25e-8, "-1.25e-8"),
        (1e20, "100000000000000000000"), (1.2345678901234568e20, "123456789012345680000"),
        (1e21, "1e+21"), (0.1, "0.1"), (5e-324, "5e-324"), (7, "7"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_ecmascript_writes_them(value: float, text: str) -> None:
    assert number(value) == text
    assert float(text) == value


def test_what_is_computed_has_six_digits_and_what_is_read_has_all() -> None:
    assert rounded(1 / 3) == "0.333333"
    assert rounded(math.pi * 1e-9) == "3.14159e-9"
    assert rounded(1.0) == "1"


def test_a_plan_says_that_its_examples_are_balanced_after_all_else() -> None:
    plan = json.loads(CASES[0]["record"])["plan"]
    balanced = Plan.from_json(plan | {"shot_set": None, "pool": 1, "balanced": True})
    assert list(balanced.to_json())[-2:] == ["difference", "balanced"]
    assert "balanced" not in Plan.from_json(plan).to_json()


@pytest.mark.parametrize("text", CAUSES)
def test_what_a_search_for_causes_was_asked_is_written_with_the_bytes_of_the_page(
    text: str,
) -> None:
    search, request, figures = read_record(json.loads(text))
    plan = text.split('"plan":')[1].split(',"planned":')[0]
    assert json_text(request.to_json(search)) == plan
    assert json_text(figures) == text.split('"figures":')[1].removesuffix("}\n")
    assert CauseRequest.of(request.plan()).plan() == request.plan()
