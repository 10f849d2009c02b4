"""From a task's id to its item file: who builds it, from what, under which licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from . import numbers, reviews, sentences, words
from .task import Entry, Item, ItemFile, Taken

SEED = 20261124
ITEMS = 220

OURS = "word lists and tables of ours"
WORDNET = "WordNet 3.0 (which nouns, by kind and frequency)"
LEMMINFLECT = "lemminflect 0.2 (word forms of the SPECIALIST Lexicon)"
LICENCES = {
    "ours": "Apache-2.0, as this repository",
    "wordnet": "Apache-2.0 with the WordNet 3.0 licence's notice",
    "lemminflect": "Apache-2.0 with lemminflect's MIT notice",
    "both": "Apache-2.0 with the notices of WordNet 3.0 and of lemminflect (MIT)",
}


@dataclass(frozen=True)
class Builder:
    make: Callable[[Random, Taken], Iterable[Item]]
    source: str
    licence: str
    built: str


BUILDERS = {
    "same-word": Builder(
        words.same_word, f"{OURS} (opposites); {LEMMINFLECT}", LICENCES["lemminflect"],
        "Adjectives with an opposite we wrote down; both degrees as lemminflect's dictionary has "
        "them; words whose degrees it does not have are left out.",
    ),
    "reviews": Builder(
        reviews.reviews, OURS, LICENCES["ours"],
        "Composed from templates and phrases of ours, not written by reviewers: as many positive "
        "as negative ones, in five shapes, two of which hold words of both kinds.",
    ),
    "animal-or-food": Builder(
        words.animal_or_food, f"{OURS}; WordNet 3.0 (checks the kind)", LICENCES["wordnet"],
        "Words of our lists that have a sense of the one kind in WordNet and none of the other.",
    ),
    "chinese-words": Builder(
        words.chinese_words, OURS, LICENCES["ours"],
        "Everyday words with one English word and Pinyin, written down by us. The second answer "
        "is the English of another word of the same group.",
    ),
    "copy-rule": Builder(
        words.copy_rule, f"{WORDNET}; {LEMMINFLECT}; the answers are computed", LICENCES["both"],
        "Drawn from the most frequent nouns for things and people that do not begin with a vowel "
        "and have one plural.",
    ),
    "plurals": Builder(
        words.plurals, f"{WORDNET}; {LEMMINFLECT}", LICENCES["both"],
        "Drawn from the most frequent nouns for things and people that do not begin with a vowel "
        "and have one plural.",
    ),
    "odd-dates": Builder(
        numbers.odd_dates, "computed", LICENCES["ours"],
        "Dates from 1950 to 2029, days 13 to 28. The second answer has day and month changed "
        "over, the third is the usual way to write it.",
    ),
    "note-translation": Builder(
        sentences.note_translation, OURS, LICENCES["ours"],
        "Twelve subjects times 28 predicates, translated by hand. The other answer has another "
        "subject or another predicate.",
    ),
    "translation": Builder(
        sentences.translation, OURS, LICENCES["ours"],
        "Composed from 22 nouns and 12 adjectives with their genders. Four answers: the right "
        "sentence and one that differs in a word, in French and in Spanish.",
    ),
    "arithmetic": Builder(
        numbers.arithmetic, "computed", LICENCES["ours"],
        "Five kinds of word problem with small numbers. The other answer is what a wrong "
        "operation gives.",
    ),
}  # fmt: skip


def build(entry: Entry) -> ItemFile:
    """The same file for the same sources, always. Raises MissingExtra, naming what to install."""
    builder = BUILDERS[entry.id]
    rng = Random(f"{SEED} {entry.id}")
    found = {item.input: item for item in builder.make(rng, entry.taken)}  # no input twice
    items = list(found.values())
    chosen = rng.sample(items, min(ITEMS, len(items)))
    return ItemFile(entry.id, builder.source, builder.licence, builder.built, SEED, tuple(chosen))
