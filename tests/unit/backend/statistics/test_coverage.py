"""Simulated tasks whose accuracy is known: how often an interval holds it, and how often something
is called different that is not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from support.references.statistical_worlds import MATTER, World, rates, worlds

from shotglass.statistics import (
    Interval,
    differences,
    mean_interval,
    paired_difference,
    wilson,
)

Random = np.random.Generator
Trial = Callable[[Random], tuple[Interval, float]]  # an interval, and what it should hold
ITEMS = 200


def of_wilson(random: Random) -> tuple[Interval, float]:
    accuracy = random.uniform(0.3, 0.95)
    return wilson(int(random.binomial(ITEMS, accuracy)), ITEMS), accuracy


def of_the_bootstrap(random: Random) -> tuple[Interval, float]:
    """Masses on the labels, mostly near 0 or 1."""
    a, b = random.uniform(0.5, 3, 2)
    return mean_interval(random.beta(a, b, ITEMS).tolist(), int(random.integers(2**31))), a / (
        a + b
    )


def of_a_paired_difference(random: Random) -> tuple[Interval, float]:
    before, gain = random.uniform(0.3, 0.6), random.uniform(0, 0.3)
    luck = random.random(ITEMS)  # shared: an easy item is easy under both conditions
    own = random.random((2, ITEMS))
    mixed = np.where(random.random((2, ITEMS)) < 0.6, luck, own)
    one, other = mixed < np.array([[before], [before + gain]])
    return paired_difference(other.tolist(), one.tolist()), gain


TRIALS = [of_wilson, of_the_bootstrap, of_a_paired_difference]


def covered(trial: Trial, times: int) -> float:
    random, held = np.random.default_rng(19), 0
    for _ in range(times):
        interval, truth = trial(random)
        held += interval.low <= truth <= interval.high
    return held / times


@pytest.mark.parametrize("trial", TRIALS)
def test_an_interval_holds_the_truth_about_as_often_as_it_says(trial: Trial) -> None:
    assert 0.86 <= covered(trial, 60) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("trial", TRIALS)
def test_of_a_thousand_tasks_93_to_97_percent_are_held(trial: Trial) -> None:
    assert 0.93 <= covered(trial, 1000) <= 0.97


def false_calls(times: int, comparisons: int = 11) -> float:
    """The share of plans that call any of ``comparisons`` different, where nothing differs."""
    random, called = np.random.default_rng(20), 0
    for _ in range(times):
        luck = random.uniform(0.2, 0.8, 64)
        pairs = [tuple(random.random((2, 1, 64)) < luck) for _ in range(comparisons)]
        called += any(one.answer in ("higher", "lower") for one in differences(pairs, 0.1))
    return called / times


def test_eleven_comparisons_at_once_seldom_call_what_is_not_there() -> None:
    assert false_calls(40) <= 0.1


@pytest.mark.slow
def test_of_a_thousand_plans_at_most_5_percent_call_what_is_not_there() -> None:
    assert false_calls(1000) <= 0.05 + 2 * (0.05 * 0.95 / 1000) ** 0.5


SKEWED = World(200, 5, MATTER[2], 0.9)  # where nine in ten are right and draws differ much


@pytest.mark.parametrize("draws", [1, 2, 8])
def test_items_and_draws_are_both_random_and_their_interval_holds_the_truth(draws: int) -> None:
    found = rates(World(48, draws, MATTER[1] if draws > 1 else 0.0, 0.5), 150)

    assert found.held >= 89
    assert found.gain_held >= 89
    assert max(found.from_none, found.between) <= 11


@pytest.mark.slow
@pytest.mark.timeout(6000)
@pytest.mark.parametrize("world", list(worlds()))
def test_of_2000_in_each_world_false_calls_are_few_and_intervals_hold(world: World) -> None:
    found = rates(world, 2000)

    skewed = (world.matter, world.right) == (SKEWED.matter, SKEWED.right)
    assert min(found.held, found.gain_held) >= (91.5 if skewed else 92)
    assert found.from_none <= (11 if skewed else 7)
    assert found.between <= 7
