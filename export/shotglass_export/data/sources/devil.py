"""Ambrose Bierce's Devil's Dictionary from Debian's dict-devil, one document an entry."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

from ..packages import Package
from ..prose import document
from .source import Files, Source

FILE = "usr/share/dictd/devil.dict.dz"  # dictzip is gzip with an index
_ENTRY = re.compile(r"^([A-Z][A-Z' -]+), (?:n|adj|adv|v\.[it]|pp|pro|prep|interj|x)\.(?:pl\.)? +",
                    re.MULTILINE)  # fmt: skip


def read(files: Files) -> Iterator[str]:
    pieces = _ENTRY.split(gzip.decompress(files[FILE]).decode("latin-1"))
    for word, definition in zip(pieces[1::2], pieces[2::2], strict=True):
        yield f"{word.capitalize()}: {document(definition)}"


SOURCES = (
    Source(
        "devil",
        Package("apt", "dict-devil"),
        "public domain",
        True,
        "The Devil's Dictionary by Ambrose Bierce, 1911",
        read,
    ),
)
