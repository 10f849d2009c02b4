"""Lesson 2: one vector a word, or one vector a word in its place? Ten words of two senses.

A sentence's sense is guessed from the nearest neighbour of the word's vector, by cosine, among
sentences in which what stands before the word tells the sense. Half of the sentences asked tell it
only after the word, in pairs that are equal up to and with the word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import END, DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..installed_models import installed_model
from ..points import ratio_over_clusters
from ..result import Data, Outcome, Point, Series, Table
from .own_vectors import lstm_nats, lstm_pair, lstm_tokens, training_texts, word2vec
from .sparse import words_of

if TYPE_CHECKING:
    from shotglass.engine import Engine
    from shotglass.engine.masked_model import MaskedModel

TEXTS = "texts/two_senses.toml"
CAUSAL = ("house-prose", "smollm2-135m")
BIDIRECTIONAL = "house-bert"
TOY_WORDS = 1
PLACES = 5  # sentences of a sense and kind
SENSES = 2
KINDS = ("before", "after")
HALF_WAY = 0.5
TIE = 1e-6  # cosines nearer than this are equal
NEIGHBOURS = 5  # of each word by word2vec, in a table

Floats = NDArray[np.float64]
Layers = list[list[list[float]]]  # by layer and item, the word's vector: of JSON's kinds


@dataclass(frozen=True)
class Item:
    """A sentence: its ``opening`` ends with the word. Items of one ``place`` are not each other's
    neighbours: in an ``after`` pair they are equal up to there."""

    word: str
    sense: int
    kind: str  # what tells the sense stands "before" or "after" the word
    place: int
    opening: str
    rest: str

    @property
    def text(self) -> str:
        return self.opening + self.rest


def items_of(table: Mapping[str, Mapping[str, Any]]) -> list[Item]:
    """The sentences of ``two_senses.toml``, by word, kind, place and sense."""
    found = []
    for word, texts in table.items():
        for place, sense in product(range(PLACES), range(SENSES)):
            found.append(Item(word, sense, "before", place, texts["before"][sense][place], "."))
        for place, sense in product(range(PLACES), range(SENSES)):
            opening, *rests = texts["after"][place]
            found.append(Item(word, sense, "after", place, opening, " " + rests[sense]))
    return found


def run(context: Context) -> Findings:
    text = (files(__package__.rpartition(".")[0]) / TEXTS).read_bytes()
    items = items_of(tomllib.loads(text.decode("utf-8")))
    causal = CAUSAL[:1] if context.smoke else CAUSAL
    if context.smoke:
        items = items[: TOY_WORDS * len(KINDS) * SENSES * PLACES]
    folder = context.corpus()
    data = [Data("two_senses.toml", sha256(text).hexdigest(), "Apache-2.0", "our own sentences")]
    data += sources_of(folder)
    static, neighbours = _static(context, folder, items)
    pair, losses = _pair(context, folder, items)
    series = [*static, *_series("lstm-pair", pair, items), losses]
    for id in causal if context.smoke else (*causal, BIDIRECTIONAL):
        context.report(f"Reading with {id}", 0.0)
        layers, about = _states(id, items)
        series += _series(id, layers, items)
        data.append(about)
    outcome = _judged(series, causal)
    tokens = lstm_tokens(context.smoke)
    return Findings(outcome, len(items), tuple(series), tuple(data), (neighbours,), tokens)


# --- the vectors: one item's word in each layer, from 0 ---


def _static(
    context: Context, folder: DataFolder, items: Sequence[Item]
) -> tuple[list[Series], Table]:
    """word2vec: the word's own vector, and as a control the mean of the sentence's other words';
    and which words are the nearest to each of the ten."""
    context.report("Training word2vec", 0.0)
    found = context.kept("word2vec", partial(_word2vec, context, folder, items))
    series = [
        *_series("word2vec", [found["word"]], items),
        *_series("word2vec-context", [found["context"]], items),
    ]
    rows = tuple((word, ", ".join(near)) for word, near in found["near"].items())
    return series, Table("neighbours", ("word", "nearest words"), rows)


def _word2vec(context: Context, folder: DataFolder, items: Sequence[Item]) -> dict[str, Any]:
    own = [item.text for item in items]  # Python's documentation hardly has such words
    texts = own if context.smoke else list(training_texts(folder))
    vectors = word2vec(texts, context.seeds[0], **({"least": 1} if context.smoke else {}))
    around = [
        [word for word in words_of(item.text) if word != item.word and word in vectors]
        for item in items
    ]
    return {
        "word": [vectors[item.word].tolist() for item in items],
        "context": [np.mean([vectors[word] for word in words], 0).tolist() for words in around],
        "near": {
            word: [near for near, _ in vectors.most_similar(word, topn=NEIGHBOURS)]
            for word in dict.fromkeys(item.word for item in items)
        },
    }


def _pair(
    context: Context, folder: DataFolder, items: Sequence[Item]
) -> tuple[Sequence[Floats], Series]:
    """The LSTM pair's layers, 0 to 2, both directions side by side; and its held-out losses."""
    found = context.kept("lstm-pair", partial(_trained_pair, context, folder, items))
    names = ("left to right", "right to left")
    points = (Point(name, nats) for name, nats in zip(names, found["nats"], strict=True))
    layers = [np.array(layer) for layer in found["layers"]]
    return layers, Series("lstm-loss", "direction", "nats", tuple(points))


def _trained_pair(context: Context, folder: DataFolder, items: Sequence[Item]) -> dict[str, Any]:
    import torch

    pair = lstm_pair(context, folder)
    rows = []
    for item in items:
        read = folder.tokenizer.encode(item.text)
        at = 1 + _last_token(read.offsets, len(item.opening))  # after the token that ends documents
        with torch.no_grad():
            states = pair(torch.tensor([[END, *read.ids, END]]))
        rows.append(states[:, 0, at].tolist())
    layers: Layers = list(map(list, zip(*rows, strict=True)))
    return {"layers": layers, "nats": lstm_nats(pair, folder)}


def _last_token(ends: Sequence[tuple[int, int]], at: int) -> int:
    """The token in whose characters (from, to) the one before ``at`` is."""
    return next(i for i, (start, end) in enumerate(ends) if start < at <= end)


def _states(id: str, items: Sequence[Item]) -> tuple[Sequence[Floats], Data]:
    """For each layer, 0 to L, the residual stream at the last token of each item's word."""
    with installed_model(id) as (model, about):
        names = [f"hidden_states.{i}" for i in range(model.manifest.architecture.layers + 1)]
        rows = []
        for item in items:
            found = model.capture.run(model.encode(item.text), set(names), [])
            at = _word_token(model, item)
            rows.append([found[name][0, at] for name in names])
    return list(np.array(rows, np.float64).swapaxes(0, 1)), about


def _word_token(model: Engine | MaskedModel, item: Item) -> int:
    pieces = model.prompts.pieces(item.text)
    return _last_token([(piece.start, piece.end) for piece in pieces], len(item.opening))


# --- the nearest neighbour ---


def credits(vectors: Floats, items: Sequence[Item]) -> Floats:
    """For each item, by its vector (n, d): 1 where its nearest neighbour has its sense, 0 where it
    has the other, and between them what share of the nearest, where several are equally near.

    Neighbours are the word's sentences that tell the sense before it, but for the item's place.
    """
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    found = []
    for i, item in enumerate(items):
        others = [
            j
            for j, other in enumerate(items)
            if other.word == item.word and other.kind == "before" and other.place != item.place
        ]
        near = [j for j in others if cosines[i, j] >= cosines[i, others].max() - TIE]
        found.append(np.mean([items[j].sense == item.sense for j in near]))
    return np.array(found)


def _series(name: str, layers: Sequence[Any], items: Sequence[Item]) -> Iterator[Series]:
    """Right by height, one series for each kind; the bootstrap is over pairs of one word and place,
    which have both senses, so that a guess gets 50 %."""
    right = [credits(np.array(vectors, np.float64), items) for vectors in layers]
    heights = np.linspace(0, 1, len(layers)).tolist()  # 0 alone where there is one layer
    for kind in KINDS:
        points = []
        for height, credit in zip(heights, right, strict=True):
            pairs: dict[tuple[str, int], float] = {}
            for item, one in zip(items, credit, strict=True):
                if item.kind == kind:
                    key = (item.word, item.place)
                    pairs[key] = pairs.get(key, 0.0) + float(one)
            sizes = [SENSES] * len(pairs)
            points.append(ratio_over_clusters(height, list(pairs.values()), sizes))
        yield Series(f"{name}-{kind}", "height among the layers", "share", tuple(points))


# --- the rule ---


def _judged(series: Sequence[Series], causal: Sequence[str]) -> Outcome:
    middle = {s.name: p for s in series for p in s.points if p.x == HALF_WAY}
    if not all(map(_is_half, _after(series, causal))):
        return "refuted"
    reads = [middle[f"{id}-before"] for id in causal]
    fills = middle.get(f"{BIDIRECTIONAL}-after")
    if fills is not None and _above(fills) and any(map(_above, reads)):
        return "held"
    return "refuted" if fills is not None and (fills.high or 0) < 0.5 else "null"


def _is_half(y: float) -> bool:
    return abs(y - 0.5) < TIE


def _above(point: Point) -> bool:
    return point.low is not None and point.low > 0.5


def _after(series: Sequence[Series], names: Sequence[str]) -> list[float]:
    asked = {f"{name}-after" for name in names}
    return [point.y for one in series if one.name in asked for point in one.points]


def _holds(findings: Findings) -> bool:
    before = [p.y for s in findings.series if s.name == "word2vec-before" for p in s.points]
    return all(map(_is_half, before + _after(findings.series, (*CAUSAL, "word2vec"))))


EXPERIMENT = Experiment(
    lesson="vectors",
    question="Does a word's vector tell in which sense it is used, and from which layer on?",
    hypothesis="Where the words before tell the sense, a GPT's vector of the word tells it, too. "
    "Where only the words after tell it, no GPT's can, and the masked twin's does.",
    rule="It held if, half-way up the layers (fixed beforehand), at least one GPT is right more "
    "often than chance where the sense is told before, the masked twin where it is told after, and "
    "every GPT is right in exactly 50 % of the latter at every layer. More often than chance: the "
    "whole 95 % interval (bootstrap over pairs of sentences) above 50 %. It is refuted if a GPT is "
    "ever off 50 % there, or the masked twin's whole interval is below 50 %. The LSTM pair and "
    "word2vec are shown beside them and not judged.",
    null="Neither: an interval that should be above 50 % holds it.",
    counted="sentences",
    seeds=(1,),
    minutes=16,
    run=run,
    invariant="Where the sense is told after the word, a GPT is right in exactly 50 % at every "
    "layer, having read the same text in both senses; and so is word2vec, in all sentences.",
    holds=_holds,
)
