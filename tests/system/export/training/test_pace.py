"""The time that is left of a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shotglass_export.training.train import Pace

SAVE = 240.0


def test_a_first_step_that_compiles_says_nothing_of_the_others() -> None:
    pace = Pace()
    pace.step(30.0)
    assert pace.left(10, 0, SAVE) == 300.0, "nothing better is known"
    pace.step(0.5)
    assert pace.left(10, 0, SAVE) == 5.0


def test_the_pace_is_that_of_the_last_minute() -> None:
    pace = Pace()
    for _ in range(100):
        pace.step(1.0)
    for _ in range(31):
        pace.step(2.0)
    assert pace.seconds_a_step == 2.0


def run_of(
    steps: int, compiling: float, step: float, look: float, every: int, save: float
) -> Iterator[tuple[float, float]]:
    """After each step: the seconds since the start, and those that are left by the pace."""
    pace, now, saved = Pace(), look, 0.0
    pace.pause("look", look)
    for number in range(1, steps + 1):
        seconds = compiling if number == 1 else step * (0.5 if number % 2 else 1.5)
        pace.step(seconds)
        now += seconds
        if number % every == 0:
            pace.pause("look", look)
            now += look
        if now - saved > SAVE:
            pace.pause("save", save)
            now += save
            saved = now
        yield now, pace.left(steps - number, steps // every - number // every, SAVE)


@pytest.mark.parametrize(
    "run",
    [
        {"steps": 400, "compiling": 40.0, "step": 1.0, "look": 5.0, "every": 50, "save": 8.0},
        {"steps": 2_000, "compiling": 0.2, "step": 0.2, "look": 20.0, "every": 400, "save": 1.0},
        {"steps": 60, "compiling": 9.0, "step": 9.0, "look": 30.0, "every": 20, "save": 20.0},
    ],
    ids=["compiled", "many looks", "slow steps"],
)
def test_after_a_minute_the_time_left_is_true_within_three_tenths_or_a_checkpoint(
    run: dict[str, float],
) -> None:
    told = list(run_of(**run))  # type: ignore[arg-type]
    end = told[-1][0]
    for now, left in told:
        if now > 60 and end - now > 1:
            assert left == pytest.approx(end - now, rel=0.3, abs=run["save"] + run["look"])
