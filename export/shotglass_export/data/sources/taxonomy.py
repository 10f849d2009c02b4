"""WordNet's tree of nouns in sentences, one document a noun: its kind, and others of that kind.

They state what prose seldom states outright. Words that are held out of training episodes
(``data.episodes.splitting``) occur like any other: in the text, never as an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from ..english import FIRST_NOUN_FILE, NOUN_FILES
from ..packages import Package
from .source import Files, TextSource
from .wordnet import FOLDER, UNFIT

KINDS = {
    "act": "something people do", "animal": "an animal", "artifact": "an artifact",
    "attribute": "a quality", "body": "a part of the body", "cognition": "something in the mind",
    "communication": "something said or written", "event": "an event", "feeling": "a feeling",
    "food": "a food", "group": "a group", "location": "a location", "motive": "a motive",
    "object": "a natural object", "person": "a person", "phenomenon": "a phenomenon",
    "plant": "a plant", "possession": "a possession", "process": "a process",
    "quantity": "a quantity", "relation": "a relation", "shape": "a shape", "state": "a state",
    "substance": "a substance", "time": "a word for time",
}  # fmt: skip
COUNTED = ("animal", "artifact", "group", "location", "object", "person", "plant")
NAMED = 3  # others of the same kind, at most


@dataclass(frozen=True)
class Meaning:
    """A synset. ``words`` are plain single ones; ``parent`` is the offset of its first hypernym."""

    kind: str
    words: Sequence[str]
    parent: str


@dataclass
class _Tree:
    meanings: Mapping[str, Meaning]
    nouns: Mapping[str, str]  # the offset of each told noun's first sense
    _below: dict[str, list[str]] = field(default_factory=dict)
    _of_kind: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for noun, offset in self.nouns.items():
            meaning = self.meanings[offset]
            self._below.setdefault(meaning.parent, []).append(noun)
            self._of_kind.setdefault(meaning.kind, []).append(noun)

    def description(self, noun: str) -> str | None:
        """The document of a noun; None where nothing is known of it."""
        meaning, random = self.meanings[self.nouns[noun]], Random(noun)
        parent = self.meanings.get(meaning.parent)
        subject = f"What is called {noun}"
        if meaning.kind in COUNTED:
            subject = f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"
        sentences = []
        if parent and parent.words and noun not in parent.words:
            beside = _some(self._below[meaning.parent], noun, random)
            also = f", as {_listed(beside)} {'are' if len(beside) > 1 else 'is'}" if beside else ""
            sentences.append(f"{subject} is a kind of {parent.words[0]}{also}.")
        if meaning.kind in KINDS:
            like = _some(self._of_kind[meaning.kind], noun, random)
            subject = f"the {noun}" if meaning.kind in COUNTED else noun
            sentences.append(f"Like {_listed(like)}, {subject} is {KINDS[meaning.kind]}.")
        random.shuffle(sentences)
        return " ".join(sentences) or None


def _some(words: Sequence[str], besides: str, random: Random) -> list[str]:
    others = [word for word in words if word != besides]
    return random.sample(others, min(NAMED, len(others)))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _lines(files: Files, name: str) -> Iterator[str]:
    for line in files[f"{FOLDER}/{name}"].decode("latin-1").splitlines():
        if not line.startswith("  "):
            yield line


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and word.islower() and len(word) > 2


def stated_nouns(files: Files) -> tuple[Mapping[str, Meaning], Mapping[str, str]]:
    """Meanings by offset, and of each noun that a document tells about the offset of its first
    sense: of single words that occur in WordNet's tagged texts."""
    meanings: dict[str, Meaning] = {}
    for line in _lines(files, "data.noun"):  # the manual page wndb(5) says what its fields are
        record, _, gloss = line.partition(" | ")
        fields = record.split()
        end = 4 + 2 * int(fields[3], 16)
        words = [word for word in fields[4:end:2] if _plain(word)]
        parent = next((to for by, to in zip(fields[end:], fields[end + 1 :], strict=False)
                       if by == "@"), "")  # fmt: skip
        if not UNFIT.search(gloss):  # not marked as rude
            file = NOUN_FILES[int(fields[1]) - FIRST_NOUN_FILE]
            meanings[fields[0]] = Meaning(file, words, parent)
    nouns: dict[str, str] = {}
    for line in _lines(files, "index.noun"):
        fields = line.split()
        noun, senses = fields[0], int(fields[2])
        tagged, offset = int(fields[-senses - 1]), fields[-senses]
        named = offset in meanings and noun in meanings[offset].words  # in its own case: no name
        if tagged and _plain(noun) and named:
            nouns[noun] = offset
    return meanings, nouns


def read(files: Files) -> Iterator[str]:
    meanings, nouns = stated_nouns(files)
    tree = _Tree(meanings, nouns)
    for noun in nouns:
        if document := tree.description(noun):
            yield document


SOURCES = (
    TextSource(
        "taxonomy",
        Package("apt", "wordnet-base"),
        "WordNet 3.0 licence (keep its notice)",
        True,
        "The nouns of WordNet 3.0 by kind, copyright 2006 by Princeton University",
        read,
    ),
)
