"""The evidence that ships: against today's gallery and rule, its own answers, and its document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from shotglass.engine import Library
from shotglass.statistics import ALPHA, holm, minimum_detectable
from shotglass_research.evaluation.evidence.command import MODELS, evidence
from shotglass_research.evaluation.evidence.plans import jobs
from shotglass_research.evaluation.evidence.rule import DIFFERENCE, SEED
from shotglass_research.evaluation.evidence.table import render_brief
from shotglass_research.evaluation.record import cell, marks, percent
from shotglass_research.gallery.task import GALLERY

ROOT = Path(__file__).parents[3]
DATA: dict[str, Any] = json.loads((GALLERY / "evidence.json").read_text("utf-8"))
HOUSE = Library((ROOT / "backend" / "shotglass" / "models",))


def plans(model: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, dict[str, Any] | None]]:
    for task in model["tasks"]:
        for name, plan in task["plans"].items():
            yield task, name, plan


def test_the_documents_tables_are_the_recording() -> None:
    begin, end = marks("evidence")
    text = (ROOT / "docs" / "evidence.md").read_text("utf-8")

    assert text.partition(begin)[2].partition(end)[0].strip() == render_brief(DATA)


def test_it_is_small_and_names_its_rule() -> None:
    assert (GALLERY / "evidence.json").stat().st_size < 200_000
    assert (DATA["rule"]["seed"], DATA["rule"]["difference"]) == (SEED, DIFFERENCE)
    assert len(DATA["rule"]["commit"]) == 40
    assert tuple(model["model"]["id"] for model in DATA["models"]) == MODELS


@pytest.mark.parametrize("model", DATA["models"], ids=MODELS)
def test_every_plan_is_one_that_the_rule_asks_of_todays_gallery(model: dict[str, Any]) -> None:
    wanted = jobs(model["model"]["id"], GALLERY)
    digests = {(job.task, job.name): job.plan.digest for job in wanted}
    there = list(plans(model))

    assert model["judged"] == len(wanted) == len(there)
    for task, name, plan in there:
        assert plan is None or plan["plan"] == digests[task["id"], name]


@pytest.mark.parametrize("model", DATA["models"], ids=MODELS)
def test_answers_follow_from_their_figures_by_the_rule(model: dict[str, Any]) -> None:
    """What ships is rounded: a corrected p is known to three digits."""
    there = [(task, plan) for task, _, plan in plans(model)]
    corrected = holm([1.0 if plan is None else plan["p"] for _, plan in there])
    for (task, plan), expected in zip(there, corrected, strict=True):
        detectable = minimum_detectable(task["n"], model["judged"])
        assert task["detectable"] == pytest.approx(detectable)
        if plan is not None:
            called, (value, low, high) = plan["answer"] in ("yes", "reverse"), plan["figure"]
            assert plan["holm"] == pytest.approx(expected, rel=0.01)
            assert called == (plan["holm"] < ALPHA)
            assert (plan["answer"] == "yes") == (called and value > 0)
            if "asked" in DATA["rule"]:  # by the rule that judges by the interval itself
                assert called == (not low <= 0 <= high)


@pytest.mark.parametrize("model", [m for m in DATA["models"] if m["model"]["id"].startswith("h")])
def test_what_was_measured_of_a_house_model_is_of_the_one_that_ships(model: dict[str, Any]) -> None:
    manifest = HOUSE.folder(model["model"]["id"]).manifest
    files = {entry.sha256 for entry in manifest.files.values()}

    assert {model["model"][name] for name in ("graph", "weights", "tokenizer")} <= files


@pytest.mark.parametrize(
    ("readme", "points", "questions"),
    [("README.md", "points", "questions"), ("README.zh.md", "个百分点", "个问题")],
)
def test_the_readmes_say_what_was_recorded_of_orders(
    readme: str, points: str, questions: str
) -> None:
    tasks = {task["id"]: task for task in DATA["models"][0]["tasks"]}
    order, n = tasks["reviews"]["plans"]["order"], tasks["reviews"]["n"]
    rights = [point["right"][0] for point in order["points"]]
    text = (ROOT / readme).read_text("utf-8")

    assert f"{percent(min(rights))} " in text
    assert f" {percent(max(rights))} %" in text
    assert cell(order["figure"]).replace(" [", f" {points} [") in text
    assert f"p = {order['holm']:.2g}" in text
    assert f"{n} {questions}" in text
    assert order["answer"] == "yes"


def test_a_recording_is_printed_without_a_model() -> None:
    shown = CliRunner().invoke(evidence, ["--show", str(GALLERY / "evidence.json")])

    assert shown.exit_code == 0, shown.output
    rows = [line for line in shown.output.splitlines() if line.startswith("| house-")]
    plans_of = [plans(model) for model in DATA["models"] if model["model"]["id"].startswith("h")]
    assert len(rows) == sum(plan is not None for each in plans_of for _, _, plan in each)
