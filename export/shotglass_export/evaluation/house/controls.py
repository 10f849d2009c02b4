"""Controls: the same query after examples that teach something else, or nothing.

What survives shuffled answers is form; what does not follow flipped ones was known before; what
works under invented names was read from the examples; what works after another task's was neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from numpy.random import Generator

from ...data.episodes import Question, Shot, relabelled

Control = Literal["shuffled", "flipped", "invented", "wrong-task"]
CONTROLS: tuple[Control, ...] = ("shuffled", "flipped", "invented", "wrong-task")


def names_classes(question: Question) -> bool:
    """Whether all examples have the same possible outputs: names of classes. Else each input has
    its own, and one rule of the episode gives them all."""
    return all(shot.candidates == question.labels for shot in question.shots)


def shuffled(question: Question, k: int, random: Generator) -> Question:
    """The first ``k`` examples' answers change places at random; some may stay, since a shuffle
    that left none in its place would itself tell what is right. Under one rule for all, each answer
    is drawn anew from the example's own candidates."""
    labels = [shot.label for shot in question.shots]
    if names_classes(question):
        mixed = [labels[place] for place in random.permutation(k)]
    else:
        mixed = [int(random.integers(len(shot.candidates))) for shot in question.shots[:k]]
    return replace(question, shots=relabelled(question, [*mixed, *labels[k:]]))


def flipped(question: Question) -> Question:
    """Every example gets the next class's answer, the last class the first's: none keeps its own.

    The expected answer stays; ``next_class`` is the one that the examples now teach.
    """
    labels = [(shot.label + 1) % len(shot.candidates) for shot in question.shots]
    return replace(question, shots=relabelled(question, labels))


def next_class(question: Question) -> int:
    return (question.answer + 1) % len(question.labels)


def renamed(question: Question, names: Sequence[str]) -> Question:
    """Other names for the same classes. Raises ValueError unless there is one for each class."""
    if len(names) != len(question.labels):
        raise ValueError(f"{len(names)} names for {len(question.labels)} classes")
    candidates = tuple(names)
    shots = tuple(replace(shot, candidates=candidates) for shot in question.shots)
    return replace(question, shots=shots, query=replace(question.query, candidates=candidates))


def invented_names(pool: Sequence[str], ways: int, random: Generator) -> tuple[str, ...]:
    """``ways`` of them, each with its leading space; none begins another."""
    while True:
        names = [pool[place] for place in random.choice(len(pool), ways, replace=False)]
        if not any(a != b and b.startswith(a) for a in names for b in names):
            return tuple(f" {name}" for name in names)


def after_wrong_task(question: Question, other: Question) -> Question:
    """The examples of another task: under this one's names, where both have names of classes."""
    if not names_classes(question):
        return replace(question, shots=other.shots)
    ways = len(question.labels)
    shots = tuple(Shot(s.input, s.label % ways, question.labels) for s in other.shots)
    return replace(question, shots=shots)
