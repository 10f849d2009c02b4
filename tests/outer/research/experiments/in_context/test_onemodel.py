"""What the classifiers of a task are asked, and how the rule judges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shotglass_research.experiments.in_context.onemodel import (
    VERDICTS,
    Task,
    _is_ahead,
    _judge,
    _labels,
    _right,
)
from shotglass_research.experiments.result import Data, Point

NOTHING = Data("made up", "", "", "")
PROMPTED = Point("t", 0.8, 0.7, 0.9, 200)
INPUTS = tuple(f"{word} {i}" for i in range(40) for word in ("cat", "bread"))
BY_INPUT = Task(
    "t", INPUTS, (("animal", "food"),) * 80, (0, 1) * 40, shared=True, prompted=PROMPTED,
    data=NOTHING,
)  # fmt: skip


def test_answers_that_all_items_share_are_told_from_the_input() -> None:
    assert _right(BY_INPUT, 8, 1) == 1.0


def test_answers_of_their_own_are_told_by_their_form_wherever_they_stand() -> None:
    upper = tuple(tuple(sorted([text.upper(), text])) for text in INPUTS)
    right = tuple(answers.index(text.upper()) for answers, text in zip(upper, INPUTS, strict=True))
    assert _right(replace(BY_INPUT, answers=upper, right=right, shared=False), 16, 1) > 0.9


def test_an_answer_that_must_fit_its_question_is_not_told() -> None:
    asked = tuple(f"{a} or {b}" for a in "abcdefgh" for b in "abcdefghij")
    own = tuple(("yes", "no") for _ in asked)
    right = tuple(int(text[0] == text[-1]) for text in asked)  # by the question alone
    task = replace(BY_INPUT, inputs=asked, answers=own, right=right, shared=False)
    assert _right(task, 40, 1) == pytest.approx(right.count(0) / len(right), abs=0.1)


def test_the_fewest_labels_that_equal_the_prompted_model_are_found_or_none() -> None:
    found = {8: Point("t", 0.79), 16: Point("t", 0.8), 32: Point("t", 0.7)}
    assert _labels(BY_INPUT, found) == 16
    assert _labels(BY_INPUT, {8: Point("t", 0.5)}) is None


def test_it_judges_as_its_rule_says() -> None:
    assert _is_ahead(PROMPTED, Point("t", 0.69))
    assert not _is_ahead(PROMPTED, Point("t", 0.71))
    assert [_judge([True] * k + [False] * (10 - k)) for k in (6, 4, 5)] == [
        "held",
        "refuted",
        "null",
    ]
    assert VERDICTS.is_file()
