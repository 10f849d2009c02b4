"""The sentences of two senses, and what their vectors' nearest neighbours say of them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from shotglass_research.experiments.background.two_senses import (
    Item,
    by_pairs,
    credits,
    items_of,
    margins,
)

TABLE = tomllib.loads(
    (files("shotglass_research.experiments") / "texts/two_senses.toml").read_text("utf-8")
)
ITEMS = items_of(TABLE)


def test_every_word_has_twenty_sentences_and_each_opening_ends_with_it() -> None:
    assert len(TABLE) == 10
    assert len(ITEMS) == 200
    assert len({item.text for item in ITEMS}) == 200
    for item in ITEMS:
        assert item.opening.endswith(f" {item.word}")
        assert item.opening.split().count(item.word) == 1
        assert item.text.endswith(".")


def test_the_pairs_that_tell_a_sense_afterwards_are_equal_up_to_the_word() -> None:
    pairs: dict[tuple[str, int], list[Item]] = {}
    for item in ITEMS:
        if item.kind == "after":
            pairs.setdefault((item.word, item.place), []).append(item)
    for first, second in pairs.values():
        assert first.opening == second.opening
        assert first.rest != second.rest
        assert (first.sense, second.sense) == (0, 1)


def item(sense: int, place: int) -> Item:
    return Item("bank", sense, f"sense {sense}", "before", place, "the bank", ".")


# Two places of two senses. The first of them is nearest to its own sense, the second to the other;
# the third is as near to both.
FOUR = [item(0, 0), item(1, 0), item(0, 1), item(1, 1)]
VECTORS = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def test_a_neighbour_of_the_other_sense_is_wrong_and_a_tie_is_half_right() -> None:
    assert credits(VECTORS, FOUR).tolist() == [1.0, 0.0, 0.5, 0.5]
    assert margins(VECTORS, FOUR) == pytest.approx([0.5**0.5, -(0.5**0.5), 0.0, 0.0])
    assert by_pairs(credits(VECTORS, FOUR), FOUR, "before") == [1.0, 1.0]


def test_no_sentence_of_another_word_or_of_the_same_place_is_a_neighbour() -> None:
    others = [replace(one, word="case") for one in FOUR]

    both = credits(np.concatenate([VECTORS, VECTORS]), [*FOUR, *others])

    assert both.tolist() == [1.0, 0.0, 0.5, 0.5] * 2
