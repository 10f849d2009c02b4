"""The chance decisions of a plan, by named random numbers: the seed and the purpose of a number
decide it, so that a draw of examples is the same whatever else a plan holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from math import factorial
from operator import itemgetter

from ...decoding import uniform

# What a number is for, in steps that leave room for a draw of examples and an order of each.
POOL = 0
DRAW = 1 << 20
WRONG = 2 << 20  # which examples have a wrong answer
REPLACED = 3 << 20  # which wrong answer
NAMED = 4 << 20
ORDER = 5 << 20
_CAUSES = 6 << 20
CAUSE = _CAUSES  # which items are taken from, and judged
EXAMPLES = _CAUSES + (1 << 16)  # the order of examples, for each number
HEADS = _CAUSES + (2 << 16)  # heads at random, for each draw
REPEATED = _CAUSES + (3 << 16)  # tokens at random, for each text
_ORDERS = 4096  # tried for each draw


def permutation(seed: int, purpose: int, count: int) -> tuple[int, ...]:
    """Returns 0 ... count - 1 in random order, each order as likely as any other."""
    return tuple(sorted(range(count), key=lambda place: uniform(seed, purpose, place)))


def dealt(order: Sequence[int], answers: Sequence[str]) -> tuple[int, ...]:
    """The places of ``order`` one answer after another, as cards are dealt, each answer's in their
    order: any first k have as many of each answer as they can. ``answers``: by place."""
    counts: Counter[str] = Counter()
    ranks = []
    for place in order:
        ranks.append(counts[answers[place]])
        counts[answers[place]] += 1
    return tuple(place for _, place in sorted(zip(ranks, order, strict=True), key=itemgetter(0)))


def chosen(seed: int, purpose: int, place: int, count: int) -> int:
    """Returns one of 0 ... count - 1."""
    return int(uniform(seed, purpose, place) * count)


def orders(seed: int, draw: int, k: int, most: int) -> list[tuple[int, ...]]:
    """Returns orders of k examples, sorted so that neighbours begin alike: all k! where they are no
    more than ``most``, else as many different ones, with the order in which the examples were drawn
    among them."""
    if most == 1 or k < 2:
        return [tuple(range(k))]
    if k < 6 and factorial(k) <= most:
        return list(permutations(range(k)))
    different = {tuple(range(k))}
    for number in range(_ORDERS):
        if len(different) == most:
            break
        different.add(permutation(seed, ORDER + draw * _ORDERS + number, k))
    return sorted(different)
