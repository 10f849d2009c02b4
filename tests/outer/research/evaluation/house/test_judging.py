"""The whole way from what a learner says to the verdict, with learners made by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log
from typing import Any, cast

import pytest
from support.house.small_house import small_lexicon

from shotglass_export.data.episodes import Question
from shotglass_export.data.episodes.families import Family
from shotglass_research.evaluation.house.baselines import Baseline, copy_last, majority
from shotglass_research.evaluation.house.cached_model import CachedModel, Lane
from shotglass_research.evaluation.house.figures import FamilyFigures
from shotglass_research.evaluation.house.judging import beside_family, judge_family
from shotglass_research.evaluation.house.questions import KS, QuestionSet, draw_questions

N = 1000
Learner = Callable[[Question, int], int | None]  # which label it prefers, if any


class Scripted:
    """Asks a function instead of a model; the preferred label gets 0.6, the others share 0.2."""

    def __init__(self, learner: Learner, most: int = 16) -> None:
        self._learner, self._most = learner, most

    def read(
        self, questions: Sequence[Question], ks: Sequence[int], stage: str
    ) -> dict[int, Lane | None]:
        return {k: self._lane(questions, k) if k <= self._most else None for k in ks}

    def _lane(self, questions: Sequence[Question], k: int) -> Lane:
        told = []
        for question in questions:
            chosen, ways = self._learner(question, k), len(question.labels)
            told.append(tuple(log(0.6 if place == chosen else 0.2 / (ways - 1))
                              for place in range(ways)))  # fmt: skip
        return Lane(tuple(told), tuple(question.answer for question in questions))


def of_class(question: Question, k: int) -> int | None:
    """Learns which name goes with which second letter, as the small lexicon's classes have it."""
    for shot in reversed(question.shots[:k]):
        if shot.input[1] == question.query.input[1]:
            return question.labels.index(shot.output)
    seen = {shot.output for shot in question.shots[:k]}
    return next((i for i, label in enumerate(question.labels) if label not in seen), None)


def of_memory(question: Question, k: int) -> int | None:
    """Knows the answer before any example, and whatever they say."""
    return question.answer


def guess(question: Question, k: int) -> list[float]:
    return [0.0] * len(question.labels)


BASELINES: dict[str, Baseline] = {
    "majority": majority, "copy-last": copy_last, "nearest": guess, "five-gram-cache": guess,
}  # fmt: skip


@pytest.fixture(scope="module")
def asking() -> QuestionSet:
    """Of the split that is judged alone."""
    drawn = draw_questions(small_lexicon(), "kind", N)
    return replace(drawn, by_split={"held-both": drawn.judged})


def judged(learner: Learner, asking: QuestionSet, **changes: Any) -> FamilyFigures:
    asker = cast(CachedModel, Scripted(learner, changes.pop("most", 16)))
    return judge_family(asker, asking, changes.pop("baselines", BASELINES), 5, 0)


def missed(figures: FamilyFigures) -> set[str]:
    return {one.condition for one in figures.verdict.conditions if not one.holds}


def test_one_that_learns_the_classes_is_claimed(asking: QuestionSet) -> None:
    told = judged(of_class, asking)

    assert told.verdict.claimed is True
    assert told.verdict.all_at_once is True
    by_k = next(cell for cell in told.cells if cell.split == "held-both").by_k
    assert [at.k for at in by_k if at] == list(KS)
    assert by_k[0] is not None
    assert by_k[4] is not None
    assert abs(by_k[0].right - 500) < 60
    assert by_k[4].right > 980
    assert by_k[4].form == (0.8, 0.8, 0.8)
    controls = {one.control: one for one in told.controls}
    assert abs(controls["shuffled"].choice[0] - 0.5) < 0.06
    assert controls["flipped"].choice[0] < 0.02
    assert controls["flipped"].towards_flipped is not None
    assert controls["flipped"].towards_flipped[0] > 0.98
    assert controls["invented"].choice[0] > 0.98
    assert controls["invented"].towards_flipped is None
    assert controls["wrong-task"].choice[0] < 0.6


def test_one_that_knew_it_all_along_is_refused_by_the_shuffled_control(asking: QuestionSet) -> None:
    told = judged(of_memory, asking)

    assert told.verdict.claimed is False
    assert missed(told) == {"gold-over-shuffled"}


def test_without_the_five_gram_nothing_is_judged(asking: QuestionSet) -> None:
    told = judged(of_class, asking, baselines={"majority": majority})

    assert told.verdict.claimed is None
    assert told.verdict.unjudged == "not measured: copy-last, nearest, five-gram-cache"


def test_where_eight_examples_do_not_fit_nothing_is_judged(asking: QuestionSet) -> None:
    told = judged(of_class, asking, most=4)

    assert told.verdict.claimed is None
    assert told.verdict.unjudged == "8 examples do not fit the model's context"
    assert [at is None for at in told.cells[0].by_k] == [False] * 4 + [True] * 2
    assert told.controls == told.baselines == ()


@pytest.mark.parametrize(("family", "way"), [("forms", (2, 2)), ("recall", (2, 6))])
def test_labels_may_vary_in_number(family: Family, way: tuple[int, int]) -> None:
    asking = draw_questions(small_lexicon(), family, 60)

    told = judged(of_memory, asking)

    assert told.ways == way
    assert told.chance == round(asking.chance, 4)
    assert told.verdict.unjudged == "60 queries, 1000 are needed"


def test_another_model_is_compared_query_by_query(asking: QuestionSet) -> None:
    ours, theirs = (cast(CachedModel, Scripted(learner)) for learner in (of_class, of_memory))

    told = beside_family(ours, theirs, asking, 200)

    assert told.by_k[0] is not None
    assert told.by_k[0].right == 200
    assert told.ours_minus is not None
    assert told.ours_minus[0] <= 0
    assert told.invented is not None
    assert told.invented_ours_minus is not None
    same = beside_family(ours, ours, asking, 200)
    assert same.ours_minus == same.invented_ours_minus == (0, 0, 0)
