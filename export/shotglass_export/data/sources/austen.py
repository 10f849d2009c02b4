"""Jane Austen's six novels from R's janeaustenr: zlib chunks of R's serialised lines.

An rdb file is chunks of a 4-byte big-endian length and zlib data (R's ``lazyLoadDBfetch``); a
serialised string is its flags, its length and its bytes (R Internals, 1.8).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from ..packages import Package
from ..prose import document
from .source import Files, TextSource

RDB = "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb"
STRING = re.compile(rb"\x00[\x04\x00][\x00\x80]\x09")  # flags of a CHARSXP in ASCII or UTF-8
HEADING = re.compile(r"^(?:CHAPTER|Chapter) .*$", re.MULTILINE)


def novels(rdb: bytes) -> Iterator[str]:
    """Each book's lines as one text."""
    start = 0
    while start + 4 < len(rdb):
        unpacker = zlib.decompressobj()
        book = unpacker.decompress(rdb[start + 4 :])
        start = len(rdb) - len(unpacker.unused_data)
        yield "\n".join(_strings(book))


def _strings(data: bytes) -> Iterator[str]:
    at = data.index(b"\x00\x00\x00\x10") + 8  # a vector of strings, then how many
    while flags := STRING.match(data, at):
        start = flags.end() + 4
        (size,) = struct.unpack(">i", data[start - 4 : start])
        at = start + max(size, 0)  # -1 is R's missing string
        yield data[start:at].decode("utf-8", "replace")


def read(files: Files) -> Iterator[str]:
    for novel in novels(files[RDB]):
        for piece in HEADING.split(novel)[1:]:
            yield document(piece)


SOURCES = (
    TextSource(
        "austen",
        Package("apt", "r-cran-janeaustenr"),
        "public domain (package: MIT)",
        True,
        "Jane Austen's six novels",
        read,
    ),
)
