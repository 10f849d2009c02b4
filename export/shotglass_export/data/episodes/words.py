"""Words by what they share: the kind of a noun, the part of speech, the forms of a lemma.

From WordNet and lemminflect's dictionary; only what the corpus has often enough to be learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import wordnet
from ..english import forms

LEAST_OFTEN = 12  # occurrences in the corpus
MOST_WORDS = 160  # of a class
TRAINED_KINDS = ("animal", "person", "artifact", "body", "location", "time", "communication", "act")
HELD_OUT_KINDS = ("food", "plant", "feeling", "substance")
VERB_TAGS = {"past": "VBD", "ing": "VBG", "third": "VBZ"}
ADJECTIVE_TAGS = {"comparative": "JJR", "superlative": "JJS"}

Counts = Mapping[str, int]


def kinds(counts: Counts, files: Path) -> dict[str, list[str]]:
    """Nouns whose first sense, and most of all senses, are of one kind; the most frequent first."""
    found: dict[str, list[str]] = {kind: [] for kind in TRAINED_KINDS + HELD_OUT_KINDS}
    for word, noun in wordnet.nouns(files).items():
        kind = noun.kinds[0]
        clear = 3 * noun.kinds.count(kind) > 2 * len(noun.kinds)
        if kind in found and clear and usable(word, counts):
            found[kind].append(word)
    return {kind: most_frequent(words, counts) for kind, words in found.items()}


def speech(counts: Counts, files: Path) -> dict[str, list[str]]:
    """Words that are one part of speech only."""
    owners: dict[str, list[str]] = {}
    for part in ("noun", "verb", "adj", "adv"):
        for word in wordnet.lemmas(files, part):
            owners.setdefault(word, []).append(part)
    names = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb"}
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    for word, parts in owners.items():
        if len(parts) == 1 and usable(word, counts):
            found[names[parts[0]]].append(word)
    return {name: most_frequent(words, counts) for name, words in found.items()}


def inflections(counts: Counts, files: Path, part: str) -> Iterator[tuple[str, ...]]:
    """(lemma, form, ...) of verbs ("verb") or adjectives ("adj"), all different."""
    tags = VERB_TAGS if part == "verb" else ADJECTIVE_TAGS
    known = [word for word in wordnet.lemmas(files, part) if usable(word, counts)]
    for lemma in most_frequent(known, counts):
        row = (lemma, *(_form(lemma, tag) for tag in tags.values()))
        if all(row) and len(set(row)) == len(row) and min(counts.get(w, 0) for w in row) >= 3:
            yield row


def usable(word: str, counts: Counts) -> bool:
    plain = word.isascii() and word.isalpha() and len(word) > 2
    return plain and counts.get(word, 0) >= LEAST_OFTEN


def most_frequent(words: list[str], counts: Counts, most: int = MOST_WORDS) -> list[str]:
    return sorted(words, key=lambda word: (-counts[word], word))[:most]


def _form(lemma: str, tag: str) -> str:
    found = forms(lemma, tag)
    return found[0] if len(found) == 1 and found[0].isalpha() else ""
