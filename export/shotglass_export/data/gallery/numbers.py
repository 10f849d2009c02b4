"""Items that are computed: dates in odd formats, and word problems with their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from .task import Item, Taken, apart

MANY = 400
NAMES = ("Anna", "Ben", "Clara", "David", "Ella", "Felix", "Grace", "Hugo", "Ida", "Jonas")
THINGS = ("apples", "books", "coins", "marbles", "stamps", "shells", "pencils", "stickers")
BOXES = ("boxes", "bags", "baskets", "jars")


def odd_dates(rng: Random, taken: Taken) -> Iterator[Item]:
    """Days from 13 on, so that day and month cannot be taken for one another."""
    for _ in range(MANY):
        year, month, day = rng.randrange(1950, 2030), rng.randrange(1, 13), rng.randrange(13, 29)
        y, m, d = f"{year}", f"{month:02}", f"{day:02}"
        odd, wrong, usual = f" !{m}!{d}!{y}!", f" !{d}!{m}!{y}!", f" {d}/{m}/{y}"
        expected = {"!month!day!year!": odd, "day/month/year": usual}
        yield Item(f"{y}-{m}-{d}", expected, (odd, wrong, usual))


def _add(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, y = rng.randrange(3, 40), rng.randrange(2, 30)
    return f"{name} has {x} {things} and gets {y} more. How many are there now?", x + y, abs(x - y)


def _take(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x = rng.randrange(12, 60)
    y = rng.randrange(2, x - 2)
    return f"{name} has {x} {things} and gives away {y}. How many are left?", x - y, x + y


def _times(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, y, box = rng.randrange(2, 10), rng.randrange(3, 13), rng.choice(BOXES)
    return (
        f"{name} has {x} {box} with {y} {things} each. How many {things} are there?",
        x * y,
        x + y,
    )


def _share(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, y = rng.randrange(2, 7), rng.randrange(2, 13)
    question = f"{name} shares {x * y} {things} equally among {x} friends. How many does each get?"
    return question, y, x * y - x


def _two_steps(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, z = rng.randrange(12, 50), rng.randrange(2, 20)
    y = rng.randrange(2, x - 2)
    question = f"{name} had {x} {things}, used {y} and bought {z} more. How many are there now?"
    return question, x - y + z, x + y + z


PROBLEMS: tuple[Callable[[Random, str, str], tuple[str, int, int]], ...] = (
    _add, _take, _times, _share, _two_steps,
)  # fmt: skip


def arithmetic(rng: Random, taken: Taken) -> Iterator[Item]:
    """The other answer is what one gets with a wrong operation."""
    for place in range(MANY):
        problem = PROBLEMS[place % len(PROBLEMS)]
        question, right, wrong = problem(rng, rng.choice(NAMES), rng.choice(THINGS))
        answers = (f" {right}", f" {wrong}")
        if apart(answers):
            yield Item(question, {"word problems": answers[0]}, answers)
