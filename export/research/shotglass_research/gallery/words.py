"""Items that are single words: opposites and degrees, plurals, a made-up rule, kinds, Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from shotglass_export.data import english

from .task import Item, Taken, apart, unlike

OWN = Path(__file__).parents[1] / "words"
THINGS = ("animal", "artifact", "body", "food", "object", "person", "plant")
COMMON = 320  # how many of the most frequent nouns are drawn from
UNKIND = {"bastard", "breast", "corpse", "female", "god", "guy", "killer", "male", "quack", "slave"}


def rows(name: str) -> Iterator[list[str]]:
    """The fields of each line of a word list of ours."""
    for line in (OWN / name).read_text("utf-8").splitlines():
        yield line.split()


def plural(noun: str) -> str | None:
    """The plural, if there is exactly one and it differs from the singular."""
    spellings = english.forms(noun, "NNS")
    return spellings[0] if len(spellings) == 1 and spellings[0] != noun else None


def degrees(adjective: str) -> tuple[str, str] | None:
    """Comparative and superlative, where they are single words ("better", "colder")."""
    pair = tuple(forms[0] for tag in ("JJR", "JJS") if (forms := english.forms(adjective, tag)))
    if len(pair) < 2 or "eer" in pair[0].removeprefix(adjective[:-1]):  # "freeer" is no word
        return None
    return pair[0], pair[1]


def same_word(rng: Random, taken: Taken) -> Iterator[Item]:
    for word, opposite in rows("opposites.tsv"):
        compared = degrees(word)
        if compared is None or word in taken:
            continue
        answers = [f" {text}" for text in (opposite, *compared, word.upper())]
        if apart(answers):
            sets = ("opposite", "comparative", "superlative", "CAPITALS")
            yield Item(word, dict(zip(sets, answers, strict=True)), tuple(answers))


@cache
def common_nouns() -> tuple[str, ...]:
    """The most frequent nouns for things that can be seen and counted, by WordNet's counts."""
    fitting = [noun for noun in english.nouns(english.folder()).values() if _is_thing(noun)]
    fitting.sort(key=lambda noun: (-noun.count, noun.word))
    return tuple(noun.word for noun in fitting[:COMMON])


def _is_thing(noun: english.Noun) -> bool:
    """Its first sense is a thing; its first letter asks for "a", not "an"; one plural."""
    return (
        noun.kinds[0] in THINGS
        and re.fullmatch("[b-dfgj-np-tvwxz][a-z]{2,7}", noun.word) is not None
        and noun.word not in UNKIND
        and plural(noun.word) is not None
    )


def plurals(rng: Random, taken: Taken) -> Iterator[Item]:
    for noun in common_nouns():
        if noun not in taken:
            many, one = f" {plural(noun)}", f" a {noun}"
            yield Item(noun, {"plural": many, "with an article": one}, (many, one))


def copy_rule(rng: Random, taken: Taken) -> Iterator[Item]:
    for noun in common_nouns():
        if noun not in taken:
            end, twice = f" {noun}zo", f" {noun} {noun}"
            yield Item(noun, {"zo at the end": end, "twice": twice}, (end, twice))


def animal_or_food(rng: Random, taken: Taken) -> Iterator[Item]:
    """Words of our lists of which WordNet knows a sense of the one kind and none of the other."""
    known = english.nouns(english.folder())
    names = {"animal": (" animal", " A", " zib"), "food": (" food", " B", " mog")}
    for kind, *words in rows("groups.tsv"):
        (other,) = names.keys() - {kind}
        for word in words:
            kinds = known[word].kinds if word in known else ()
            if word not in taken and kind in kinds and other not in kinds:
                sets = ("natural", "A or B", "zib or mog")
                yield Item(word, dict(zip(sets, names[kind], strict=True)))


def chinese_words(rng: Random, taken: Taken) -> Iterator[Item]:
    """Beside the right word and the Pinyin stands another English word of the same group."""
    words = list(rows("chinese.tsv"))
    for group, chinese, right, pinyin in words:
        if chinese in taken:
            continue
        others = [word for kind, _, word, _ in words if kind == group]
        wrong = rng.choice([word for word in others if unlike(word, right, pinyin)])
        english, sounds = f" {right}", f" {pinyin}"
        yield Item(chinese, {"English": english, "Pinyin": sounds}, (english, f" {wrong}", sounds))
