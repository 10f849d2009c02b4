"""The families of tasks: each draws an episode's shots; in all but the recall the label follows
from a class.

**The class of each shot is drawn by itself**, the query's too: shots balanced on purpose would give
the answer away by counting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from numpy.random import Generator

from .episode import Shot
from .lexicon import Forms, Group, Lexicon
from .splitting import Split

Family = Literal["recall", "kind", "speech", "forms", "affix"]
FAMILIES: tuple[Family, ...] = ("recall", "kind", "speech", "forms", "affix")


@dataclass(frozen=True)
class Sides:
    """The sides of the split that the inputs come from, and the label names or rules."""

    words: Split = "train"
    labels: Split = "train"
    natural: float = 0.25  # how often the classes go by their own names
    word_names: float = 0.0  # how often names are any words that are inputs elsewhere
    everyday: float = 0.0  # how often kinds are of the everyday nouns
    coined: float = 0.0  # how often names are coined ones
    new_classes: bool = False  # only groups and relations that no training episode has


def draw(
    family: Family, lexicon: Lexicon, random: Generator, sides: Sides, shots: int
) -> tuple[Shot, ...]:
    """``shots`` examples of one newly drawn task."""
    return _DRAWN_BY[family](lexicon, random, sides, shots)


def _recall(lexicon: Lexicon, random: Generator, sides: Sides, shots: int) -> tuple[Shot, ...]:
    """Few words, each with a name of its own, that come again and again: copying from above."""
    few = int(random.integers(2, 7))
    names = _names(lexicon, random, sides, few)
    inputs = _sample(random, lexicon.words(sides.words), few)
    places = random.integers(few, size=shots)
    return tuple(Shot(inputs[place], int(place), names) for place in places)


def _kind(lexicon: Lexicon, random: Generator, sides: Sides, shots: int) -> tuple[Shot, ...]:
    group = lexicon.groups[1 if sides.new_classes else 0]
    if sides.everyday and random.random() < sides.everyday:
        group = lexicon.everyday
    return _classified(group, lexicon, random, sides, shots)


def _speech(lexicon: Lexicon, random: Generator, sides: Sides, shots: int) -> tuple[Shot, ...]:
    return _classified(lexicon.groups[2], lexicon, random, sides, shots)


def _classified(
    group: Group, lexicon: Lexicon, random: Generator, sides: Sides, shots: int
) -> tuple[Shot, ...]:
    """Words of two classes under two names that mean nothing, or under the classes' own."""
    classes = _sample(random, list(group.classes), 2)
    if sides.labels == "train" and random.random() < sides.natural:
        names = tuple(f" {name}" for name in classes)
    else:
        names = _names(lexicon, random, sides, 2)
    labels = random.integers(2, size=shots)
    pools = [_sample(random, list(group.classes[c][sides.words]), shots) for c in classes]
    return tuple(Shot(pools[y][i], int(y), names) for i, y in enumerate(labels))


def _forms(lexicon: Lexicon, random: Generator, sides: Sides, shots: int) -> tuple[Shot, ...]:
    """Returns one relation for the whole episode; the others are what could have been asked."""
    held = sides.labels == "held"
    table: Forms = next(forms for forms in lexicon.forms if forms.held == held)
    label = int(random.integers(len(table.relations)))
    rows = _sample(random, list(table.rows["held" if held else sides.words]), shots)
    return tuple(Shot(row[0], label, tuple(f" {form}" for form in row[1:])) for row in rows)


def _affix(lexicon: Lexicon, random: Generator, sides: Sides, shots: int) -> tuple[Shot, ...]:
    """``walk`` becomes ``walk-zo``: the hyphen keeps word and affix apart for the tokenizer."""
    ends = _sample(random, list(lexicon.affixes[sides.labels]), 2)
    inputs = _sample(random, lexicon.words(sides.words), shots)
    return tuple(Shot(word, 0, tuple(f" {word}-{end}" for end in ends)) for word in inputs)


def _names(lexicon: Lexicon, random: Generator, sides: Sides, ways: int) -> tuple[str, ...]:
    """Label names that do not begin alike; half of the episodes take invented ones.

    Words that are inputs elsewhere make many more names, so that copying one is learned for all.
    """
    pool = lexicon.labels["invented" if random.random() < 0.5 else "words"][sides.labels]
    if sides.word_names and random.random() < sides.word_names:
        pool = lexicon.words(sides.labels)
    if sides.coined and random.random() < sides.coined:
        pool = lexicon.labels["coined"][sides.labels]
    while True:
        names = _sample(random, pool, ways)
        if not any(a != b and b.startswith(a) for a in names for b in names):
            return tuple(f" {name}" for name in names)


def _sample(random: Generator, pool: list[Any], n: int) -> list[Any]:
    """``n`` different ones; from a pool that is too small, some again."""
    places = random.choice(len(pool), n, replace=n > len(pool))
    return [pool[place] for place in places]


_DRAWN_BY: dict[Family, Callable[[Lexicon, Generator, Sides, int], tuple[Shot, ...]]] = {
    "recall": _recall, "kind": _kind, "speech": _speech, "forms": _forms, "affix": _affix,
}  # fmt: skip
