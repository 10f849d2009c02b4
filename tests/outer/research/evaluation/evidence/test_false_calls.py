"""Simulated evidence on shuffled answers: no task has anything to learn, so every call is false."""

from __future__ import annotations

import numpy as np
import pytest

from shotglass.engine.measurement.conditions import Condition, conditions_of
from shotglass.engine.measurement.figures import PerItem
from shotglass.engine.measurement.plan import Plan, PlanItem
from shotglass.prompting import Prompt
from shotglass_research.evaluation.evidence.findings import Readable, finding
from shotglass_research.evaluation.evidence.rule import ITEMS, PlanName, conditions, judge

TASKS = 11
SHOTS = [{"input": f"example {i}", "output": " a" if i % 2 else " b"} for i in range(8)]
PROMPT = Prompt.from_json(
    {
        "template": "{input} ->{output}\n", "shot_sets": {"one": SHOTS}, "query": {"input": "?"},
        "labels": [{"text": " a"}, {"text": " b"}],
    }
)  # fmt: skip
QUESTIONS = tuple(PlanItem(f"question {i}", " a") for i in range(ITEMS))


def plans() -> dict[PlanName, tuple[Plan, tuple[Condition, ...]]]:
    varied = conditions(PROMPT.template, shared=True)
    made = {name: Plan("any", PROMPT, QUESTIONS, one) for name, one in varied.items()}
    return {name: (plan, conditions_of(plan)) for name, plan in made.items()}


PLANS = plans()


def says(random: np.random.Generator, conditions: int) -> np.ndarray:
    """Which of two answers a model gives (C, N): items have their favourite, and so has every
    condition, as strongly as real models do, which answer whole conditions alike."""
    favourite = random.normal(0, 1, ITEMS) + random.normal(0, 2, (conditions, 1))
    return random.random((conditions, ITEMS)) < 1 / (1 + np.exp(-favourite))


def readable(random: np.random.Generator, name: PlanName, answers: np.ndarray) -> Readable:
    plan, there = PLANS[name]
    none = np.zeros(ITEMS)
    read = tuple(
        PerItem(said == answers, none, none, None, said.astype(np.int64))
        for said in says(random, len(there))
    )
    return Readable(plan, there, read)


def calls(random: np.random.Generator) -> list[str]:
    """What one run of the evidence calls; a task has the same answers in all its plans."""
    findings = []
    for _ in range(TASKS):
        answers = random.random(ITEMS) < 0.5
        findings += [finding(name, readable(random, name, answers)) for name in PLANS]
    judged = zip([*PLANS] * TASKS, judge(findings), strict=True)
    return [name for name, one in judged if one is not None and one.answer in ("yes", "reverse")]


def share_of_false_runs(times: int) -> float:
    random = np.random.default_rng(21)
    found = [calls(random) for _ in range(times)]
    print(f"{sum(map(bool, found))} of {times} runs:", sum(found, []))
    return sum(map(bool, found)) / times


def test_a_run_on_shuffled_answers_seldom_calls_anything() -> None:
    assert share_of_false_runs(8) <= 2 / 8


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_of_a_thousand_runs_on_shuffled_answers_at_most_5_percent_call_anything() -> None:
    assert share_of_false_runs(1000) <= 0.05
