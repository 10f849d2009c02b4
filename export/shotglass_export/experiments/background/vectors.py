"""Lesson 2: one vector a word, or one vector a word in its place? Ten words of two senses.

A sentence's sense is guessed from the nearest neighbour of the word's vector, by cosine, among
sentences in which what stands before the word tells the sense. Half of the sentences asked tell it
only after the word, in pairs that are equal up to and with the word.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ..experiment import Context, Experiment, Findings
from ..installed_models import installed_model
from ..points import ratio_over_clusters
from ..result import Data, Outcome, Point, Series

TEXTS = "texts/two_senses.toml"
CAUSAL = ("house-prose", "smollm2-135m")
BIDIRECTIONAL = "house-bert"
TOY_WORDS = 1
PLACES = 5  # sentences of a sense and kind
SENSES = 2
TIE = 1e-6  # cosines nearer than this are equal

Floats = NDArray[np.float64]


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


def items_of(table: Mapping[str, Mapping[str, list[list[str]]]]) -> list[Item]:
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
        items = items[: TOY_WORDS * SENSES * SENSES * PLACES]
    series = _series("one-vector", [np.ones((len(items), 1))], items)
    data = [Data("two_senses.toml", sha256(text).hexdigest(), "Apache-2.0", "our own sentences")]
    for id in causal if context.smoke else (*causal, BIDIRECTIONAL):
        context.report(f"Reading with {id}", 0.0)
        layers, about = _states(id, items)
        series += _series(id, layers, items)
        data.append(about)
    return Findings(_judged(series, causal), len(items), tuple(series), tuple(data))


def _states(id: str, items: Sequence[Item]) -> tuple[list[Floats], Data]:
    """For each layer, 0 to L, the residual stream at the last token of each item's word."""
    with installed_model(id) as (model, about):
        names = [f"hidden_states.{i}" for i in range(model.manifest.architecture.layers + 1)]
        rows = []
        for item in items:
            ids, at = _asked(model, item)
            found = model.capture.run(ids, set(names), [])
            rows.append([found[name][0, at] for name in names])
    return list(np.array(rows, np.float64).swapaxes(0, 1)), about


def _asked(model: object, item: Item) -> tuple[list[int], int]:
    """The ids of an item's sentence and where the last token of its word stands among them."""
    encode, prompts = model.encode, model.prompts  # type: ignore[attr-defined]
    text, end = item.opening + item.rest, len(item.opening)
    pieces = prompts.pieces(text)
    at = next(i for i, piece in enumerate(pieces) if piece.start < end <= piece.end)
    return encode(text), at


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


def _series(name: str, layers: Sequence[Floats], items: Sequence[Item]) -> list[Series]:
    """Right by layer, one series for each kind; the bootstrap is over pairs of one word and place,
    which have both senses, so that a guess gets 50 %."""
    found = []
    right = [credits(vectors, items) for vectors in layers]
    for kind in ("before", "after"):
        points = []
        for layer, credit in enumerate(right):
            pairs: dict[tuple[str, int], float] = {}
            for item, one in zip(items, credit, strict=True):
                if item.kind == kind:
                    key = (item.word, item.place)
                    pairs[key] = pairs.get(key, 0.0) + float(one)
            sizes = [SENSES] * len(pairs)
            points.append(ratio_over_clusters(float(layer), list(pairs.values()), sizes))
        found.append(Series(f"{name}-{kind}", "layer", "share", tuple(points)))
    return found


def _judged(series: Sequence[Series], causal: Sequence[str]) -> Outcome:
    middle = {one.name: one.points[len(one.points) // 2] for one in series}
    if any(abs(y - 0.5) > TIE for y in _after(series, causal)):
        return "refuted"
    reads = [middle[f"{id}-before"] for id in causal]
    fills = middle.get(f"{BIDIRECTIONAL}-after")
    if fills is not None and _above(fills) and any(map(_above, reads)):
        return "held"
    return "refuted" if fills is not None and (fills.high or 0) < 0.5 else "null"


def _above(point: Point) -> bool:
    return point.low is not None and point.low > 0.5


def _after(series: Sequence[Series], causal: Sequence[str]) -> list[float]:
    names = {f"{id}-after" for id in causal}
    return [point.y for one in series if one.name in names for point in one.points]


def _holds(findings: Findings) -> bool:
    return all(abs(y - 0.5) < TIE for y in _after(findings.series, CAUSAL))


EXPERIMENT = Experiment(
    lesson="vectors",
    question="Does a word's vector tell in which sense it is used, and from which layer on?",
    hypothesis="Where the words before tell the sense, a GPT's vector of the word tells it, too. "
    "Where only the words after tell it, no GPT's can, and the masked twin's does.",
    rule="It held if, half-way up the layers (fixed beforehand), at least one GPT is right more "
    "often than chance where the sense is told before, the masked twin where it is told after, and "
    "every GPT is right in exactly 50 % of the latter at every layer. More often than chance: the "
    "whole 95 % interval (bootstrap over pairs of sentences) above 50 %. It is refuted if a GPT is "
    "ever off 50 % there, or the masked twin's whole interval is below 50 %.",
    null="Neither: an interval that should be above 50 % holds it.",
    counted="sentences",
    seeds=(0,),
    minutes=2,
    run=run,
    invariant="Where the sense is told after the word, a GPT is right in exactly 50 % at every "
    "layer: it has read the same text in both senses.",
    holds=_holds,
)
