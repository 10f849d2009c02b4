"""What occurs twice: paragraphs by their hash, documents by their runs of eight words."""

from __future__ import annotations

import re
from hashlib import blake2b
from zlib import crc32

RUN = 8  # words
EVERY = 8  # of the runs one in so many is kept, chosen by its checksum: the same in all documents
LONG = 8  # words: shorter paragraphs ("Yes," said he) occur twice by nature
ALIKE = 0.4  # share of its runs a document may have in common with what was before


def paragraph_key(paragraph: str) -> bytes | None:
    """The same for paragraphs with the same words; None for a short one."""
    words = _words(paragraph)
    return _hash(words) if len(words) >= LONG else None


def runs(text: str) -> set[int]:
    """Checksums of a sample of the document's runs of eight words: fast, and few are alike."""
    words = _words(text)
    sums = (crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1))
    return {found for found in sums if found % EVERY == 0}


class Seen:
    """What was there before, in the order in which it was shown."""

    def __init__(self) -> None:
        self._paragraphs: set[bytes] = set()
        self._runs: set[int] = set()

    def fresh(self, document: str) -> str:
        """What of the document was not there before, which is remembered; empty for a copy."""
        own = runs(document)
        if own and len(own & self._runs) > ALIKE * len(own):
            return ""
        keyed = [(part, paragraph_key(part)) for part in document.split("\n\n")]
        kept = [part for part, key in keyed if key not in self._paragraphs]
        self._paragraphs.update(key for _, key in keyed if key)
        self._runs |= own
        return "\n\n".join(kept)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def _hash(words: list[str]) -> bytes:
    return blake2b(" ".join(words).encode(), digest_size=8).digest()
