"""Sentences with a word of two senses, and which sense its vector's nearest neighbour has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

PLACES = 5  # sentences of a sense and kind
SENSES = 2
KINDS = ("before", "after")
TIE = 1e-6  # cosines nearer than this are equal

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """A sentence: its ``opening`` ends with the word. Items of one ``place`` are not each other's
    neighbours: in an ``after`` pair they are equal up to there."""

    word: str
    sense: int
    meaning: str  # what the sense is called
    kind: str  # what tells the sense stands "before" or "after" the word
    place: int
    opening: str
    rest: str

    @property
    def text(self) -> str:
        return self.opening + self.rest


def items_of(table: Mapping[str, Mapping[str, Any]]) -> list[Item]:
    """The sentences of ``two_senses.toml``, by word, kind, place and sense."""
    found = []
    for word, texts in table.items():
        names = texts["senses"]
        for place, sense in product(range(PLACES), range(SENSES)):
            opening = texts["before"][sense][place]
            found.append(Item(word, sense, names[sense], "before", place, opening, "."))
        for place, sense in product(range(PLACES), range(SENSES)):
            opening, *rests = texts["after"][place]
            rest = " " + rests[sense]
            found.append(Item(word, sense, names[sense], "after", place, opening, rest))
    return found


def credits(vectors: Floats, items: Sequence[Item]) -> Floats:
    """For each item, by its vector (n, d): 1 where its nearest neighbour has its sense, 0 where it
    has the other, and between them what share of the nearest, where several are equally near."""
    found = []
    for item, others, cosines in _neighbours(vectors, items):
        near = cosines >= cosines.max() - TIE
        found.append(np.mean([items[j].sense == item.sense for j in others[near]]))
    return np.array(found)


def margins(vectors: Floats, items: Sequence[Item]) -> Floats:
    """For each item, the cosine of the nearest neighbour of its own sense, less that of the nearest
    of the other sense: above 0 where the nearest of all has its sense."""
    found = []
    for item, others, cosines in _neighbours(vectors, items):
        own = np.array([items[j].sense == item.sense for j in others])
        found.append(cosines[own].max() - cosines[~own].max())
    return np.array(found)


def _neighbours(
    vectors: Floats, items: Sequence[Item]
) -> Iterator[tuple[Item, NDArray[np.int64], Floats]]:
    """Each item with its neighbours, of the word's sentences that tell the sense before it those
    of other places, and their cosines."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    for i, item in enumerate(items):
        others = np.array([
            j
            for j, other in enumerate(items)
            if other.word == item.word and other.kind == "before" and other.place != item.place
        ])  # fmt: skip
        yield item, others, cosines[i, others]


def by_pairs(values: Floats, items: Sequence[Item], kind: str) -> list[float]:
    """The values of a kind's items, added up over both senses of one word and place."""
    pairs: dict[tuple[str, int], float] = {}
    for item, value in zip(items, values, strict=True):
        if item.kind == kind:
            key = (item.word, item.place)
            pairs[key] = pairs.get(key, 0.0) + float(value)
    return list(pairs.values())
