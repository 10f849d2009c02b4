"""Which questions are asked, after which examples, and what is kept of the answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from shotglass.engine import Engine, Library, default_roots
from shotglass_export.progress import silent
from shotglass_research.evaluation.evidence.plans import jobs
from shotglass_research.experiments.experiment import Context
from shotglass_research.experiments.in_context.house_heads import lexicon_of
from shotglass_research.experiments.scaling.measured_gains import (
    DRAWS,
    KS,
    chance_of,
    gallery_plan,
    mean_at,
    names_plan,
    outcome_of,
    shuffled,
)
from shotglass_research.gallery.task import GALLERY, measured_ids


@pytest.mark.parametrize("task", measured_ids())
def test_no_question_is_one_of_the_evidence_or_an_example(task: str) -> None:
    plan = gallery_plan(task, 48)

    (evidence,) = jobs("any", GALLERY, ("examples",), [task])
    asked = {item.input for item in plan.questions}
    assert len(asked) == 48
    assert not asked & {item.input for item in evidence.plan.questions}
    assert not asked & {shot.input for shot in plan.examples}
    assert len(plan.examples) == KS[-1]


@pytest.mark.parametrize("task", measured_ids())
def test_shuffled_examples_have_the_same_inputs_and_the_same_answers_elsewhere(task: str) -> None:
    plan = gallery_plan(task, 48)
    mixed = [shuffled(plan, number) for number in range(DRAWS)]

    for other in mixed:
        assert [shot.input for shot in other.examples] == [shot.input for shot in plan.examples]
        assert Counter(s.output for s in other.examples) == Counter(s.output for s in plan.examples)
        assert other.questions == plan.questions
        assert other.examples != plan.examples
    assert len({other.digest for other in mixed}) == DRAWS


def test_made_up_names_are_asked_of_words_that_are_not_shown(tmp_path: Path) -> None:
    plan = names_plan(lexicon_of(Context(True, (1,), 1, tmp_path, tmp_path, silent)), 0, 4)

    assert len(plan.questions) == 4
    assert not {item.input for item in plan.questions} & {shot.input for shot in plan.examples}
    assert chance_of(plan) == 0.5


def test_what_is_kept_is_a_share_a_draw_at_each_number_of_examples() -> None:
    plan = gallery_plan("animal-or-food", 4)
    engine = Engine.open(Library(default_roots()).folder("house-prose"), context=512)
    try:
        outcome = outcome_of(engine, [plan])
        mixed = outcome_of(engine, [shuffled(plan, number) for number in range(2)])
    finally:
        engine.close()

    assert {k: len(shares) for k, shares in outcome["right"].items()} == {
        "0": 1, "1": DRAWS, "2": DRAWS, "4": DRAWS, "8": DRAWS,
    }  # fmt: skip
    assert list(mixed["right"]) == ["8"]
    assert len(mixed["form"]["8"]) == 2
    assert 0 <= mean_at(outcome, 8, "form") <= 1
