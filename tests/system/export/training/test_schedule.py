"""The learning rate over a run: up, level, down as 1 - sqrt."""

from __future__ import annotations

from math import sqrt

import pytest

from shotglass_export.recipe import TrainingRecipe
from shotglass_export.training.optimiser import cooldown_begin, learning_rate


def recipe(warmup: float, cooldown: float) -> TrainingRecipe:
    return TrainingRecipe(
        tokens=1000, batch=1, length=10, learning_rate=1.0, warmup=warmup, cooldown=cooldown
    )


def test_it_warms_up_in_a_line_and_stays():
    rates = [learning_rate(recipe(0.1, 0.2), step) for step in range(100)]
    assert rates[:10] == pytest.approx([step / 10 for step in range(1, 11)])
    assert set(rates[10:81]) == {1.0}


def test_it_cools_down_by_one_minus_the_root_of_what_is_done():
    rates = [learning_rate(recipe(0.1, 0.2), step) for step in range(100)]
    assert rates[80:] == pytest.approx([1 - sqrt(step / 20) for step in range(20)])
    assert min(rates) > 0


def test_without_warmup_and_cooldown_it_never_changes():
    assert {learning_rate(recipe(0.0, 0.0), step) for step in range(100)} == {1.0}
    assert cooldown_begin(recipe(0.0, 0.0)) == 100


def test_a_run_may_be_cooldown_alone():
    rates = [learning_rate(recipe(0.0, 1.0), step) for step in range(100)]
    assert rates == sorted(rates, reverse=True)
    assert (rates[0], cooldown_begin(recipe(0.0, 1.0))) == (1.0, 0)
