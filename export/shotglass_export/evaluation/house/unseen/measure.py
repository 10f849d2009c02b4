"""What a house model makes of templates, nouns and names that it was not made for.

The claim on its card is about its own templates and its own lexicon; this measures how far it
reaches. Under every wording the same questions are asked as for the card (held-out words under
held-out names), so that the template alone differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from shotglass.engine import ModelFolder
from shotglass.statistics import mean_interval, wilson
from shotglass.statistics.claim import SPLIT, K

from ....data.episodes import Lexicon, Question, probe_set
from ....data.episodes.families import Family
from ....progress import Report
from ...gallery.verdicts import Triple, triple
from ..cached_model import Asker, Lane
from ..figures import AtK
from ..questions import KS, SEED, digest_of_questions
from .templates import OWN, UNSEEN, templates_of, with_other_names, with_other_nouns

ASKED_AT = (0, K)
FAMILIES: tuple[Family, ...] = ("kind", "speech", "forms")
OF_LEXICON = "lexicon"  # words or names of the lexicon that were kept from training
OTHER = "other"  # those of no lexicon: ``templates.NOUNS``


@dataclass(frozen=True)
class Asking:
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


def draw_unseen(lexicon: Lexicon, n: int, seed: int = SEED) -> Iterator[Asking]:
    """Every family in every wording; then, in its own, other nouns, other names, and both."""
    for wording in (OWN, *UNSEEN):
        for family in FAMILIES:
            questions = _drawn(lexicon, family, wording, n, seed)
            yield Asking(family, wording, OF_LEXICON, OF_LEXICON, questions)
    nouns, names = with_other_nouns(lexicon), with_other_names(lexicon)
    both = with_other_names(nouns)
    for found, of_words, of_names in (
        (nouns, OTHER, OF_LEXICON), (names, OF_LEXICON, OTHER), (both, OTHER, OTHER),
    ):  # fmt: skip
        yield Asking("kind", OWN, of_words, of_names, _drawn(found, "kind", OWN, n, seed))


def _drawn(
    lexicon: Lexicon, family: Family, wording: str, n: int, seed: int
) -> tuple[Question, ...]:
    return tuple(probe_set(lexicon, family, SPLIT, KS, n, seed, templates_of(wording)))


def measure_unseen(
    model: ModelFolder, lexicon: Lexicon, n: int, kept: Path, report: Report
) -> dict[str, Any]:
    """The record. Answers are kept in the folder ``kept``; a second run asks only what is new.

    Raises WrongTask, ModelFolderError, and what ``Asker.read`` does.
    """
    askings = list(draw_unseen(lexicon, n))
    with closing(Asker(model, kept, report)) as asker:
        for asking in askings:
            asker.pace.expect(asker.missing(asking.questions, ASKED_AT))
        cells = [_cell(asker, asking) for asking in askings]
    return {
        "model": asdict(asker.measured),
        "recorded": date.today().isoformat(),
        "questions": {"digest": digest_of_questions(_all(askings), K), "seed": SEED, "n": n},
        "split": SPLIT,
        "ks": list(ASKED_AT),
        "templates": {wording: list(templates_of(wording)) for wording in (OWN, *UNSEEN)},
        "cells": [asdict(cell) for cell in cells],
    }


def _all(askings: Sequence[Asking]) -> Iterator[Question]:
    return (question for asking in askings for question in asking.questions)


def _cell(asker: Asker, asking: Asking) -> UnseenCell:
    stage = f"{asking.family}, {asking.wording}"
    lanes = {k: lane for k, lane in asker.read(asking.questions, ASKED_AT, stage).items() if lane}
    chance = float(np.mean([1 / len(question.labels) for question in asking.questions]))
    return UnseenCell(
        asking.family,
        asking.wording,
        asking.words,
        asking.names,
        len(asking.questions),
        round(chance, 4),
        tuple(AtK(k, _form(lane.form), *_choice(lane.right)) for k, lane in lanes.items()),
        tuple(_by_template(asking, lanes[K])) if K in lanes else (),
    )


def _by_template(asking: Asking, lane: Lane) -> Iterator[ByTemplate]:
    form, right = lane.form, lane.right
    for template in templates_of(asking.wording):
        places = [at for at, q in enumerate(asking.questions) if q.template == template]
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
    wanted = (family, wording, words, names)
    for cell in data["cells"]:
        if (cell["family"], cell["wording"], cell["words"], cell["names"]) == wanted:
            found: Mapping[str, Any] = cell
            return found
    raise KeyError(f"no cell of {wanted}")
