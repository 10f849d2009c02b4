"""Whose sense the nearest neighbour has; and the sentences are what the rule takes them for."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import pairwise

import numpy as np

from shotglass_research.experiments.background.vectors import TEXTS, Item, credits, items_of

ITEMS = items_of(
    tomllib.loads((files("shotglass_research.experiments") / TEXTS).read_text("utf-8"))
)


def test_ten_words_have_twenty_sentences_each() -> None:
    words = [item.word for item in ITEMS]

    assert len(ITEMS) == 200
    assert {word: words.count(word) for word in words} == dict.fromkeys(words, 20)
    assert len(set(words)) == 10
    assert len({item.text for item in ITEMS}) == 200


def test_an_opening_ends_with_the_word_and_holds_it_nowhere_else_but_once() -> None:
    again = []
    for item in ITEMS:
        assert item.opening.endswith(f" {item.word}")
        if item.word in re.findall("[a-z]+", item.opening.removesuffix(item.word)):
            again.append(item.text)

    assert again == ["He spelled his long name for us, letter by letter."]


def test_where_the_sense_is_told_after_the_word_both_senses_begin_alike() -> None:
    after = [item for item in ITEMS if item.kind == "after"]

    for one, other in list(pairwise(after))[::2]:
        assert (one.sense, other.sense) == (0, 1)
        assert one.opening == other.opening
        assert one.rest != other.rest


def toy(place: int, sense: int, kind: str = "before") -> Item:
    return Item("bank", sense, kind, place, "the bank", ".")


def test_the_nearest_neighbour_is_never_of_the_same_place_or_told_after_the_word() -> None:
    items = [toy(0, 0), toy(0, 1), toy(1, 0), toy(1, 1), toy(2, 1, "after")]
    east, north = [1.0, 0.0], [0.0, 1.0]
    near_east, near_north = [1.0, 0.2], [0.3, 1.0]

    found = credits(np.array([east, near_east, near_east, north, near_north]), items)

    assert found.tolist() == [1.0, 0.0, 0.0, 1.0, 1.0]


def test_where_all_are_equally_near_the_credit_is_that_of_a_guess() -> None:
    items = [toy(place, sense) for place in range(3) for sense in range(2)]

    assert credits(np.ones((6, 4)), items).tolist() == [0.5] * 6
