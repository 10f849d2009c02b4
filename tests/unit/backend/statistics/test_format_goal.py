"""The goal in unseen formats, at its borders."""

from __future__ import annotations

import pytest

from shotglass.statistics.format_goal import GOAL, goal_of


def runs(right: int, n: int = 1000) -> list[bool]:
    return [place < right for place in range(n)]


@pytest.mark.parametrize(("right", "holds"), [(749, False), (750, True)])
def test_three_of_four_choices_must_be_right(right: int, holds: bool) -> None:
    choice, *_ = goal_of(runs(right), runs(500), [0.7] * 1000)

    assert choice.holds is holds


def test_the_lower_end_counts_too_so_that_few_queries_are_not_enough() -> None:
    choice, *_ = goal_of(runs(40, 50), runs(25, 50), [0.7] * 50)

    assert choice.interval.value == 0.8
    assert choice.interval.low < 0.7
    assert not choice.holds


@pytest.mark.parametrize(("mass", "holds"), [(0.59, False), (0.61, True)])
def test_the_mass_on_the_labels_counts(mass: float, holds: bool) -> None:
    _, form, _ = goal_of(runs(800), runs(500), [mass] * 1000)

    assert form.holds is holds


@pytest.mark.parametrize(("shuffled", "holds"), [(585, False), (500, True)])
def test_what_survives_shuffled_answers_does_not_count(shuffled: int, holds: bool) -> None:
    *_, over = goal_of(runs(800), runs(shuffled), [0.7] * 1000)

    assert over.interval.value > 0.2
    assert over.holds is holds


def test_the_goal_s_words_have_its_numbers() -> None:
    assert all(number in GOAL for number in ("75 %", "70 %", "60 %", "20 points"))
