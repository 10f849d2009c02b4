"""What occurs twice: paragraphs by their hash, documents by their runs of eight words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

RUN = 8  # words
EVERY = 8  # of the runs one in so many is kept, chosen by its hash (the same in every document)
LONG = 8  # words: shorter paragraphs ("Yes," said he) occur twice by nature
ALIKE = 0.4  # share of its runs a document may have in common with what was before


def paragraph_key(paragraph: str) -> bytes | None:
    """The same for paragraphs with the same words; None for a short one."""
    words = _words(paragraph)
    return _hash(words) if len(words) >= LONG else None


def runs(text: str) -> set[bytes]:
    """Hashes of a sample of the document's runs of eight words."""
    words = _words(text)
    hashes = (_hash(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return {key for key in hashes if key[0] % EVERY == 0}


class Seen:
    """What was there before, in the order in which it was shown."""

    def __init__(self) -> None:
        self._paragraphs: set[bytes] = set()
        self._runs: set[bytes] = set()

    def remember(self, document: str) -> None:
        self._paragraphs.update(_keys(document.split("\n\n")))
        self._runs.update(runs(document))

    def is_copy(self, document: str) -> bool:
        own = runs(document)
        return bool(own) and len(own & self._runs) > ALIKE * len(own)

    def without_copies(self, document: str) -> str:
        """The document without the paragraphs that were there before."""
        parts = document.split("\n\n")
        return "\n\n".join(part for part in parts if paragraph_key(part) not in self._paragraphs)


def _keys(paragraphs: Iterable[str]) -> set[bytes]:
    return {key for part in paragraphs if (key := paragraph_key(part))}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def _hash(words: list[str]) -> bytes:
    return blake2b(" ".join(words).encode(), digest_size=8).digest()
