"""Lesson 1: what a table of counts has never seen, and how far apart sparse vectors are.

Nothing is hashed: every run of n words has a number of its own, so that counts are exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder
from shotglass_export.places import default_models

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import over_items, ratio_over_clusters
from ..result import Data, Outcome, Point, Series

AMOUNTS = (1.0, 2.0, 4.0, 8.0, 16.0, 24.0)  # MB of training text
TOY_AMOUNTS = (0.01, 0.02, 0.04)
ORDERS = range(1, 7)
JUDGED = 4
DIMENSIONS = (30, 100, 300, 1000, 3000, 10_000, 30_000)
TOY_DIMENSIONS = (30, 100, 300)
PASSAGES, TOY_PASSAGES = 300, 12
MOST_OF_ONE = 10  # passages of one document
LEAST_WORDS, MOST_WORDS, MOST_TOKENS = 40, 150, 512
MODELS = ("house-prose", "smollm2-135m")
STEP = 0.05  # of the cosine histograms

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Corpus:
    """Documents as text, training ones first; ``train``: how many these are."""

    texts: list[str]
    train: int


def run(context: Context) -> Findings:
    folder = context.corpus()
    context.report("Decoding the text", 0.0)
    corpus = _corpus(folder)
    unseen = _unseen(context, corpus)
    passages = _passages(context, corpus)
    distances, cosines, models = _geometry(context, corpus, passages)
    return Findings(
        outcome=_judged(unseen[JUDGED - 1].points[-1]),
        n=len(corpus.texts) - corpus.train,
        series=(*unseen, *distances, *cosines),
        tokens=int(folder.train.size),
        data=(*sources_of(folder), *models),
    )


def _judged(last: Point) -> Outcome:
    assert last.low is not None
    assert last.high is not None
    return "held" if last.low > 0.5 else "refuted" if last.high < 0.5 else "null"


def _corpus(folder: DataFolder) -> Corpus:
    held = [text for part in folder.held.values() for text in _texts(folder, part)]
    train = list(_texts(folder, folder))
    return Corpus(train + held, len(train))


def _texts(folder: DataFolder, part: Any) -> Iterator[str]:
    tokens = part.train if isinstance(part, DataFolder) else part.tokens
    ends = zip(part.offsets[:-1], part.offsets[1:] - 1, strict=True)  # the last token ends it
    pieces = [tokens[start:end].tolist() for start, end in ends]
    yield from folder.tokenizer.decode_batch(pieces)


# --- runs of words that were never seen ---


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)*", text.lower())


def numbered_runs(documents: Sequence[Sequence[int]], most: int) -> Iterator[tuple[Ints, Ints]]:
    """For n = 1 to ``most``: a number for every run of n words, the same for the same words, and
    the document in which it stands; no run crosses from one document to the next."""
    lengths = np.array([len(words) for words in documents])
    place = np.repeat(np.arange(len(documents)), lengths)
    words = np.fromiter((word for document in documents for word in document), np.int64)
    _, runs = np.unique(words, return_inverse=True)
    yield runs, place
    size = int(words.max()) + 1
    for n in range(2, most + 1):
        whole = place[: 1 - n] == place[n - 1 :]
        pairs = runs[: len(whole)] * size + words[n - 1 :]
        _, numbered = np.unique(pairs, return_inverse=True)
        runs = numbered
        yield runs[whole], place[: len(whole)][whole]


def _unseen(context: Context, corpus: Corpus) -> list[Series]:
    """The share of held-out runs of n words that the first MB of training text do not hold."""
    known: dict[str, int] = {}
    documents = [[known.setdefault(w, len(known)) for w in words_of(t)] for t in corpus.texts]
    sizes = np.array([len(text.encode()) for text in corpus.texts[: corpus.train]])
    amounts = TOY_AMOUNTS if context.smoke else AMOUNTS
    found = []
    for n, (runs, place) in zip(ORDERS, numbered_runs(documents, max(ORDERS)), strict=True):
        context.report("Counting runs of words", n / max(ORDERS))
        points = tuple(_share(x, runs, place, sizes, context.seeds) for x in amounts)
        found.append(Series(f"unseen-{n}", "MB of text", "share", points))
    return found


def _share(x: float, runs: Ints, place: Ints, sizes: Ints, seeds: Sequence[int]) -> Point:
    train = len(sizes)
    held = place >= train
    totals = np.bincount(place[held] - train)
    missing = np.zeros(len(totals))
    for seed in seeds:
        order = np.random.default_rng(seed).permutation(train)
        taken = np.zeros(place.max() + 1, np.bool_)
        taken[order[np.cumsum(sizes[order]) <= x * 1e6]] = True
        seen = np.zeros(runs.max() + 1, np.bool_)
        seen[runs[taken[place]]] = True
        missing += np.bincount(place[held] - train, ~seen[runs[held]]) / len(seeds)
    return ratio_over_clusters(x, missing[totals > 0].tolist(), totals[totals > 0].tolist())


# --- how far apart vectors are ---


def _passages(context: Context, corpus: Corpus) -> list[str]:
    """Paragraphs of held-out documents, a few of each, drawn by the first seed."""
    generator = np.random.default_rng(context.seeds[0])
    found = []
    for text in corpus.texts[corpus.train :]:
        fitting = [
            part for part in text.split("\n\n") if LEAST_WORDS <= len(words_of(part)) <= MOST_WORDS
        ]
        found += [fitting[at] for at in generator.permutation(len(fitting))[:MOST_OF_ONE]]
    most = TOY_PASSAGES if context.smoke else PASSAGES
    return [found[at] for at in generator.permutation(len(found))[:most]]


def _geometry(
    context: Context, corpus: Corpus, passages: list[str]
) -> tuple[list[Series], list[Series], list[Data]]:
    """The ratio of the nearest to the farthest distance by dimension, and cosines of all pairs."""
    sizes = TOY_DIMENSIONS if context.smoke else DIMENSIONS
    context.report("Comparing passages", 0.0)
    vectors = list(_tf_idf(corpus.texts[: corpus.train], passages, sizes))
    one_hot = [np.eye(d)[: len(passages)] for d in sizes if d <= 3000]
    gpt, models = [], []
    for id in MODELS[: 1 if context.smoke else None]:
        states, data = _mean_states(id, passages)
        gpt.append(states)
        models.append(data)
    kinds = {"one-hot": one_hot, "tf-idf": vectors, "gpt": gpt}
    ratios = [
        Series(f"ratio-{kind}", "dimension", "ratio", tuple(map(_ratio, of)))
        for kind, of in kinds.items()
    ]
    shown = {"tf-idf": vectors[-1], **dict(zip(MODELS, gpt, strict=False))}
    return ratios, [_histogram(f"cosine-{k}", vectors) for k, vectors in shown.items()], models


def _tf_idf(train: list[str], passages: list[str], sizes: Sequence[int]) -> Iterator[Floats]:
    """The passages over the most frequent words of the training text, a row each of length 1."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    counter = CountVectorizer(analyzer=words_of, max_features=max(sizes))
    counts = counter.fit_transform(train)
    frequent = np.argsort(-np.asarray(counts.sum(axis=0)).ravel(), kind="stable")
    asked = counter.transform(passages)
    for size in sizes:
        columns = frequent[:size]
        weighted = TfidfTransformer().fit(counts[:, columns]).transform(asked[:, columns])
        yield weighted.toarray()


def _mean_states(id: str, passages: list[str]) -> tuple[Floats, Data]:
    """The mean over a passage's tokens, the first ``MOST_TOKENS``, of what comes out of the last
    block: (passages, width)."""
    from shotglass.engine import Engine, Library, default_roots

    folder = Library((default_models(), *default_roots())).folder(id)
    engine = Engine.open(folder)
    name = f"hidden_states.{engine.manifest.architecture.layers}"
    try:
        asked = [engine.encode(passage)[:MOST_TOKENS] for passage in passages]
        rows = [engine.capture.run(ids, {name}, [])[name][0] for ids in asked]
    finally:
        engine.close()
    about = engine.manifest
    weights = about.files[next(f for f in about.files if f.startswith("weights"))].sha256
    data = Data(about.name, weights, about.licence, f"model {id}")
    return np.array([row.mean(axis=0) for row in rows], np.float64), data


def cosines(vectors: Floats) -> Floats:
    """(n, d) -> (n, n), with NaN where a vector is nothing and for a vector with itself."""
    lengths = np.linalg.norm(vectors, axis=1)
    lengths[lengths == 0] = np.nan
    unit = vectors / lengths[:, None]
    found: Floats = unit @ unit.T
    np.fill_diagonal(found, np.nan)
    return found


def _ratio(vectors: Floats) -> Point:
    """Over vectors: the distance to the nearest other by that to the farthest, at length 1."""
    distances = np.sqrt(np.maximum(0, 2 - 2 * cosines(vectors)))
    rows = distances[np.isfinite(distances).any(axis=1)]
    ratios = np.nanmin(rows, axis=1) / np.nanmax(rows, axis=1)
    return over_items(float(vectors.shape[1]), ratios.tolist())


def _histogram(name: str, vectors: Floats) -> Series:
    """The share of pairs by cosine, in steps of ``STEP``; x is a step's lower end."""
    found = cosines(vectors)[np.triu_indices(len(vectors), 1)]
    found = found[np.isfinite(found)]
    edges = np.round(np.arange(-1, 1 + STEP / 2, STEP), 2)
    counts, _ = np.histogram(np.clip(found, -1, 1), edges)
    first, last = np.flatnonzero(counts)[[0, -1]]
    shares = counts / counts.sum()
    points = (Point(float(edges[i]), float(shares[i])) for i in range(first, last + 1))
    return Series(name, "cosine", "share", tuple(points))


def _holds(findings: Findings) -> bool:
    shares = np.array([[p.y for p in s.points] for s in findings.series[: len(ORDERS)]])
    return bool((np.diff(shares, axis=0) >= -1e-9).all() and (np.diff(shares, axis=1) <= 0).all())


EXPERIMENT = Experiment(
    lesson="sparse",
    question="How much of a new text has a table of counts never seen, "
    "and does more text change that?",
    hypothesis="Most runs of four words in a new text were never seen, "
    "even after 24 MB of text of the same kinds.",
    rule="It held if, after 24 MB, more than half of the runs of four words in held-out documents "
    "are unseen: the whole 95 % interval (bootstrap over documents) above 50 %. It is refuted if "
    "the whole interval is below 50 %.",
    null="The interval holds 50 %.",
    counted="held-out documents",
    seeds=(1, 2, 3),
    minutes=3,
    run=run,
    invariant="A longer run of words is never seen more often than a shorter one, "
    "and more text never leaves more unseen.",
    holds=_holds,
)
