"""Two dictionaries of Debian, one document an entry: the Jargon File from jargon-text, which says
what hackers' words mean, and Ambrose Bierce's Devil's Dictionary from dict-devil."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

from ..packages import Package
from ..prose import document
from .source import Files, TextSource

DEVIL = "usr/share/dictd/devil.dict.dz"  # dictzip is gzip with an index
_DEVIL_ENTRY = re.compile(
    r"^([A-Z][A-Z' -]+), (?:n|adj|adv|v\.[it]|pp|pro|prep|interj|x)\.(?:pl\.)? +", re.MULTILINE
)


def read_devil(files: Files) -> Iterator[str]:
    pieces = _DEVIL_ENTRY.split(gzip.decompress(files[DEVIL]).decode("latin-1"))
    for word, definition in zip(pieces[1::2], pieces[2::2], strict=True):
        yield f"{word.capitalize()}: {document(definition)}"


FILE = "usr/share/doc/jargon-text/jargon.txt.gz"
SHORTEST = 200  # characters: shorter entries only point to others
_ENTRY = re.compile(r"^ {3}:([^:\n]+):", re.MULTILINE)
_ASIDE = re.compile(r"\A[^\n]*\n|^ *\[[^\]]*\]\s*$|\[\d+\]", re.MULTILINE)  # n., origin, a note
_POINTER = re.compile(r"(?:See|Compare|Cf\.|Contrast)(?: also)? \{[^.]*\.|\([^()]*\{[^()]*\)")
_COARSE = re.compile(r"\b(?:fuck|shit|cunt|porn|sex|penis|vagina|masturbat|whore|bitch)", re.I)


def _entry(word: str, text: str) -> str:
    text = _POINTER.sub("", _ASIDE.sub("", text)).translate({ord("{"): None, ord("}"): None})
    definition = document(re.sub(r"^ *\d+\. ", "", text, flags=re.MULTILINE))
    definition = re.sub(
        r"^(?:\[[^\]]*\] |(?:n|v|vt|vi|adj|adv|prov|excl)\. )+", "", definition, flags=re.M
    )
    return f"{word[0].upper()}{word[1:]}: {definition}" if definition else ""


def read(files: Files) -> Iterator[str]:
    text = gzip.decompress(files[FILE]).decode("utf-8")
    glossary = text[text.rindex("\nGlossary\n") : text.rindex("Appendix A.")]
    pieces = _ENTRY.split(glossary)
    for word, definition in zip(pieces[1::2], pieces[2::2], strict=True):
        entry = _entry(word, definition)
        if len(entry) >= SHORTEST and not _COARSE.search(entry):
            yield entry


SOURCES = (
    TextSource(
        "jargon",
        Package("apt", "jargon-text"),
        "public domain",
        True,
        "The Jargon File 4.4.7, edited by Eric S. Raymond",
        read,
    ),
    TextSource(
        "devil",
        Package("apt", "dict-devil"),
        "public domain",
        True,
        "The Devil's Dictionary by Ambrose Bierce, 1911",
        read_devil,
    ),
)
