"""What counts as the answer of a text, and what stands in the prompt."""

from __future__ import annotations

import pytest

from shotglass.prompting import Lane, render
from shotglass_research.experiments.in_context.word_problems import (
    SET,
    SHOTS,
    TASK,
    answered,
    written,
)
from shotglass_research.gallery.task import ItemFile, items_path, read_entry


@pytest.mark.parametrize(
    ("text", "steps", "number"),
    [
        (" 11", False, "11"),
        (" 11.", False, "11"),
        (" eleven", False, None),
        (" 3 + 8 = 11.\nA: 11", True, "11"),
        (" 3 + 8 = 12.\nA: 11", True, "11"),  # the answer counts, not the steps
        (" 3 + 8 = 11.", True, None),  # it never came to one
        (" 3 + 8 = 11.\nA: many", True, None),
    ],
)
def test_the_answer_is_the_first_number_where_an_answer_stands(
    text: str, steps: bool, number: str | None
) -> None:
    assert answered(text, steps) == number


def test_the_rogers_balls_are_an_example_and_every_item_is_another_problem() -> None:
    entry, items = read_entry(TASK), ItemFile.read(items_path(TASK)).items
    shots = {shot.input for shot in entry.prompt.shot_sets[SET]}
    assert any("tennis balls" in shot for shot in shots)
    assert (len(shots), len(items)) == (SHOTS, 220)
    assert not shots & {item.input for item in items}


def test_steps_stand_in_the_examples_of_one_prompt_and_in_none_of_the_other() -> None:
    entry = read_entry(TASK)
    texts = [
        render(entry.prompt, Lane("asked", SET, (0, 1), reasoning=steps)).text
        for steps in (True, False)
    ]
    assert ["2 * 3 = 6" in text for text in texts] == [True, False]
    assert [text.endswith("\nA:") for text in texts] == [False, True]


def test_the_same_texts_are_written_each_time() -> None:
    (one, about), (again, _) = (written("house-prose", True, 1, 2) for _ in range(2))
    assert one == again
    assert about.source == "model house-prose"
