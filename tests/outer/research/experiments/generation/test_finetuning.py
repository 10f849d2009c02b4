"""Nouns and their kinds in fours, of which no single text tells the answer."""

from __future__ import annotations

from collections import Counter

from shotglass_research.experiments.generation.finetuning import (
    TOY_NOUNS,
    drawn_fours,
    with_article,
)

KINDS = {
    **{noun: frozenset([kind]) for kind, nouns in TOY_NOUNS.items() for noun in nouns},
    "elm": frozenset(["plant", "tree"]),
    "oak": frozenset(["plant", "tree"]),
}


def test_the_first_and_last_but_one_of_four_are_right_and_the_others_wrong() -> None:
    pairs = drawn_fours(KINDS, 50, seed=3)
    assert len(pairs) == 200
    known = {with_article(noun): {with_article(kind) for kind in of} for noun, of in KINDS.items()}
    assert [kind in known[noun] for noun, kind in pairs] == [True, False] * 100


def test_each_text_is_as_often_right_as_wrong() -> None:
    pairs = drawn_fours(KINDS, 50, seed=3)
    for side in (0, 1):
        right, wrong = (Counter(pair[side] for pair in pairs[at::2]) for at in (0, 1))
        assert right == wrong


def test_a_kind_is_not_set_against_one_above_it() -> None:
    for four in zip(*[iter(drawn_fours(KINDS, 200, seed=1))] * 4, strict=True):
        assert {kind for _, kind in four} != {"A tree", "A plant"}


def test_draws_repeat_and_differ_by_seed() -> None:
    assert drawn_fours(KINDS, 5, 1) == drawn_fours(KINDS, 5, 1) != drawn_fours(KINDS, 5, 2)
    assert with_article("oak") == "An oak"
