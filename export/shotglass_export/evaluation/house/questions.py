"""What is asked of every model: a family's questions by split, and its controls."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from shotglass.statistics.claim import SPLIT, K

from ...data.episodes import Lexicon, Question, probe_set, render
from ...data.episodes.families import Family
from ...data.episodes.questions import QuestionSplit
from . import controls
from .controls import Control, names_classes

KS = (0, 1, 2, 4, 8, 16)
SPLITS: tuple[QuestionSplit, ...] = ("train", "held-words", "held-labels", "held-both")
WITH_NEW_CLASSES: tuple[Family, ...] = ("kind",)  # the others' held-out classes are in "held-both"
SEED = 20261125  # of no other questions: what is asked here was never looked at before
_PARTNERS: dict[Family, Family] = {
    "recall": "kind", "kind": "speech", "speech": "kind", "forms": "affix", "affix": "forms",
}  # fmt: skip

Questions = tuple[Question, ...]


@dataclass(frozen=True)
class Asking:
    """``controls`` are the questions of the rule's split after other examples, one for one."""

    family: Family
    by_split: Mapping[QuestionSplit, Questions]
    controls: Mapping[Control, Questions]

    @property
    def judged(self) -> Questions:
        """Those that the rule looks at."""
        return self.by_split[SPLIT]

    @property
    def chance(self) -> float:
        """A guess's share of right answers."""
        return float(np.mean([1 / len(question.labels) for question in self.judged]))


def draw_asking(lexicon: Lexicon, family: Family, n: int, seed: int = SEED) -> Asking:
    """``n`` questions a split, the same for every k and every model."""
    splits: tuple[QuestionSplit, ...] = SPLITS
    if family in WITH_NEW_CLASSES:
        splits = (*SPLITS, "new-classes")
    by_split = {split: tuple(probe_set(lexicon, family, split, KS, n, seed)) for split in splits}
    others = probe_set(lexicon, _PARTNERS[family], SPLIT, KS, n, seed + 1)
    return Asking(family, by_split, _controls(lexicon, by_split[SPLIT], others, seed))


def _controls(
    lexicon: Lexicon, questions: Questions, others: Sequence[Question], seed: int
) -> dict[Control, Questions]:
    randoms = [np.random.default_rng((seed, 1, place)) for place in range(len(questions))]
    made: dict[Control, Questions] = {
        "shuffled": tuple(
            controls.shuffled(q, K, random) for q, random in zip(questions, randoms, strict=True)
        ),
        "flipped": tuple(map(controls.flipped, questions)),
        "wrong-task": tuple(map(controls.after_wrong_task, questions, others)),
    }
    if all(map(names_classes, questions)):
        pool = lexicon.labels["invented"]["held"]
        made["invented"] = tuple(
            _under_invented_names(q, pool, random)
            for q, random in zip(questions, randoms, strict=True)
        )
    return made


def _under_invented_names(question: Question, pool: Sequence[str], random: Generator) -> Question:
    names = controls.invented_names(pool, len(question.labels), random)
    return controls.renamed(question, names)


def digest(askings: Sequence[Asking]) -> str:
    """sha256 of everything that is asked."""
    told = hashlib.sha256()
    for question in _all(askings):
        told.update(json.dumps([render(question, max(KS)), question.labels]).encode())
    return told.hexdigest()


def _all(askings: Sequence[Asking]) -> Iterator[Question]:
    for asking in askings:
        for questions in (*asking.by_split.values(), *asking.controls.values()):
            yield from questions
