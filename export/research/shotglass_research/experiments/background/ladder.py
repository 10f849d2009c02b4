"""Lesson 3: how many labels each way to represent a text needs.

Two tasks with labels: which of five sources a sentence is from, and whether two of its words were
swapped. A sentence and its swapped twin have the same words, so a bag of words cannot tell them
apart. Labelled sentences are from documents that house-prose was trained on (without labels, as
GPT-1 was), the tested ones from documents that it never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..fine_tuned import House, Plan, fine_tune, predicted, states_by_layer, surprisals
from ..points import ratio_over_clusters
from ..result import Outcome, Point, Series
from ..sentences import SOURCES, Parts, Sentence, drawn
from .own_vectors import lstm_pair, lstm_states, mean_vectors, training_texts, word2vec
from .sparse import words_of

LABELS = (10, 30, 100, 300, 1000, 3000)
TUNED = (100, 1000)  # whole networks are trained on these alone: all six would take an hour
JUDGED = 1000
TESTED, CHOSEN = 80, 40  # sentences of a source; those on which strengths are chosen
TOY_LABELS, TOY_TESTED, TOY_CHOSEN = (10, 20), 3, 2
STRENGTHS = {"sparse": (1.0, 10.0, 100.0), "dense": (0.001, 0.03, 1.0)}
SPARSE = ("counts", "tf-idf")
# Of the gradient. That of a run of words which occurs once in 3,000 sentences is below 1e-4 from
# the start: with more room nothing would be learned of it.
TOLERANCES = {"sparse": 1e-6, "dense": 1e-4}
RATES = {"tuned": (3e-4,), "scratch": (3e-4, 1e-3)}  # of two one is chosen, as strengths are
EPOCHS = {100: 10, 1000: 4}

Floats = NDArray[np.float32]
Right = list[bool]  # of each tested sentence


@dataclass(frozen=True)
class Labelled:
    """Sentences with their classes; any even number of the first of them is balanced as far as can
    be. ``states`` are what dense representations make of them, by name."""

    sentences: list[Sentence]
    classes: list[int]
    states: Mapping[str, Floats]

    def first(self, count: int) -> Labelled:
        states = {name: found[:count] for name, found in self.states.items()}
        return Labelled(self.sentences[:count], self.classes[:count], states)

    def given(self, kind: str) -> Any:
        """What the classifier of a representation reads: texts, or vectors; these in double
        precision, without which its search for the best weights can fail."""
        if kind in SPARSE:
            return [one.text for one in self.sentences]
        return self.states[kind].astype(np.float64)


@dataclass(frozen=True)
class Task:
    """``draws``: of each seed, as many labelled sentences as the most that is asked for."""

    name: str
    draws: Mapping[int, Labelled]
    choosing: Labelled
    test: Labelled


def run(context: Context) -> Findings:
    folder, house = context.corpus(), House.open()
    parts = Parts.read(context, folder, house.tokenizer)
    readers = _readers(context, folder, house)
    series: list[Series] = []
    for name in ("source", "order"):
        task = _task(context, name, parts, house, readers)
        series += _series(context, task, house)
        tested = len(task.test.classes)
    data = (*sources_of(folder), house.data)
    outcome = _judged(series, TOY_LABELS[-1] if context.smoke else JUDGED)
    return Findings(outcome, tested, tuple(series), data, tokens=int(folder.train.size))


def _task(
    context: Context, name: str, parts: Parts, house: House, readers: Mapping[str, Any]
) -> Task:
    network = house.network(pretrained=True)

    def labelled(sentences: list[Sentence], a_source: int, seed: int) -> Labelled:
        context.report(f"Reading sentences ({name})", 0.0)
        found, classes = drawn(name, sentences, a_source, house.tokenizer, seed)
        states = {key: read(found) for key, read in readers.items()}
        ids = [one.ids for one in found]
        layers = states_by_layer(network, ids)
        for layer, (mean, last) in enumerate(layers):
            states |= {f"mean-{layer}": mean, f"last-{layer}": last}
        nats = surprisals(network, ids)
        states["surprise"] = np.array([(one.mean(), one.max()) for one in nats], np.float32)
        return Labelled(found, classes, states | {"gpt": layers[-1, 0]})

    tested, chosen = (TOY_TESTED, TOY_CHOSEN) if context.smoke else (TESTED, CHOSEN)
    most = (TOY_LABELS if context.smoke else LABELS)[-1] // len(SOURCES)
    most //= 1 if name == "source" else 2  # a twin is a label, too
    return Task(
        name,
        {seed: labelled(parts.train, most, seed) for seed in context.seeds},
        labelled(parts.choosing, chosen, 0),
        labelled(parts.test, tested, 0),
    )


def _readers(context: Context, folder: DataFolder, house: House) -> dict[str, Any]:
    """Representations that are not house-prose's, trained here on the text it was trained on."""
    context.report("Training word2vec", 0.0)
    vectors = word2vec(list(training_texts(folder)), context.seeds[0])
    pair = lstm_pair(context, folder, house.config.vocabulary)
    return {
        "word2vec": lambda sentences: mean_vectors(vectors, [one.text for one in sentences]),
        "bilstm": lambda sentences: lstm_states(pair, [one.ids for one in sentences]),
    }


# --- what is right ---


def _series(context: Context, task: Task, house: House) -> Iterator[Series]:
    labels, tuned = (TOY_LABELS, TOY_LABELS[-1:]) if context.smoke else (LABELS, TUNED)
    found: dict[str, dict[int, list[Right]]] = {}
    strength = 1.0
    for kind in (*SPARSE, "word2vec", "bilstm", "gpt", "surprise"):
        found[kind] = {}
        for count in labels:
            strength = strength_of(task, kind, count)
            found[kind][count] = _classified(context, task, kind, count, strength)
    for kind in RATES:
        found[kind] = {count: _trained(context, task, kind, count, house) for count in tuned}
    for kind, rows in found.items():
        points = (_point(count, right, task) for count, right in rows.items())
        yield Series(f"{task.name}-{kind}", "labels", "share", tuple(points))
    for other in ("tf-idf", "scratch"):
        both = [(count, found["tuned"][count], found[other][count]) for count in tuned]
        points = (_point(count, more, task, less) for count, more, less in both)
        yield Series(f"{task.name}-tuned-less-{other}", "labels", "share", tuple(points))
    yield from _by_layer(context, task, labels[-1] if context.smoke else JUDGED)


def _by_layer(context: Context, task: Task, count: int) -> Iterator[Series]:
    strength = strength_of(task, "gpt", count)
    for reading in ("mean", "last"):
        layers = sum(name.startswith(f"{reading}-") for name in task.test.states)
        points = (
            _point(n, _classified(context, task, f"{reading}-{n}", count, strength), task)
            for n in range(layers)
        )
        yield Series(f"{task.name}-layer-{reading}", "layer", "share", tuple(points))


def classifier(kind: str, strength: float) -> Any:
    """Logistic regression on a representation; ``strength`` is scikit-learn's C."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    before = {
        "counts": lambda: CountVectorizer(analyzer=words_of),
        "tf-idf": lambda: TfidfVectorizer(
            tokenizer=words_of, token_pattern=None, lowercase=False, ngram_range=(1, 3)
        ),
    }.get(kind, StandardScaler)
    tolerance = TOLERANCES["sparse" if kind in SPARSE else "dense"]
    return make_pipeline(before(), LogisticRegression(C=strength, tol=tolerance, max_iter=5000))


def strength_of(task: Task, kind: str, count: int) -> float:
    """Of three, the one with which the first draw gets most right of the sentences that are there
    for choosing; the smallest of equal ones."""
    some = task.draws[min(task.draws)].first(count)
    right = {
        strength: classifier(kind, strength)
        .fit(some.given(kind), some.classes)
        .score(task.choosing.given(kind), task.choosing.classes)
        for strength in STRENGTHS["sparse" if kind in SPARSE else "dense"]
    }
    return max(right, key=lambda strength: right[strength])


def _classified(
    context: Context, task: Task, kind: str, count: int, strength: float
) -> list[Right]:
    def right(draw: Labelled) -> Right:
        model = classifier(kind, strength).fit(draw.given(kind), draw.classes)
        found: Right = (model.predict(task.test.given(kind)) == task.test.classes).tolist()
        return found

    context.report(f"{kind} with {count} labels ({task.name})", 0.5)
    return [right(draw.first(count)) for draw in task.draws.values()]


def _trained(context: Context, task: Task, kind: str, count: int, house: House) -> list[Right]:
    def tried(seed: int, rate: float) -> tuple[float, Right]:
        context.report(f"{kind} with {count} labels ({task.name})", 0.5)
        key = f"{task.name}-{kind}-{count}-seed-{seed}-rate-{rate}"
        run = partial(_predictions, context, task, kind, count, house, seed, rate)
        found = context.kept(key, run)
        return found["chosen"], found["right"]

    first, *others = task.draws
    runs = {rate: tried(first, rate) for rate in RATES[kind]}
    best = max(runs, key=lambda rate: runs[rate][0])
    return [runs[best][1], *(tried(seed, best)[1] for seed in others)]


def _predictions(
    context: Context, task: Task, kind: str, count: int, house: House, seed: int, rate: float
) -> dict[str, Any]:
    """The share right of the sentences for choosing, and which of the tested ones are."""
    from shotglass_export.models.fine_tuning import TaskHead

    context.begin_torch(seed)
    network = house.network(pretrained=kind == "tuned")
    head = TaskHead(house.config.width, 1 + max(task.test.classes))
    plan = Plan(rate, EPOCHS.get(count, 1), together=2 if task.name == "order" else 1)
    fine_tune(network, head, _marked(house, task.draws[seed].first(count)), plan, seed, 0.0)
    right = []
    for part in (task.choosing, task.test):
        found = predicted(network, head, _marked(house, part))
        right.append([a == b for a, b in zip(found, part.classes, strict=True)])
    return {"chosen": float(np.mean(right[0])), "right": right[1]}


def _marked(house: House, some: Labelled) -> Any:
    from shotglass_export.models.fine_tuning import Labelled as Examples

    texts = [house.marks.classification(one.ids) for one in some.sentences]
    return Examples.of(texts, some.classes)


def _point(
    x: float, right: Sequence[Right], task: Task, less: Sequence[Right] | None = None
) -> Point:
    """The share of tested sentences, the mean over draws, with the bootstrap over documents; minus
    the share of ``less``, if that is given."""
    values = np.mean(right, axis=0) - (0.0 if less is None else np.mean(less, axis=0))
    _, cluster = np.unique([one.document for one in task.test.sentences], return_inverse=True)
    counts, sizes = np.bincount(cluster, values), np.bincount(cluster)
    return ratio_over_clusters(float(x), counts.tolist(), sizes.tolist())


def _judged(series: Sequence[Series], judged: int) -> Outcome:
    named = {one.name: one for one in series}
    decisive = [
        next(point for point in named[f"{task}-tuned-less-tf-idf"].points if point.x == judged)
        for task in ("source", "order")
    ]
    if all((point.low or 0) > 0 for point in decisive):
        return "held"
    return "refuted" if any((point.high or 0) < 0 for point in decisive) else "null"


def _holds(findings: Findings) -> bool:
    counts = next(one for one in findings.series if one.name == "order-counts")
    return all(abs(point.y - 0.5) < 1e-9 for point in counts.points)


EXPERIMENT = Experiment(
    lesson="ladder",
    question="How many labels does a pre-trained network save, beside counted words and beside the "
    "same network from scratch?",
    hypothesis="With 1,000 labels house-prose, fine-tuned, tells both where a sentence is from "
    "and whether two of its words are swapped better than TF-IDF does.",
    rule="It held if, with 1,000 labels and in both tasks, house-prose fine-tuned gets more "
    "held-out sentences right than TF-IDF over runs of one to three words: the whole 95 % interval "
    "of the difference (means over three draws of the labels, bootstrap over documents) above 0. "
    "It is refuted if the whole interval is below 0 in one of them.",
    null="An interval holds 0: with 1,000 labels TF-IDF does as well.",
    counted="held-out sentences, half of them with two words swapped",
    seeds=(1, 2, 3),
    minutes=23,
    run=run,
    invariant="A bag of words gets half right of the sentences and their swapped twins.",
    holds=_holds,
)
