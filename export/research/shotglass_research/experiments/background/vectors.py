"""Lesson 2: one vector a word, or one vector a word in its place? Ten words of two senses.

A sentence's sense is guessed from the nearest neighbour of the word's vector, by cosine, among
sentences in which what stands before the word tells the sense. Half of the sentences asked tell it
only after the word, in pairs that are equal up to and with the word. As a control the token before
the word is asked, too: its vector may tell what the sentence is about, but is not the word's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from shotglass_export.data.folder import END, DataFolder

from ..experiment import Context, Experiment, Findings, sources_of
from ..installed_models import installed_model
from ..points import ratio_over_clusters
from ..result import Data, Outcome, Point, Series, Table
from .own_vectors import lstm_nats, lstm_pair, lstm_tokens, training_texts, word2vec
from .sparse import words_of
from .two_senses import (
    KINDS,
    PLACES,
    SENSES,
    TIE,
    Floats,
    Item,
    by_pairs,
    credits,
    items_of,
    margins,
)

if TYPE_CHECKING:
    from shotglass.engine import Engine
    from shotglass.engine.masked_model import MaskedModel

TEXTS = "texts/two_senses.toml"
CAUSAL = ("house-prose", "smollm2-135m")
BIDIRECTIONAL = "house-bert"
TOY_WORDS = 1
HALF_WAY = 0.5
NEIGHBOURS = 10  # of each word by word2vec, in a table
DECIMALS = 4  # of cosines in a table

Layers = list[list[list[float]]]  # by layer and item, the word's vector: of JSON's kinds


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
    tables = [neighbours]
    for id in causal if context.smoke else (*causal, BIDIRECTIONAL):
        context.report(f"Reading with {id}", 0.0)
        words, previous, about = _states(id, items)
        series += [*_series(id, words, items), *_series(f"{id}-previous", previous, items)]
        series += _more(id, words, previous, items)
        data.append(about)
        if id == causal[-1]:
            tables.append(_margins(words, items))
    outcome = _judged(series, causal)
    tokens = lstm_tokens(context.smoke)
    return Findings(outcome, len(items), tuple(series), tuple(data), tuple(tables), tokens)


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


def _states(id: str, items: Sequence[Item]) -> tuple[Sequence[Floats], Sequence[Floats], Data]:
    """For each layer, 0 to L, the residual stream at the last token of each item's word, and at the
    token before the word."""
    with installed_model(id) as (model, about):
        names = [f"hidden_states.{i}" for i in range(model.manifest.architecture.layers + 1)]
        rows = []
        for item in items:
            found = model.capture.run(model.encode(item.text), set(names), [])
            at = _word_tokens(model, item)
            rows.append([[found[name][0, place] for name in names] for place in at])
    words, previous = np.array(rows, np.float64).transpose(1, 2, 0, 3)
    return list(words), list(previous), about


def _word_tokens(model: Engine | MaskedModel, item: Item) -> tuple[int, int]:
    """The last token of the item's word, and the last one before the word."""
    ends = [(piece.start, piece.end) for piece in model.prompts.pieces(item.text)]
    end = len(item.opening)
    return _last_token(ends, end), _last_token(ends, end - len(f" {item.word}"))


# --- the nearest neighbour ---


def _series(name: str, layers: Sequence[Any], items: Sequence[Item]) -> Iterator[Series]:
    """Right by height, one series for each kind; the bootstrap is over pairs of one word and place,
    which have both senses, so that a guess gets 50 %."""
    right = [credits(np.array(vectors, np.float64), items) for vectors in layers]
    yield from _by_height(name, right, items)


def _more(
    id: str, words: Sequence[Floats], previous: Sequence[Floats], items: Sequence[Item]
) -> Iterator[Series]:
    """By how much the word's vector is right more often than that of the token before it."""
    gains = [credits(a, items) - credits(b, items) for a, b in zip(words, previous, strict=True)]
    yield from _by_height(f"{id}-more", gains, items)


def _by_height(name: str, values: Sequence[Floats], items: Sequence[Item]) -> Iterator[Series]:
    heights = np.linspace(0, 1, len(values)).tolist()  # 0 alone where there is one layer
    for kind in KINDS:
        points = []
        for height, each in zip(heights, values, strict=True):
            pairs = by_pairs(each, items, kind)
            points.append(ratio_over_clusters(height, pairs, [SENSES] * len(pairs)))
        yield Series(f"{name}-{kind}", "height among the layers", "share", tuple(points))


def _margins(layers: Sequence[Floats], items: Sequence[Item]) -> Table:
    """For each sentence that tells the sense before the word, by layer from 0: by how much its
    nearest neighbour of the same sense is nearer than the nearest of the other."""
    columns = ("word", "sense", "sentence", *(str(layer) for layer in range(len(layers))))
    by_layer = [margins(vectors, items) for vectors in layers]
    rows: list[tuple[float | str | None, ...]] = []
    for i, item in enumerate(items):
        if item.kind == KINDS[0]:
            by = [round(float(each[i]), DECIMALS) for each in by_layer]
            rows.append((item.word, item.meaning, item.opening, *by))
    return Table("margins", columns, tuple(rows))


# --- the rule ---


def _judged(series: Sequence[Series], causal: Sequence[str]) -> Outcome:
    middle = {s.name: p for s in series for p in s.points if p.x == HALF_WAY}
    if not all(map(_is_half, _after(series, causal))):
        return "refuted"
    fills, more = (middle.get(f"{BIDIRECTIONAL}-{name}") for name in ("after", "more-after"))
    reads = [(middle[f"{id}-before"], middle[f"{id}-more-before"]) for id in causal]
    if all(difference.ends[1] < 0 for _, difference in reads):
        return "refuted"
    if fills is None or more is None:  # at toy size
        return "null"
    if fills.ends[1] < 0.5:
        return "refuted"
    return "held" if _tells(fills, more) and any(_tells(*read) for read in reads) else "null"


def _tells(right: Point, more: Point) -> bool:
    """More often right than a guess, and than the token before the word."""
    return right.ends[0] > 0.5 and more.ends[0] > 0


def _is_half(y: float) -> bool:
    return abs(y - 0.5) < TIE


def _after(series: Sequence[Series], names: Sequence[str]) -> list[float]:
    asked = {f"{name}-after" for name in names}
    return [point.y for one in series if one.name in asked for point in one.points]


def _holds(findings: Findings) -> bool:
    before = [p.y for s in findings.series if s.name == "word2vec-before" for p in s.points]
    return all(map(_is_half, before + _after(findings.series, (*CAUSAL, "word2vec"))))


EXPERIMENT = Experiment(
    lesson="vectors",
    question="Does a word's vector tell in which sense it is used, and from which layer on?",
    hypothesis="Where the words before tell the sense, a GPT's vector of the word tells it, too, "
    "and better than that of the token before the word. Where only the words after tell it, no "
    "GPT's can, and the masked twin's does.",
    rule="Written after a run with other words, of which word2vec's neighbours showed both senses "
    "of one alone; these ten were chosen by their ten nearest words, and no network had read "
    "any of their sentences but those of “bank”. It held if, half-way up the layers (fixed "
    "beforehand), at least one GPT's vector of the word is right more often than chance and "
    "than its vector of the token before the word where the sense is told before, and the "
    "masked twin's likewise where it is told after, and every GPT is right in exactly 50 % of "
    "the latter at every layer. More often: the whole 95 % interval of the share above 50 %, "
    "and that of the difference above 0 (bootstrap over pairs of sentences). It is refuted if "
    "a GPT is ever off 50 % there; if every GPT's vector of the token before the word is "
    "right more often than the word's own where the sense is told before; or if the masked "
    "twin's whole interval is below 50 %. The LSTM pair and word2vec are shown beside them "
    "and not judged.",
    null="Neither: an interval that should be above 50 %, or above 0, is not.",
    counted="sentences",
    seeds=(1,),
    minutes=16,
    run=run,
    invariant="Where the sense is told after the word, a GPT is right in exactly 50 % at every "
    "layer, having read the same text in both senses; and so is word2vec, in all sentences.",
    holds=_holds,
)
