"""English words: WordNet's nouns, and word forms from lemminflect's dictionary, never its guesses
for unknown words."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shotglass.errors import MissingExtra


def forms(word: str, tag: str) -> tuple[str, ...]:
    """Spellings of the inflected form; ``tag`` as in the Penn Treebank (NNS, JJR, JJS).

    Raises MissingExtra.
    """
    spellings: tuple[str, ...] = _dictionary().getInflection(word, tag, inflect_oov=False)
    return spellings


def _dictionary() -> Any:
    try:
        import lemminflect
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Building items needs lemminflect; install it with: pip install lemminflect"
        ) from error
    return lemminflect


def inflected(word: str) -> bool:
    """Whether the word is only a form of another word: "sat" and "days" are, "building" and "dog"
    are not.

    Raises MissingExtra.
    """
    by_tag = _dictionary().getAllLemmas(word)
    lemmas = {lemma for tagged in by_tag.values() for lemma in tagged}
    return bool(lemmas) and word not in lemmas


INSTALLED = Path("/usr/share/wordnet")
FIRST_NOUN_FILE = 3  # lexicographer files 03 to 28 hold the nouns
NOUN_FILES = (
    "tops", "act", "animal", "artifact", "attribute", "body", "cognition", "communication",
    "event", "feeling", "food", "group", "location", "motive", "object", "person", "phenomenon",
    "plant", "possession", "process", "quantity", "relation", "shape", "state", "substance", "time",
)  # fmt: skip
PARTS = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}  # a sense key's first digit


@dataclass(frozen=True)
class Noun:
    """``kinds``: the lexicographer file of each sense, most frequent sense first; ``count``: how
    often the noun occurs in WordNet's tagged texts."""

    word: str
    kinds: tuple[str, ...]
    count: int


def folder() -> Path:
    """Returns the folder of WordNet. Raises MissingExtra."""
    path = Path(os.environ.get("SHOTGLASS_WORDNET", INSTALLED))
    if not (path / "data.noun").is_file():
        raise MissingExtra(
            f"WordNet is not in {path}: install it (Debian: apt install wordnet-base), or name "
            "the folder of its files with SHOTGLASS_WORDNET."
        )
    return path


def nouns(path: Path) -> Mapping[str, Noun]:
    """Returns all nouns by lemma, as ``index.noun`` writes them (lower case, _ for a space)."""
    kinds = {
        fields[0]: NOUN_FILES[int(fields[1]) - FIRST_NOUN_FILE]
        for fields in _records(path / "data.noun")
    }
    by_lemma = uses(path)
    nouns = {}
    for fields in _records(path / "index.noun"):
        word, senses = fields[0], fields[-int(fields[2]) :]
        count = by_lemma[word]["noun"] if word in by_lemma else 0
        nouns[word] = Noun(word, tuple(kinds[offset] for offset in senses), count)
    return nouns


def first_meanings(path: Path) -> Mapping[str, str]:
    """Returns the offset of each noun's most frequent meaning, as ``index.noun`` orders them."""
    return {fields[0]: fields[-int(fields[2])] for fields in _records(path / "index.noun")}


def wider_meanings(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Returns the offsets of the hypernyms of each noun's meaning, by its offset (wndb(5))."""
    wider = {}
    for fields in _records(path / "data.noun"):
        at = 4 + 2 * int(fields[3], 16)
        pointers = fields[at + 1 : at + 1 + 4 * int(fields[at])]
        pairs = zip(pointers[::4], pointers[1::4], strict=True)
        wider[fields[0]] = tuple(offset for sign, offset in pairs if sign == "@")
    return wider


def uses(path: Path) -> Mapping[str, Counter[str]]:
    """Returns how often each lemma is what in WordNet's tagged texts: a part of speech ("verb"),
    and a kind of noun ("noun.animal") as well."""
    by_lemma: dict[str, Counter[str]] = {}
    for line in (path / "cntlist.rev").read_text("latin-1").splitlines():
        sense_key, _, count = line.split()
        lemma, _, sense = sense_key.partition("%")
        part, file = PARTS[sense[0]], int(sense[2:4])
        by_lemma.setdefault(lemma, Counter())[part] += int(count)
        if part == "noun":
            by_lemma[lemma][f"noun.{NOUN_FILES[file - FIRST_NOUN_FILE]}"] += int(count)
    return by_lemma


def _records(file: Path) -> Iterator[list[str]]:
    """The fields of each line; the licence above them is indented by two spaces."""
    for line in file.read_text("latin-1").splitlines():
        if not line.startswith("  "):
            yield line.split()


def lemmas(path: Path, part: str) -> list[str]:
    """Returns all single lower-case words of a part of speech: "noun", "verb", "adj" or "adv"."""
    return [fields[0] for fields in _records(path / f"index.{part}") if fields[0].isalpha()]
