"""Lesson 17: GPT-3's mixture, from the figures of its paper (Brown et al. 2020, table 2.2)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from ..experiment import Context, Experiment, Findings
from ..result import Data, Outcome, Point, Series

TRAINED = 300.0  # billions of tokens


@dataclass(frozen=True)
class Source:
    """One row of the table: billions of tokens, weight in the mixture, epochs as printed."""

    name: str
    tokens: float
    weight: float
    printed: float


TABLE = (
    Source("Common Crawl", 410, 0.60, 0.44),
    Source("WebText2", 19, 0.22, 2.9),
    Source("Books1", 12, 0.08, 1.9),
    Source("Books2", 55, 0.08, 0.43),
    Source("Wikipedia", 3, 0.03, 3.4),
)
HALF_WEIGHT, HALF_TOKENS = 0.005, 0.5  # what rounding to whole percents and billions may hide


def epochs(source: Source) -> Point:
    """Weight times all tokens by the source's own, with the range that rounding leaves."""
    low = (source.weight - HALF_WEIGHT) * TRAINED / (source.tokens + HALF_TOKENS)
    high = (source.weight + HALF_WEIGHT) * TRAINED / (source.tokens - HALF_TOKENS)
    return Point(source.name, source.weight * TRAINED / source.tokens, low, high)


def agrees(source: Source) -> bool:
    """Whether the printed epochs, themselves rounded, are within that range."""
    point = epochs(source)
    half = 0.005 if source.printed < 1 else 0.05
    assert point.low is not None
    assert point.high is not None
    return point.low <= source.printed + half and source.printed - half <= point.high


def run(context: Context) -> Findings:
    outcome: Outcome = "held" if all(map(agrees, TABLE)) else "refuted"
    total = sum(source.tokens for source in TABLE)
    columns = {
        "size": ("tokens", [Point(s.name, s.tokens) for s in TABLE]),
        "share-of-text": ("share", [Point(s.name, s.tokens / total) for s in TABLE]),
        "weight": ("share", [Point(s.name, s.weight) for s in TABLE]),
        "epochs": ("epochs", [epochs(s) for s in TABLE]),
        "printed": ("epochs", [Point(s.name, s.printed) for s in TABLE]),
        "sum": ("", [Point("size", total), Point("weight", sum(s.weight for s in TABLE)),
                     Point("trained", TRAINED)]),
    }  # fmt: skip
    return Findings(
        outcome=outcome,
        n=len(TABLE),
        series=tuple(Series(k, "source", unit, tuple(p)) for k, (unit, p) in columns.items()),
        data=(_table(),),
    )


def _table() -> Data:
    text = json.dumps([[s.name, s.tokens, s.weight, s.printed] for s in TABLE])
    return Data(
        "GPT-3's mixture",
        hashlib.sha256(text.encode()).hexdigest(),
        "figures, quoted",
        "Brown et al. 2020, table 2.2",
    )


def _holds(findings: Findings) -> bool:
    weights = next(series for series in findings.series if series.name == "weight").points
    read = {s.name: p.y * s.tokens for s, p in zip(TABLE, _epochs(findings), strict=True)}
    return all(abs(read[str(p.x)] - p.y * TRAINED) < 1e-6 for p in weights)


def _epochs(findings: Findings) -> tuple[Point, ...]:
    return next(series for series in findings.series if series.name == "epochs").points


EXPERIMENT = Experiment(
    lesson="mixture",
    question="Do the epochs that GPT-3's paper prints follow from its weights and sizes?",
    hypothesis="Each source's epochs are its weight times 300 billion tokens, divided by its size.",
    rule="It held if each of the five printed figures agrees with the calculation within what "
    "rounding allows: of weights to whole percents, of sizes to whole billions of tokens, of the "
    "figure itself to its last digit. It is refuted if one of them does not.",
    null="There is none: the figures are printed, and nothing is sampled.",
    counted="sources",
    seeds=(),
    minutes=0.1,
    run=run,
    invariant="Epochs times size is the weight's part of all tokens.",
    holds=_holds,
)
