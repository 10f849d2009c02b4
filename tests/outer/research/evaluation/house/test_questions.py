"""Controls change what they say and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.house.small_house import small_lexicon

from shotglass_export.data.episodes import Question, probe_set, render
from shotglass_export.data.episodes.families import FAMILIES, Family
from shotglass_research.evaluation.house.questions import (
    KS,
    SPLITS,
    QuestionSet,
    after_wrong_task,
    digest,
    draw_questions,
    flipped,
    invented_names,
    names_classes,
    next_class,
    renamed,
    shuffled,
)

LEXICON = small_lexicon()
K = 8
CLASSES: tuple[Family, ...] = ("recall", "kind", "speech")


def one_question(family: Family, seed: int) -> Question:
    return probe_set(LEXICON, family, "held-both", KS, 1, seed)[0]


questions = st.builds(one_question, st.sampled_from(FAMILIES), st.integers(0, 10**6))
of_classes = st.builds(one_question, st.sampled_from(CLASSES), st.integers(0, 10**6))
of_rules = st.builds(one_question, st.sampled_from(("forms", "affix")), st.integers(0, 10**6))


def inputs(question: Question) -> list[str]:
    return [shot.input for shot in question.shots]


def outputs(question: Question) -> list[str]:
    return [shot.output for shot in question.shots]


@settings(max_examples=40)
@given(of_classes, st.integers(0, 1000))
def test_shuffled_answers_are_the_same_answers_elsewhere(question: Question, seed: int) -> None:
    told = shuffled(question, K, np.random.default_rng(seed))

    assert sorted(outputs(told)[:K]) == sorted(outputs(question)[:K])
    assert outputs(told)[K:] == outputs(question)[K:]
    assert inputs(told) == inputs(question)
    assert (told.query, told.template) == (question.query, question.template)


@settings(max_examples=40)
@given(of_rules, st.integers(0, 1000))
def test_a_rules_shuffled_answers_are_others_of_the_same_input(
    question: Question, seed: int
) -> None:
    told = shuffled(question, K, np.random.default_rng(seed))

    assert inputs(told) == inputs(question)
    assert all(shot.output in before.candidates
               for shot, before in zip(told.shots, question.shots, strict=True))  # fmt: skip
    assert not names_classes(question)


def test_shuffling_says_nothing_of_the_query() -> None:
    """Over many questions, the share of answers left in place is a half: what chance leaves."""
    found = probe_set(LEXICON, "kind", "held-both", KS, 400, 5)
    told = [shuffled(q, K, np.random.default_rng(i)) for i, q in enumerate(found)]
    same = [a == b for q, t in zip(found, told, strict=True)
            for a, b in zip(outputs(q)[:K], outputs(t)[:K], strict=True)]  # fmt: skip

    assert np.mean(same) == pytest.approx(0.5 + 0.5 / K, abs=0.03)


@settings(max_examples=40)
@given(questions)
def test_flipping_leaves_no_answer_and_comes_round_in_the_end(question: Question) -> None:
    told = flipped(question)

    assert all(a != b for a, b in zip(outputs(told), outputs(question), strict=True))
    assert (inputs(told), told.query) == (inputs(question), question.query)
    assert next_class(question) != question.answer
    for _ in range(len(question.labels) - 1):
        told = flipped(told)
    assert told == question


@settings(max_examples=40)
@given(of_classes, st.integers(0, 1000))
def test_invented_names_stand_for_the_same_classes(question: Question, seed: int) -> None:
    names = invented_names(LEXICON.labels["invented"]["held"], len(question.labels),
                           np.random.default_rng(seed))  # fmt: skip
    told = renamed(question, names)

    assert told.labels == names
    assert told.answer == question.answer
    assert [told.labels.index(text) for text in outputs(told)] == [
        question.labels.index(text) for text in outputs(question)
    ]


def test_names_must_be_as_many_as_classes() -> None:
    with pytest.raises(ValueError, match="1 names for 2 classes"):
        renamed(one_question("kind", 1), (" one",))


@settings(max_examples=40)
@given(of_classes, st.integers(0, 1000))
def test_a_wrong_tasks_examples_come_under_this_ones_names(question: Question, seed: int) -> None:
    other = one_question("speech", seed)

    told = after_wrong_task(question, other)

    assert inputs(told) == inputs(other)
    assert set(outputs(told)) <= set(question.labels)
    assert told.query == question.query


def test_a_rules_wrong_task_is_the_other_rule() -> None:
    question, other = one_question("forms", 1), one_question("affix", 1)

    assert outputs(after_wrong_task(question, other)) == outputs(other)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_asked_is_one_query_for_every_k_control_and_run(family: Family) -> None:
    asking = draw_questions(LEXICON, family, 6)

    assert asking.by_split.keys() == {*SPLITS, *(["new-classes"] if family == "kind" else [])}
    assert asking == draw_questions(LEXICON, family, 6)
    assert digest([asking]) != digest([draw_questions(LEXICON, family, 6, seed=1)])
    assert ("invented" in asking.controls) is (family in CLASSES)
    for questions in asking.controls.values():
        assert [q.query.input for q in questions] == [q.query.input for q in asking.judged]
    for question in asking.judged:
        for k in KS[1:]:
            last = question.shots[k - 1]
            assert last.output in render(question, k)
            assert render(question, k).endswith(render(question, 0))


def test_chance_is_the_mean_of_a_guess() -> None:
    asking: QuestionSet = draw_questions(LEXICON, "recall", 40)
    ways = [len(question.labels) for question in asking.judged]

    assert min(ways) == 2
    assert max(ways) == 6
    assert asking.chance == pytest.approx(sum(1 / w for w in ways) / 40)
