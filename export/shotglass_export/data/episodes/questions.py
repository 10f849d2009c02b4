"""Questions after k examples: the same queries for every k, so that k alone differs."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from .episode import Shot
from .families import Family, Sides, draw
from .lexicon import Lexicon
from .template import HELD_OUT, TRAINED, heading, opening, parts

QuestionSplit = Literal["train", "held-words", "held-labels", "held-both", "new-classes"]
SIDES: dict[QuestionSplit, Sides] = {
    "train": Sides(natural=0.0),
    "held-words": Sides(words="held", natural=0.0),
    "held-labels": Sides(labels="held"),
    "held-both": Sides(words="held", labels="held"),
    "new-classes": Sides(words="held", labels="held", new_classes=True),
}


@dataclass(frozen=True)
class Question:
    """``labels``: the query's possible answers, of which ``answer`` is right. Examples of k are the
    first k of ``shots``."""

    family: str
    split: str
    template: str
    shots: tuple[Shot, ...]
    query: Shot

    @property
    def labels(self) -> tuple[str, ...]:
        return self.query.candidates

    @property
    def answer(self) -> int:
        return self.query.label

    @cached_property
    def prompt_by_k(self) -> dict[int, str]:
        return {k: render(self, k) for k in range(len(self.shots) + 1)}


def probe_set(
    lexicon: Lexicon,
    family: Family,
    split: QuestionSplit,
    shots: Sequence[int],
    n: int,
    seed: int,
    templates: Sequence[str] = (),
) -> list[Question]:
    """``n`` questions, each with max(``shots``) examples, from ``lexicon.apart``.

    "held-labels": label names, affixes or relations that no training episode has; "new-classes":
    also kinds of words that none has. ``templates``: one of these each; if left out, of the trained
    ones, and where labels are held out, of the held-out ones as well.
    """
    name = zlib.crc32(f"{family} {split}".encode())
    chosen = templates or (TRAINED if split in ("train", "held-words") else HELD_OUT + TRAINED)
    questions = []
    for index in range(n):
        random = np.random.default_rng((seed, name, index))
        drawn = draw(family, lexicon.apart, random, SIDES[split], max(shots) + 1)
        template = chosen[int(random.integers(len(chosen)))]
        questions.append(Question(family, split, template, drawn[:-1], drawn[-1]))
    return questions


def render(question: Question, k: int, shots: Sequence[Shot] | None = None) -> str:
    """The prompt: heading, k examples, the query. ``shots`` stand in for the question's own."""
    before, between, behind = parts(question.template)
    examples = (question.shots if shots is None else shots)[:k]
    shown = "".join(
        f"{opening(before, s.input)}{s.input}{between}{s.output}{behind}" for s in examples
    )
    query = question.query.input
    return f"{heading(question.template)}{shown}{opening(before, query)}{query}{between}"


def relabelled(question: Question, labels: Sequence[int]) -> tuple[Shot, ...]:
    """The examples with other answers: ``labels`` (shots,), each the place among its candidates."""
    return tuple(s.relabelled(y) for s, y in zip(question.shots, labels, strict=True))
