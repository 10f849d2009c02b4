"""The World English Bible from Debian's sword-text-web, one document a chapter.

A zText module: ``.bzs`` is 12 bytes a block (offset, packed size, size; little-endian), a block is
one book in zlib, and its text is OSIS XML with empty paragraph marks.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from ..packages import Package
from ..prose import document
from .source import Files, TextSource

FOLDER = "usr/share/sword/modules/texts/ztext/engWEB2015eb"
# The books that tell something.
STORIES = (
    "Gen", "Exod", "Josh", "Judg", "Ruth", "1Sam", "2Sam", "1Kgs", "2Kgs", "Ezra", "Neh", "Esth",
    "Dan", "Jonah", "Tob", "Jdt", "1Macc", "2Macc", "Matt", "Mark", "Luke", "John", "Acts",
)  # fmt: skip
_BOOK = re.compile(r'osisID="(\w+)"[^>]*type="book"')
_CHAPTER = re.compile(r"<chapter [^>]*\bsID=[^>]*>")
_ASIDE = re.compile(r"<(note|title)\b[^>]*(?<!/)>.*?</\1>", re.DOTALL)
_PARAGRAPH = re.compile(r'<div [^>]*type="(?:x-p|paragraph)"[^>]*>|<p\b[^>]*>|<lg\b[^>]*>')
_LINE = re.compile(r"<l\b[^>]*\bsID=[^>]*>|<lb[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


def books(bzs: bytes, bzz: bytes) -> Iterator[tuple[str, str]]:
    """The id and the OSIS text of each book."""
    for start, size, _ in struct.iter_unpack("<III", bzs):
        text = zlib.decompress(bzz[start : start + size]).decode("utf-8", "replace")
        if book := _BOOK.search(text):
            yield book[1], text


def chapters(osis: str) -> Iterator[str]:
    """Yields the chapters. Where a note alone parts two words, a space is left."""
    for piece in _CHAPTER.split(_ASIDE.sub("\0", osis))[1:]:
        text = _TAG.sub("", _LINE.sub("\n", _PARAGRAPH.sub("\n\n", piece)))
        text = re.sub(r"(?<=\w)\0+(?=\w)", " ", text).replace("\0", "")
        for entity, char in _ENTITIES.items():
            text = text.replace(entity, char)
        yield document(text)


def _read(chosen: frozenset[str], files: Files) -> Iterator[str]:
    for part in ("ot", "nt"):
        blocks = files[f"{FOLDER}/{part}.bzs"], files[f"{FOLDER}/{part}.bzz"]
        for id, osis in books(*blocks):
            if id in chosen:
                yield from chapters(osis)


SOURCES = (
    TextSource(
        "bible",
        Package("apt", "sword-text-web"),
        "public domain",
        True,
        "The narrative books of the World English Bible (verse numbers and notes left out)",
        partial(_read, frozenset(STORIES)),
    ),
)
