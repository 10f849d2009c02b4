"""WordNet's definitions and examples as sentences, one document a meaning.

Format of the data files: the manual page wndb(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..packages import Package
from ..prose import plain
from .source import Files, TextSource

FOLDER = "usr/share/wordnet"
COUNTED = (5, 6, 14, 15, 17, 18, 20)  # animal artifact group location object person plant
ENOUGH = 5  # words: a shorter example is a phrase, not a sentence
UNFIT = re.compile(r"\b(?:slur|offensive|obscene|vulgar|disparag|derogat|taboo)")
_FORMULA = re.compile(r"[=^+/_]")
_PREPOSITION = re.compile(r"(?:of|in|on|to|by|for|with|at|from|into|used|as|so) ")
_QUOTED = re.compile(r'"([^"]+)"([^;"]*)')


def _gloss(gloss: str) -> tuple[str, list[str]]:
    """The definition, and its examples (but no quotations of authors)."""
    definition = re.split(r'[;:,]? *"', gloss, maxsplit=1)[0]
    definition = re.split(r"; *'|\(", re.sub(r"^\([^)]*\) *", "", definition))[0]
    examples = [text for text, author in _QUOTED.findall(gloss) if not author.strip(" ;,.")]
    whole = [text for text in examples if len(text.split()) >= ENOUGH]
    return definition.strip(" ;,:"), whole


def _sentence(text: str) -> str:
    text = text.strip(" ;,")
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?" else ".")


def _says(kind: str, file: int, word: str, definition: str) -> str:
    if kind == "v":
        return f"To {word} is to {definition}"
    if kind == "n" and file in COUNTED and re.match(r"(?:an?|any) ", definition):
        return f"{'An' if word[0] in 'aeiou' else 'A'} {word} is {definition}"
    return f"The word {word} means {definition}"


def _meaning(line: str) -> str | None:
    fields, _, gloss = line.partition(" | ")
    _, file, kind, _, word = fields.split()[:5]
    word = re.sub(r"\(\w+\)$", "", word).replace("_", " ")
    definition, examples = _gloss(plain(gloss))
    if not examples or not definition or not re.fullmatch(r"[a-z' -]+", word):
        return None  # names, numbers, and meanings too rare to have an example
    if (
        UNFIT.search(gloss)
        or _FORMULA.search(gloss)
        or (kind in "as" and _PREPOSITION.match(definition))
    ):
        return None
    sentences = [_says(kind, int(file), word, definition), *examples]
    return " ".join(map(_sentence, sentences))


def read(files: Files) -> Iterator[str]:
    for name in ("noun", "verb", "adj", "adv"):
        for line in files[f"{FOLDER}/data.{name}"].decode("latin-1").splitlines():
            if not line.startswith("  ") and (meaning := _meaning(line)):
                yield meaning


SOURCES = (
    TextSource(
        "wordnet",
        Package("apt", "wordnet-base"),
        "WordNet 3.0 licence (keep its notice)",
        True,
        "Definitions and examples of WordNet 3.0, copyright 2006 by Princeton University",
        read,
    ),
)
