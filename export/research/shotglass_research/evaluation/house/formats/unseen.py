"""What a house model makes of templates, nouns and names that it was not made for.

The claim on its card is about its own templates and its own lexicon; this measures how far it
extends. Every wording poses the questions of the card (held-out words under held-out names), so
that the template alone differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from shotglass.engine import ModelFolder
from shotglass.statistics import mean_interval, wilson
from shotglass.statistics.claim import SPLIT, K
from shotglass_export.data.episodes import Lexicon, Question, probe_set
from shotglass_export.data.episodes.everyday import NAMES, NOUNS
from shotglass_export.data.episodes.families import Family
from shotglass_export.data.episodes.lexicon import Group
from shotglass_export.data.episodes.splitting import Split
from shotglass_export.data.episodes.template import DENSE, HELD_OUT, TRAINED, UNSEEN, shape
from shotglass_export.progress import Report

from ...record import Triple, triple
from ..cached_model import CachedModel, Lane
from ..figures import AtK
from ..questions import KS, SEED, digest_of_questions

OWN = "own"  # those that it was trained on, and the two that were kept from it, as its card asks
SHOTS = (0, K)
FAMILIES: tuple[Family, ...] = ("kind", "speech", "forms")
OF_LEXICON = "lexicon"  # words or names of the lexicon that were kept from training
OTHER = "other"  # those of no lexicon: ``data.episodes.everyday.NOUNS``


def templates_of(wording: str) -> tuple[str, ...]:
    return HELD_OUT + TRAINED if wording == OWN else UNSEEN[wording]


def was_trained(template: str) -> bool:
    """Whether an episode of the five templates, or a question of the card, is written so; blanks
    make no difference but before the word."""
    return shape(template) in map(shape, (*TRAINED, *HELD_OUT, DENSE))


Sides = dict[Split, list[Any]]


def with_other_nouns(lexicon: Lexicon) -> Lexicon:
    """Kinds told apart are those of ``NOUNS``."""
    known = set(lexicon.vocabulary())
    classes = {kind: _held(words, known) for kind, words in NOUNS.items()}
    return replace(lexicon, groups=(Group("kind", False, classes), *lexicon.groups[1:]))


def with_other_names(lexicon: Lexicon) -> Lexicon:
    """All classes go by one of ``NAMES``."""
    own = lexicon.labels
    known = set(lexicon.vocabulary()).union(*(own["invented"].values()))
    sides = _held(NAMES, known)
    return replace(lexicon, labels=dict.fromkeys(own, sides))


def _held(words: str, known: set[str]) -> Sides:
    return {"train": [], "held": [word for word in words.split() if word not in known]}


@dataclass(frozen=True)
class UnseenQuestions:
    """``words`` and ``names``: ``OF_LEXICON`` or ``OTHER``."""

    family: Family
    wording: str
    words: str
    names: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class ByTemplate:
    """Of a cell's questions those in one template, after the most examples: ``right`` of ``n`` by
    choice, and the mean mass on all labels."""

    template: str
    n: int
    right: int
    choice: Triple
    form: Triple


@dataclass(frozen=True)
class UnseenCell:
    """Figures as in ``figures.AtK``."""

    family: str
    wording: str
    words: str
    names: str
    n: int
    chance: float
    by_k: tuple[AtK, ...]
    by_template: tuple[ByTemplate, ...]


def draw_unseen(lexicon: Lexicon, n: int, seed: int = SEED) -> Iterator[UnseenQuestions]:
    """Every family in every wording; then, in its own, other nouns, other names, and both."""
    for wording in (OWN, *UNSEEN):
        for family in FAMILIES:
            questions = _drawn(lexicon, family, wording, n, seed)
            yield UnseenQuestions(family, wording, OF_LEXICON, OF_LEXICON, questions)
    nouns, names = with_other_nouns(lexicon), with_other_names(lexicon)
    both = with_other_names(nouns)
    for found, of_words, of_names in (
        (nouns, OTHER, OF_LEXICON), (names, OF_LEXICON, OTHER), (both, OTHER, OTHER),
    ):  # fmt: skip
        yield UnseenQuestions("kind", OWN, of_words, of_names, _drawn(found, "kind", OWN, n, seed))


def _drawn(
    lexicon: Lexicon, family: Family, wording: str, n: int, seed: int
) -> tuple[Question, ...]:
    return tuple(probe_set(lexicon, family, SPLIT, KS, n, seed, templates_of(wording)))


def measure_unseen(
    model: ModelFolder, lexicon: Lexicon, n: int, answers: Path, report: Report
) -> dict[str, Any]:
    """The record. Answers are stored in the folder ``answers``; a second run computes what is new.

    Raises WrongTask, ModelFolderError, and what ``CachedModel.read`` does.
    """
    question_sets = list(draw_unseen(lexicon, n))
    with closing(CachedModel(model, answers, report)) as evaluated:
        for question_set in question_sets:
            evaluated.pace.expect(evaluated.missing(question_set.questions, SHOTS))
        cells = [_cell(evaluated, question_set) for question_set in question_sets]
    return {
        "model": asdict(evaluated.measured),
        "recorded": date.today().isoformat(),
        "questions": {"digest": digest_of_questions(_all(question_sets), K), "seed": SEED, "n": n},
        "split": SPLIT,
        "ks": list(SHOTS),
        "templates": {wording: list(templates_of(wording)) for wording in (OWN, *UNSEEN)},
        "cells": [asdict(cell) for cell in cells],
    }


def _all(question_sets: Sequence[UnseenQuestions]) -> Iterator[Question]:
    return (question for question_set in question_sets for question in question_set.questions)


def _cell(evaluated: CachedModel, question_set: UnseenQuestions) -> UnseenCell:
    stage = f"{question_set.family}, {question_set.wording}"
    lanes = {
        k: lane for k, lane in evaluated.read(question_set.questions, SHOTS, stage).items() if lane
    }
    chance = float(np.mean([1 / len(question.labels) for question in question_set.questions]))
    return UnseenCell(
        question_set.family,
        question_set.wording,
        question_set.words,
        question_set.names,
        len(question_set.questions),
        round(chance, 4),
        tuple(AtK(k, _form(lane.form), *_choice(lane.right)) for k, lane in lanes.items()),
        tuple(_by_template(question_set, lanes[K])) if K in lanes else (),
    )


def _by_template(question_set: UnseenQuestions, lane: Lane) -> Iterator[ByTemplate]:
    form, right = lane.form, lane.right
    for template in templates_of(question_set.wording):
        places = [at for at, q in enumerate(question_set.questions) if q.template == template]
        if len(places) > 1:
            choice, count = _choice([right[at] for at in places])
            mass = _form([form[at] for at in places])
            yield ByTemplate(template, len(places), count, choice, mass)


def _form(mass: Sequence[float]) -> Triple:
    return triple(mean_interval(mass))


def _choice(right: Sequence[bool]) -> tuple[Triple, int]:
    return triple(wilson(sum(right), len(right))), sum(right)


def cell_of(
    data: Mapping[str, Any],
    family: str,
    wording: str,
    words: str = OF_LEXICON,
    names: str = OF_LEXICON,
) -> Mapping[str, Any]:
    """One cell of a record. Raises KeyError where there is none."""
    place = (family, wording, words, names)
    for cell in data["cells"]:
        if (cell["family"], cell["wording"], cell["words"], cell["names"]) == place:
            found: Mapping[str, Any] = cell
            return found
    raise KeyError(f"no cell of {place}")
