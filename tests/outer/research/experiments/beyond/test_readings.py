"""The texts that a linear reader learns from are none of those that it is asked, and fair."""

from __future__ import annotations

from collections import Counter

import pytest

from shotglass_research.experiments.beyond.readings import (
    Document,
    Task,
    right_of_words,
    share_right,
    tasks_of,
)

WORDS = ("apple", "bread", "chair", "door", "egg", "fish", "goat", "hill")


def document(number: int) -> Document:
    sentences = [f"In year {number} the {WORDS[i]} and one {WORDS[-i - 1]} fell." for i in range(8)]
    return Document(number % 2, number >= 6, (*sentences[:4], None, *sentences[4:]))


@pytest.fixture(scope="module")
def tasks() -> dict[str, Task]:
    return tasks_of([document(number) for number in range(9)])


def test_a_document_is_either_learned_from_or_asked(tasks: dict[str, Task]) -> None:
    for task in tasks.values():
        pairs = set(zip(task.documents, task.tested, strict=True))
        assert pairs == {(number, number >= 6) for number in range(9)}


def test_two_swapped_words_are_the_same_bag_of_words(tasks: dict[str, Task]) -> None:
    order = tasks["order"]
    pairs = zip(order.texts[::2], order.texts[1::2], strict=True)

    assert order.labels == [0, 1] * (len(order.labels) // 2)
    for one, other in pairs:
        assert one != other
        assert Counter(one.split()) == Counter(other.split())
    assert share_right("order", order, right_of_words(order)).y == 0.5


def test_a_second_sentence_follows_the_first_or_is_from_another_document(
    tasks: dict[str, Task],
) -> None:
    follows = tasks["follows"]
    for text, label, number in zip(follows.texts, follows.labels, follows.documents, strict=True):
        first, second, _ = (part for part in text.split("."))
        assert f"year {number} " in first
        assert (f"year {number} " in second) == bool(label)
    assert len(follows.labels) == 9 * 6 * 2  # nothing is next to the sentence that was too long
