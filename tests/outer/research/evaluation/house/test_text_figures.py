"""Repetition, variety, real words and copies, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass_research.evaluation.house.text_figures import (
    Dictionary,
    copied,
    distinct,
    known,
    load_dictionary,
    repeated,
    words_of,
)


def test_words_are_lower_case_letters_and_digits_with_apostrophes_inside() -> None:
    assert words_of("The dog's 'bone' -- O'Neill, don't_know 42!") == [
        "the", "dog's", "bone", "o'neill", "don't", "know", "42",
    ]  # fmt: skip


def test_a_repeated_n_gram_counts_each_time_after_the_first_within_its_text() -> None:
    once, twice = words_of("a b c a b c a b"), words_of("a b x y")

    assert repeated([once], 2) == 4 / 7  # ab bc ca | ab bc ca ab
    assert repeated([once, twice], 2) == 4 / 10  # the other text's "a b" is its first there
    assert repeated([words_of("one two")], 8) == 0


def test_distinct_n_grams_are_a_share_of_all() -> None:
    assert distinct(words_of("a b a b a"), 1) == 2 / 5
    assert distinct(words_of("a b a b a"), 2) == 2 / 4
    assert distinct([], 1) == 0


def test_copies_are_found_word_for_word_in_any_training_text() -> None:
    heaps = [[words_of("The Cat sat, on the mat")], [words_of("a dog sat on the mat")], []]

    assert copied(heaps, ["No: the cat sat on", "the mat. A dog"], 3) == (2 / 4, 0, 0)
    assert copied(heaps, iter(["the cat sat on the mat"]), 3) == (1, 2 / 4, 0)


def test_numbers_are_neither_known_nor_unknown() -> None:
    dictionary = Dictionary("two words", frozenset({"cat", "dog"}))

    assert known([words_of("the cat's dog 12")], dictionary) == 2 / 3
    assert known([words_of("12")], dictionary) == 0


def test_a_list_of_words_is_read_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words").write_text("Zoë\nA\ncat\ncat's\n", "utf-8")
    monkeypatch.setenv("SHOTGLASS_WORDS", str(tmp_path / "words"))

    dictionary = load_dictionary()

    assert dictionary.name == "words (4 words)"
    assert [w in dictionary for w in ("zoë", "cat", "cat's", "a's", "cats", 3)] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.skipif(
    not Path("/usr/share/wordnet/index.noun").is_file(), reason="needs WordNet's files"
)
def test_wordnet_stands_in_with_its_endings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOTGLASS_WORDS", "/nowhere/words")

    dictionary = load_dictionary()

    assert dictionary.name.startswith("WordNet 3.0 (")
    known_words = "the cat walked stopped boxes happier went children dog's don't running cities"
    assert [word for word in known_words.split() if word not in dictionary] == []
    assert [word for word in ("blorp", "walkingly", "thte") if word in dictionary] == []
