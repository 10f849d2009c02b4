"""Simulated worlds whose truth is known, for the method of ``shotglass.statistics.crossed``.

``python tests/support/references/statistical_worlds.py`` runs all of them 2,000 times and prints
the table that ``docs/statistics.md`` sums up.

A question is right when the sum of what its condition, its easiness, its draw of examples and a
noise of its own add is above 0, all but the first normal: the share of right answers is then known.
Draws matter by the deviation of theirs. One condition has no examples, hence no draws; the other
has them; a third has draws of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from shotglass.statistics import Change, crossed_share

QUESTIONS = (12, 24, 48, 100, 200)
DRAWS = (1, 2, 3, 5, 8, 10)
MATTER = (0.0, 0.35, 0.7)  # of draws, beside questions with 1
RIGHT = (0.5, 0.9)
NOISE = 0.6
GAIN = 0.1
TIMES = 2_000
Random = np.random.Generator
Values = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """``matter``: how much draws of examples do; ``right``: the share of right answers."""

    questions: int
    draws: int
    matter: float
    right: float

    def answers(self, random: Random, easiness: Values, right: float, matter: float) -> Values:
        """(S, N); one row where there are no draws."""
        draws = self.draws if matter >= 0 else 1
        level = NormalDist().inv_cdf(right) * float(np.sqrt(1 + NOISE**2 + max(0, matter) ** 2))
        of_draws = random.normal(0, max(0.0, matter), (draws, 1))
        noise = random.normal(0, NOISE, (draws, self.questions))
        return (level + easiness + of_draws + noise > 0).astype(float)

    @property
    def gain(self) -> float:
        return GAIN if self.right + GAIN < 1 else -GAIN

    def trial(self, random: Random) -> Outcome:
        easiness = random.normal(0, 1, self.questions)
        without = self.answers(random, easiness, self.right, -1)
        shown, other = (self.answers(random, easiness, self.right, self.matter) for _ in range(2))
        more = self.answers(random, easiness, self.right + self.gain, self.matter)
        share, gain = crossed_share(shown), Change.of(more - without).interval()
        return Outcome(
            share.low <= self.right <= share.high,
            not gain.low <= self.gain <= gain.high,
            called(shown - without),
            called(other - shown),
        )


@dataclass(frozen=True)
class Outcome:
    """Whether the share's interval holds it, and of changes: whether the interval misses a true
    gain, and whether one is called that is not there, from no examples and between two of them."""

    held: bool
    missed: bool
    from_none: bool
    between: bool


def called(values: Values) -> bool:
    interval = Change.of(values).interval()
    return not interval.low <= 0 <= interval.high


def worlds(questions: Sequence[int] = QUESTIONS, draws: Sequence[int] = DRAWS) -> Iterator[World]:
    """With one draw, all holds for that one: whether others would differ is not asked."""
    for matter in MATTER:
        for right in RIGHT:
            for count in draws:
                if count > 1 or not matter:
                    yield from (World(n, count, matter, right) for n in questions)


@dataclass(frozen=True)
class Rates:
    """In percent."""

    held: float
    gain_held: float
    from_none: float
    between: float


def rates(world: World, times: int, seed: int = 28) -> Rates:
    random = np.random.default_rng(seed)
    outcomes = [world.trial(random) for _ in range(times)]
    of = [
        100 * sum(getattr(one, name) for one in outcomes) / times
        for name in ("held", "missed", "from_none", "between")
    ]
    return Rates(of[0], 100 - of[1], of[2], of[3])


def table(times: int = TIMES) -> Iterator[str]:
    """Of each kind of world and number of draws the lowest and the highest over questions."""
    yield (
        "| draws' deviation, points | right, % | draws | share held | gain of 10 points held "
        "| false calls, from no examples | false calls, between draws |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for world in worlds(questions=(0,)):
        found = [rates(World(n, world.draws, world.matter, world.right), times) for n in QUESTIONS]
        ranges = [
            _range([getattr(one, name) for one in found])
            for name in ("held", "gain_held", "from_none", "between")
        ]
        points = f"{deviation(world):.0f}"
        yield f"| {points} | {100 * world.right:.0f} | {world.draws} | {' | '.join(ranges)} |"


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.1f} to {max(values):.1f}"


def deviation(world: World) -> float:
    """Of the share of right answers among draws, in points."""
    total = float(np.sqrt(1 + NOISE**2))
    level = NormalDist().inv_cdf(world.right) * float(np.sqrt(total**2 + world.matter**2))
    draws = np.random.default_rng(0).normal(0, world.matter, 100_000)
    shares = [NormalDist().cdf((level + draw) / total) for draw in draws[:20_000]]
    return 100 * float(np.std(shares))


if __name__ == "__main__":
    for line in table():
        print(line, flush=True)
