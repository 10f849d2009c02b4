"""Baselines on questions made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.models.tiny import tiny_tokenizer_text
from tokenizers import Tokenizer as Inner

from shotglass.text import Tokenizer
from shotglass_export.data.episodes import Question, Shot
from shotglass_research.evaluation.house.baselines import (
    copy_last,
    credit,
    language_model,
    majority,
    nearest,
)

NAMES = (" zib", " mog")


def question(*labels: int, inputs: str = "abcdefgh", asked: str = "x") -> Question:
    shots = tuple(Shot(inputs[i], label, NAMES) for i, label in enumerate(labels))
    return Question("kind", "held-both", "{input} ->{output}\n", shots, Shot(asked, 0, NAMES))


def test_the_majority_counts_the_first_k_examples() -> None:
    asked = question(0, 1, 1, 0, 0)

    assert majority(asked, 0) == [0, 0]
    assert majority(asked, 3) == [1, 2]
    assert majority(asked, 5) == [3, 2]


def test_the_last_examples_answer_is_copied() -> None:
    asked = question(0, 1, 1, 0)

    assert copy_last(asked, 4) == [1, 0]
    assert copy_last(asked, 2) == [0, 1]
    assert copy_last(asked, 0) == [0, 0]


def test_the_nearest_input_answers_and_equals_share() -> None:
    angle = {"a": 0.0, "b": 1.0, "c": 2.0, "x": 0.9, "y": 1.5}
    score = nearest(lambda text: np.array([np.cos(angle[text]), np.sin(angle[text])]) * 3)

    assert score(question(0, 1, 0), 3) == [0, 1]
    assert score(question(0, 1, 0), 1) == [1, 0]
    assert score(question(0, 1, 0, asked="y"), 3) == [1, 1]
    assert score(question(0, 1, 0), 0) == [0, 0]


def test_outputs_of_a_rule_are_no_label_of_the_query() -> None:
    shots = tuple(Shot(word, 0, (f" {word}-zo", f" {word}-ba")) for word in "abc")
    asked = Question(
        "affix", "held-both", "{input} ->{output}\n", shots, Shot("x", 0, (" x-zo", " x-ba"))
    )

    assert credit(majority(asked, 3), 0) == 0.5
    assert credit(copy_last(asked, 3), 0) == 0.5
    assert credit(nearest(lambda text: np.ones(2))(asked, 3), 0) == 0.5


def test_a_language_model_is_asked_for_each_label_after_the_prompt() -> None:
    tokenizer = Tokenizer(Inner.from_str(tiny_tokenizer_text()))
    heard: list[tuple[str, str]] = []

    class Heard:
        def logprob(self, context, continuation) -> float:
            heard.append((tokenizer.decode(context), tokenizer.decode(continuation)))
            return -float(len(heard))

    assert language_model(Heard(), tokenizer)(question(0, 1), 2) == [-1, -2]
    assert heard == [("a -> zib\nb -> mog\nx ->", name) for name in NAMES]


@pytest.mark.parametrize(
    ("scores", "expected"), [([1, 0], 1), ([0, 1], 0), ([1, 1], 0.5), ([2, 2, 2], 1 / 3)]
)
def test_ties_are_shared_out(scores: list[float], expected: float) -> None:
    assert credit(scores, 0) == pytest.approx(expected)


@given(st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=6))
def test_all_answers_together_are_worth_one(scores: list[float]) -> None:
    assert sum(credit(scores, place) for place in range(len(scores))) == pytest.approx(1)
