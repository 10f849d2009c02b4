"""Where examples and answers stand among the tokens, and what has to be run to read the labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.inputs.measured_task import ITEMS, LABELS, plan_of

from shotglass.engine import Engine
from shotglass.engine.causes.plan import CausePlan
from shotglass.engine.causes.prompts import ReadPrompt, read_prompt
from shotglass.engine.measurement.plan import Conditions, PlanItem
from shotglass.errors import ContextLengthExceeded

PLAN = CausePlan(plan_of(Conditions(k=(3,)), task={"instruction": ""}))


def words(engine: Engine, prompt: ReadPrompt, tokens: tuple[int, int]) -> str:
    return engine.tokenizer.decode(prompt.ids[slice(*tokens)])


def test_examples_tile_the_prompt_up_to_the_question(exact_engine: Engine) -> None:
    prompt = read_prompt(exact_engine, PLAN.task, PLAN.shots, ITEMS[0])
    ends = [end for _, end in prompt.examples]
    assert [start for start, _ in prompt.examples] == [1, *ends[:-1]]  # not the first token
    assert words(exact_engine, prompt, (ends[-1], len(prompt.ids))).startswith("Q: the red")
    for shot, example, answer in zip(PLAN.shots, prompt.examples, prompt.answers, strict=True):
        assert shot.input in words(exact_engine, prompt, example)
        assert words(exact_engine, prompt, answer) == shot.output
        assert example[0] <= answer[0] < answer[1] <= example[1]


def test_a_prompt_without_examples_has_none(exact_engine: Engine) -> None:
    prompt = read_prompt(exact_engine, PLAN.task, (), ITEMS[0])
    assert prompt.examples == prompt.answers == ()
    assert LABELS[prompt.right] == ITEMS[0].expected


@pytest.mark.parametrize(
    ("labels", "stems"),
    [
        (((1,), (2,)), ((),)),
        (((1, 2), (3,)), ((1,),)),
        (((1, 2), (1, 3)), ((1,),)),
        (((1, 2, 3), (1, 4), (5, 6)), ((1, 2), (5,))),
    ],
)
def test_each_stem_is_run_once_and_none_that_begins_another(
    labels: tuple[tuple[int, ...], ...], stems: tuple[tuple[int, ...], ...]
) -> None:
    prompt = ReadPrompt((7, 8), labels, 0, (), ())
    assert prompt.stems == stems
    assert prompt.runs == len(stems)
    assert prompt.expecting.labels == labels[:1]


def test_a_prompt_that_is_too_long_to_look_into_is_refused(exact_engine: Engine) -> None:
    long = PlanItem("the red house " * 120, LABELS[0])
    plan = replace(PLAN.task, items=(long, ITEMS[0]))
    with pytest.raises(ContextLengthExceeded):
        read_prompt(exact_engine, plan, PLAN.shots, long)
