"""From a task's id to its item file: who builds it, from what, under which licence. Items that are
computed, dates in odd formats and word problems, are made here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from . import reviews, sentences, words
from .task import Entry, Item, ItemFile, Taken, apart

MANY = 400
NAMES = ("Anna", "Ben", "Clara", "David", "Ella", "Felix", "Grace", "Hugo", "Ida", "Jonas")
THINGS = ("apples", "books", "coins", "marbles", "stamps", "shells", "pencils", "stickers")
BOXES = ("boxes", "bags", "baskets", "jars")
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


def odd_dates(rng: Random, taken: Taken) -> Iterator[Item]:
    """Days from 13 on, so that day and month cannot be taken for one another."""
    for _ in range(MANY):
        year, month, day = rng.randrange(1950, 2030), rng.randrange(1, 13), rng.randrange(13, 29)
        y, m, d = f"{year}", f"{month:02}", f"{day:02}"
        odd, wrong, usual = f" !{m}!{d}!{y}!", f" !{d}!{m}!{y}!", f" {d}/{m}/{y}"
        expected = {"!month!day!year!": odd, "day/month/year": usual}
        yield Item(f"{y}-{m}-{d}", expected, (odd, wrong, usual))


def _add(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, y = rng.randrange(3, 40), rng.randrange(2, 30)
    return f"{name} has {x} {things} and gets {y} more. How many are there now?", x + y, abs(x - y)


def _take(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x = rng.randrange(12, 60)
    y = rng.randrange(2, x - 2)
    return f"{name} has {x} {things} and gives away {y}. How many are left?", x - y, x + y


def _times(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, y, box = rng.randrange(2, 10), rng.randrange(3, 13), rng.choice(BOXES)
    return (
        f"{name} has {x} {box} with {y} {things} each. How many {things} are there?",
        x * y,
        x + y,
    )


def _share(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, y = rng.randrange(2, 7), rng.randrange(2, 13)
    question = f"{name} shares {x * y} {things} equally among {x} friends. How many does each get?"
    return question, y, x * y - x


def _two_steps(rng: Random, name: str, things: str) -> tuple[str, int, int]:
    x, z = rng.randrange(12, 50), rng.randrange(2, 20)
    y = rng.randrange(2, x - 2)
    question = f"{name} had {x} {things}, used {y} and bought {z} more. How many are there now?"
    return question, x - y + z, x + y + z


PROBLEMS: tuple[Callable[[Random, str, str], tuple[str, int, int]], ...] = (
    _add, _take, _times, _share, _two_steps,
)  # fmt: skip


def arithmetic(rng: Random, taken: Taken) -> Iterator[Item]:
    """The other answer is what one gets with a wrong operation."""
    for place in range(MANY):
        problem = PROBLEMS[place % len(PROBLEMS)]
        question, right, wrong = problem(rng, rng.choice(NAMES), rng.choice(THINGS))
        answers = (f" {right}", f" {wrong}")
        if apart(answers):
            yield Item(question, {"word problems": answers[0]}, answers)


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
        odd_dates, "computed", LICENCES["ours"],
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
        arithmetic, "computed", LICENCES["ours"],
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
