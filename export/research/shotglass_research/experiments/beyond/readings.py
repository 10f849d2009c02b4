"""What a linear reader gets out of two networks' states, of texts that neither was trained on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packages import get, members
from shotglass_export.data.sources.brown import SOURCES
from shotglass_export.places import default_packages

from ..background.probe import sentence_of
from ..points import ratio_over_clusters
from ..result import Data, Point

# Of the Brown corpus, by the letter of its files. The house models have read none of it.
GENRES = {"reportage": "a", "religion": "d", "government": "h", "learned": "j", "fiction": "klmnpr"}
TRAIN, TEST, MOST = 10, 5, 20  # documents of a genre; sentences of a document
FEWEST_WORDS, MOST_WORDS = 6, 24
PLAIN = re.compile(r"[a-z]+")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Document:
    """Sentences in order; those that are None are too short or too long, and stand between."""

    genre: int
    tested: bool
    sentences: tuple[str | None, ...]

    @property
    def whole(self) -> list[str]:
        return [one for one in self.sentences if one is not None][:MOST]


@dataclass(frozen=True)
class Task:
    """Texts with their labels and documents; ``tested`` (N,): the others are learned from."""

    texts: list[str]
    labels: list[int]
    documents: list[int]
    tested: list[bool]

    def add(self, text: str, label: int, number: int, tested: bool) -> None:
        self.texts.append(text)
        self.labels.append(label)
        self.documents.append(number)
        self.tested.append(tested)


def brown() -> tuple[list[Document], Data]:
    (source,) = SOURCES
    download = get(source.package, default_packages())
    files, found = members(download.path), []
    generator = np.random.default_rng(0)
    for genre, letters in enumerate(GENRES.values()):
        names = sorted(n for n in files if re.fullmatch(rf"package/c[{letters}]\d\d", n))
        for number, at in enumerate(generator.permutation(len(names))[: TRAIN + TEST]):
            lines = files[names[at]].decode("latin-1").splitlines()
            texts = (sentence_of(0, line).text for line in lines if line.strip())
            found.append(Document(genre, number >= TRAIN, tuple(map(_fitting, texts))))
    origin = f"npm {source.package.name} {download.version}"
    return found, Data("Brown corpus", download.sha256, source.licence, origin)


def toy_documents(folder: DataFolder) -> list[Document]:
    ends = zip(folder.offsets[:-1], folder.offsets[1:] - 1, strict=True)
    texts = folder.tokenizer.decode_batch([folder.train[a:b].tolist() for a, b in ends])
    return [
        Document(at % 2, at % 3 == 2, tuple(map(_fitting, re.split(r"(?<=\.)\s+", text))))
        for at, text in enumerate(texts[:12])
    ]


def _fitting(text: str) -> str | None:
    plain = " ".join(text.split())
    return plain if FEWEST_WORDS <= len(plain.split()) <= MOST_WORDS else None


def tasks_of(documents: Sequence[Document]) -> dict[str, Task]:
    """``genre``: which it is; ``order``: as it was written, or with two words swapped; ``follows``:
    whether the second sentence comes after the first, or is one of another document."""
    generator = np.random.default_rng(0)
    found = {name: Task([], [], [], []) for name in ("genre", "order", "follows")}
    for number, document in enumerate(documents):
        for text in document.whole:
            found["genre"].add(text, document.genre, number, document.tested)
            for label, one in enumerate(_both(text, generator)):
                found["order"].add(one, label, number, document.tested)
        others = [d for d in documents if d.tested == document.tested and d is not document]
        for one, after in list(_neighbours(document))[:MOST]:
            other = others[generator.integers(len(others))].whole
            for label, text in enumerate((other[generator.integers(len(other))], after)):
                found["follows"].add(f"{one} {text}", label, number, document.tested)
    return found


def _neighbours(document: Document) -> Iterator[tuple[str, str]]:
    for one, after in zip(document.sentences[:-1], document.sentences[1:], strict=True):
        if one is not None and after is not None:
            yield one, after


def _both(text: str, generator: np.random.Generator) -> tuple[str, ...]:
    """The text, and the same with two different neighbouring words swapped; nothing where there are
    none in small letters."""
    words = text.split()
    at = [
        i
        for i in range(1, len(words) - 1)
        if PLAIN.fullmatch(words[i]) and PLAIN.fullmatch(words[i + 1]) and words[i] != words[i + 1]
    ]
    if not at:
        return ()
    i = at[generator.integers(len(at))]
    return text, " ".join([*words[:i], words[i + 1], words[i], *words[i + 2 :]])


def right_of_states(task: Task, states: Floats) -> list[bool]:
    """For each tested text whether logistic regression on (N, D) states gives its label."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    reader = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    return _right(task, reader, states)


def right_of_words(task: Task) -> list[bool]:
    """The same by TF-IDF of single words."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    reader = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10.0, max_iter=1000))
    return _right(task, reader, np.array(task.texts, object))


def _right(task: Task, reader: object, inputs: NDArray[np.generic]) -> list[bool]:
    labels, tested = np.array(task.labels), np.array(task.tested)
    reader.fit(inputs[~tested], labels[~tested])  # type: ignore[attr-defined]
    found: list[bool] = (reader.predict(inputs[tested]) == labels[tested]).tolist()  # type: ignore[attr-defined]
    return found


def share_right(x: str, task: Task, right: Sequence[float]) -> Point:
    """With the bootstrap over the tested documents; ``right`` may be a difference."""
    documents = [d for d, tested in zip(task.documents, task.tested, strict=True) if tested]
    _, cluster = np.unique(documents, return_inverse=True)
    sums, sizes = np.bincount(cluster, np.array(right, np.float64)), np.bincount(cluster)
    return ratio_over_clusters(x, sums.tolist(), sizes.tolist())
