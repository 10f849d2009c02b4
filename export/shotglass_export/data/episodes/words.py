"""Words by what they share: the kind of a noun, the part of speech, the forms of a lemma.

From WordNet and lemminflect's dictionary; only what the corpus has often enough to be learned.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .. import english
from ..english import forms, inflected

LEAST_OFTEN = 6  # occurrences in the corpus
MOST_WORDS = 200  # of a class
TRAINED_KINDS = ("animal", "person", "artifact", "body", "location", "time", "communication", "act")
HELD_OUT_KINDS = ("food", "plant", "feeling", "substance")
VERB_TAGS = {"past": "VBD", "ing": "VBG", "third": "VBZ"}
ADJECTIVE_TAGS = {"comparative": "JJR", "superlative": "JJS"}
SPEECH = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb"}
FUNCTION_WORDS = frozenset(  # WordNet has senses of these that no one thinks of
    "all another any both but can each either every few have less many may more most much must nor "  # noqa: SIM905
    "not one other own same shall some such than that the thing two three who whom will".split()
)

LABEL_LETTERS = 7  # at most

Counts = Mapping[str, int]
Uses = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Words:
    """``counts``: occurrences in the corpus. ``uses``: of each lemma, as what part of speech."""

    counts: Counts
    uses: Uses
    files: Path  # WordNet's

    @classmethod
    def read(cls, counts: Counts, files: Path) -> Words:
        return cls(counts, english.uses(files), files)

    def kinds(self) -> dict[str, list[str]]:
        """Nouns whose first sense, and most of all senses, are of one kind."""
        by_kind: dict[str, list[str]] = {kind: [] for kind in TRAINED_KINDS + HELD_OUT_KINDS}
        for word, noun in english.nouns(self.files).items():
            kind = self.kind(noun)
            if kind in by_kind and self.mostly(word, "noun"):
                by_kind[kind].append(word)
        return {kind: self.most_frequent(words) for kind, words in by_kind.items()}

    def speech(self) -> dict[str, list[str]]:
        """Words that are one part of speech only."""
        only = {word: min(parts) for word, parts in self._parts.items() if len(parts) == 1}
        return {
            name: self.most_frequent([w for w in only if only[w] == part and self.mostly(w, part)])
            for part, name in SPEECH.items()
        }

    def inflections(self, part: str) -> Iterator[tuple[str, ...]]:
        """(lemma, form, ...) of verbs ("verb") or adjectives ("adj"), all different and known."""
        tags = VERB_TAGS if part == "verb" else ADJECTIVE_TAGS
        known = [word for word in english.lemmas(self.files, part) if self.mostly(word, part)]
        for lemma in self.most_frequent(known):
            spellings = [forms(lemma, tag) for tag in tags.values()]
            if any(len(each) != 1 or not each[0].isalpha() for each in spellings):
                continue
            row = (lemma, *(each[0] for each in spellings))
            if len(set(row)) == len(row) and min(map(self._count, row)) >= 2:
                yield row

    def labels(self, taken: Container[str], most: int) -> list[str]:
        """Ordinary short nouns and adjectives that are no input anywhere, to name classes by."""
        lemmas = {w for part in ("noun", "adj") for w in english.lemmas(self.files, part)}
        free = [w for w in lemmas if w not in taken and len(w) <= LABEL_LETTERS]
        return self.most_frequent(
            [w for w in free if self.mostly(w, "noun") or self.mostly(w, "adj")], most
        )

    def kind(self, noun: english.Noun) -> str:
        """Returns the kind of the word in most of its tagged uses, or of a noun without any, its
        kind in every sense. Returns an empty text if there is none."""
        uses = self.uses.get(noun.word, {})
        kind = max(set(noun.kinds), key=lambda kind: (uses.get(f"noun.{kind}", 0), kind))
        if uses.get("noun", 0):
            return kind if 10 * uses.get(f"noun.{kind}", 0) >= 7 * uses["noun"] else ""
        return kind if len(set(noun.kinds)) == 1 else ""

    def mostly(self, word: str, part: str) -> bool:
        """A plain word the corpus has often enough, no other word's form ("sat" is a noun in
        WordNet only), and this part of speech more than all else."""
        plain = word.isascii() and word.isalpha() and len(word) > 2 and word not in FUNCTION_WORDS
        if not plain or self._count(word) < LEAST_OFTEN or inflected(word):
            return False
        uses = self.uses.get(word, {})
        if not uses:
            return self._parts.get(word) == {part}
        return 2 * uses.get(part, 0) > sum(uses.get(other, 0) for other in SPEECH)

    def most_frequent(self, words: list[str], most: int = MOST_WORDS) -> list[str]:
        return sorted(words, key=lambda word: (-self._count(word), word))[:most]

    @cached_property
    def _parts(self) -> Mapping[str, set[str]]:
        """Returns which parts of speech a word can be."""
        owners: dict[str, set[str]] = {}
        for part in SPEECH:
            for word in english.lemmas(self.files, part):
                owners.setdefault(word, set()).add(part)
        return owners

    def _count(self, word: str) -> int:
        return self.counts.get(word, 0)
