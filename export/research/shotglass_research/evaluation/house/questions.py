"""The questions of a house evaluation: a family's by split, and its controls.

A control is the same query after examples that teach something else, or nothing. What survives
shuffled answers is form; what does not follow flipped ones was known before; what works under
invented names was learned from the examples; what works after another task's was neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.random import Generator

from shotglass.statistics.claim import SPLIT, K
from shotglass_export.data.episodes import Lexicon, Question, Shot, probe_set, relabelled, render
from shotglass_export.data.episodes.families import Family
from shotglass_export.data.episodes.questions import QuestionSplit

KS = (0, 1, 2, 4, 8, 16)
SPLITS: tuple[QuestionSplit, ...] = ("train", "held-words", "held-labels", "held-both")
WITH_NEW_CLASSES: tuple[Family, ...] = ("kind",)  # the others' held-out classes are in "held-both"
SEED = 20261125  # of no other questions: what is asked here was never looked at before
_PARTNERS: dict[Family, Family] = {
    "recall": "kind", "kind": "speech", "speech": "kind", "forms": "affix", "affix": "forms",
}  # fmt: skip

Questions = tuple[Question, ...]


@dataclass(frozen=True)
class QuestionSet:
    """``controls`` are the questions of the rule's split after other examples, one for one;
    ``ks``: after how many examples the others are asked."""

    family: Family
    by_split: Mapping[QuestionSplit, Questions]
    controls: Mapping[Control, Questions]
    ks: tuple[int, ...] = KS

    @property
    def judged(self) -> Questions:
        """Those that the rule looks at."""
        return self.by_split[SPLIT]

    @property
    def chance(self) -> float:
        """A guess's share of right answers."""
        return float(np.mean([1 / len(question.labels) for question in self.judged]))


def draw_questions(lexicon: Lexicon, family: Family, n: int, seed: int = SEED) -> QuestionSet:
    """``n`` questions a split, the same for every k and every model."""
    splits: tuple[QuestionSplit, ...] = SPLITS
    if family in WITH_NEW_CLASSES:
        splits = (*SPLITS, "new-classes")
    by_split = {split: tuple(probe_set(lexicon, family, split, KS, n, seed)) for split in splits}
    others = probe_set(lexicon, _PARTNERS[family], SPLIT, KS, n, seed + 1)
    return QuestionSet(family, by_split, _controls(lexicon, by_split[SPLIT], others, seed))


def draw_in_templates(
    lexicon: Lexicon, family: Family, templates: Sequence[str], n: int, seed: int = SEED
) -> QuestionSet:
    """The same words, names and examples as ``draw_questions`` has, of two splits and written by
    ``templates``; after 0 and the rule's number of examples."""
    splits: tuple[QuestionSplit, ...] = ("train", SPLIT)
    by_split = {
        split: tuple(probe_set(lexicon, family, split, KS, n, seed, templates)) for split in splits
    }
    others = probe_set(lexicon, _PARTNERS[family], SPLIT, KS, n, seed + 1)
    controls = _controls(lexicon, by_split[SPLIT], others, seed)
    return QuestionSet(family, by_split, controls, (0, K))


def _controls(
    lexicon: Lexicon, questions: Questions, others: Sequence[Question], seed: int
) -> dict[Control, Questions]:
    randoms = [np.random.default_rng((seed, 1, place)) for place in range(len(questions))]
    made: dict[Control, Questions] = {
        "shuffled": tuple(
            shuffled(q, K, random) for q, random in zip(questions, randoms, strict=True)
        ),
        "flipped": tuple(map(flipped, questions)),
        "wrong-task": tuple(map(after_wrong_task, questions, others)),
    }
    if all(map(names_classes, questions)):
        pool = lexicon.labels["invented"]["held"]
        made["invented"] = tuple(
            _under_invented_names(q, pool, random)
            for q, random in zip(questions, randoms, strict=True)
        )
    return made


def _under_invented_names(question: Question, pool: Sequence[str], random: Generator) -> Question:
    names = invented_names(pool, len(question.labels), random)
    return renamed(question, names)


def splits_of(question_sets: Sequence[QuestionSet]) -> list[str]:
    """All of them, once."""
    return list(dict.fromkeys(split for one in question_sets for split in one.by_split))


def digest(question_sets: Sequence[QuestionSet]) -> str:
    """sha256 of every question, controls included."""
    return digest_of_questions(_all(question_sets), max(KS))


def digest_of_questions(questions: Iterable[Question], k: int) -> str:
    """sha256 of the prompts after ``k`` examples and of the labels, in order."""
    total = hashlib.sha256()
    for question in questions:
        total.update(json.dumps([render(question, k), question.labels]).encode())
    return total.hexdigest()


def _all(question_sets: Sequence[QuestionSet]) -> Iterator[Question]:
    for question_set in question_sets:
        for questions in (*question_set.by_split.values(), *question_set.controls.values()):
            yield from questions


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
