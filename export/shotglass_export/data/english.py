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
    found: tuple[str, ...] = _dictionary().getInflection(word, tag, inflect_oov=False)
    return found


def _dictionary() -> Any:
    try:
        import lemminflect
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "Building items needs lemminflect; install it with: pip install lemminflect"
        ) from error
    return lemminflect


def inflected(word: str) -> bool:
    """Whether it is only a form of another word: "sat" and "days" are, "building" and "dog" not.

    Raises MissingExtra.
    """
    lemmas = {lemma for found in _dictionary().getAllLemmas(word).values() for lemma in found}
    return bool(lemmas) and word not in lemmas


def plural(noun: str) -> str | None:
    """The plural, if there is exactly one and it differs from the singular."""
    found = forms(noun, "NNS")
    return found[0] if len(found) == 1 and found[0] != noun else None


def degrees(adjective: str) -> tuple[str, str] | None:
    """Comparative and superlative, where they are single words ("better", "colder")."""
    pair = tuple(found[0] for tag in ("JJR", "JJS") if (found := forms(adjective, tag)))
    if len(pair) < 2 or "eer" in pair[0].removeprefix(adjective[:-1]):  # "freeer" is no word
        return None
    return pair[0], pair[1]


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
    """Where WordNet is. Raises MissingExtra."""
    path = Path(os.environ.get("SHOTGLASS_WORDNET", INSTALLED))
    if not (path / "data.noun").is_file():
        raise MissingExtra(
            f"WordNet is not in {path}: install it (Debian: apt install wordnet-base), or name "
            "the folder of its files with SHOTGLASS_WORDNET."
        )
    return path


def nouns(path: Path) -> Mapping[str, Noun]:
    """All nouns by lemma, as ``index.noun`` writes them (lower case, _ for a space)."""
    kinds = {fields[0]: NOUN_FILES[int(fields[1]) - FIRST_NOUN_FILE] for fields in _data(path)}
    counts = _counts(path)
    found = {}
    for fields in _records(path / "index.noun"):
        word, senses = fields[0], fields[-int(fields[2]) :]
        found[word] = Noun(word, tuple(kinds[offset] for offset in senses), counts[word])
    return found


def uses(path: Path) -> Mapping[str, Counter[str]]:
    """Of each lemma, how often it is what in WordNet's tagged texts: a part of speech ("verb"), and
    a kind of noun ("noun.animal") as well."""
    found: dict[str, Counter[str]] = {}
    for line in (path / "cntlist.rev").read_text("latin-1").splitlines():
        sense_key, _, count = line.split()
        lemma, _, sense = sense_key.partition("%")
        part, file = PARTS[sense[0]], int(sense[2:4])
        found.setdefault(lemma, Counter())[part] += int(count)
        if part == "noun":
            found[lemma][f"noun.{NOUN_FILES[file - FIRST_NOUN_FILE]}"] += int(count)
    return found


def _data(path: Path) -> Iterator[list[str]]:
    return _records(path / "data.noun")


def _records(file: Path) -> Iterator[list[str]]:
    """The fields of each line; the licence above them is indented by two spaces."""
    for line in file.read_text("latin-1").splitlines():
        if not line.startswith("  "):
            yield line.split()


def _counts(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line in (path / "cntlist.rev").read_text("latin-1").splitlines():
        sense_key, _, count = line.split()
        lemma, _, sense = sense_key.partition("%")
        if sense.startswith("1"):  # part of speech 1: noun
            counts[lemma] += int(count)
    return counts


def lemmas(path: Path, part: str) -> list[str]:
    """All single lower-case words of a part of speech: "noun", "verb", "adj" or "adv"."""
    return [fields[0] for fields in _records(path / f"index.{part}") if fields[0].isalpha()]
