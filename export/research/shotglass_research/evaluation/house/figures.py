"""The record of a house evaluation: what ``evaluation.json`` holds, one class an object in it.

An interval is (value, low, high), 95 %, rounded. ``None`` where a prompt does not fit the model's
context, or where a thing cannot be asked. ``web/src/features/train/record`` reads the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shotglass.statistics.claim import POINTS, QUERIES, RULE, SPLIT, K

from ..record import Measured, Triple
from .questions import SEED, QuestionSet, digest, splits_of


@dataclass(frozen=True)
class AtK:
    """``form``: mean mass on all labels. ``choice``: share of queries whose right label is likelier
    than every other, ``right`` of n. ``text``: share of ``text_n`` queries whose greedy text is the
    answer to the letter."""

    k: int
    form: Triple
    choice: Triple
    right: int
    text: Triple | None = None
    text_n: int = 0


@dataclass(frozen=True)
class Cell:
    """One split. ``by_k`` has None where the prompt does not fit."""

    split: str
    n: int
    by_k: tuple[AtK | None, ...]


@dataclass(frozen=True)
class ControlFigures:
    """``choice`` is towards the expected answer; ``gold_minus``: choice after the true examples
    minus choice after these, query by query; ``towards_flipped``: towards what flipped ones teach.
    """

    control: str
    form: Triple
    choice: Triple
    gold_minus: Triple
    towards_flipped: Triple | None = None


@dataclass(frozen=True)
class BaselineFigures:
    """``gold_minus``: the model's choice minus the baseline's, query by query."""

    baseline: str
    choice: Triple
    gold_minus: Triple


@dataclass(frozen=True)
class ConditionFigures:
    condition: str
    interval: Triple
    bound: float
    holds: bool


@dataclass(frozen=True)
class Verdict:
    """``claimed`` None: not judged, for the reason ``unjudged``. ``all_at_once``: whether the claim
    stands with intervals that hold for all families together."""

    claimed: bool | None
    all_at_once: bool | None
    unjudged: str | None
    conditions: tuple[ConditionFigures, ...]


@dataclass(frozen=True)
class FamilyFigures:
    """``ways``: fewest and most labels of a query; ``chance``: a guess's share of right ones."""

    family: str
    ways: tuple[int, int]
    chance: float
    cells: tuple[Cell, ...]
    controls: tuple[ControlFigures, ...]
    baselines: tuple[BaselineFigures, ...]
    verdict: Verdict


@dataclass(frozen=True)
class BesideFamily:
    """``ours_minus``: this model's choice minus theirs at the rule's k over the same queries, also
    under ``invented`` names."""

    family: str
    by_k: tuple[AtK | None, ...]
    ours_minus: Triple | None
    invented: ControlFigures | None
    invented_ours_minus: Triple | None


@dataclass(frozen=True)
class SourceBits:
    """Bits per byte of one source's held-out text. ``others``: role or baseline -> bits per byte of
    the same bytes."""

    source: str
    bytes: int
    documents: int
    model: float
    interval: tuple[float, float] | None
    others: dict[str, float]


FORMAT = 1


@dataclass(frozen=True)
class Beside:
    """Another model asked the same: a "twin" (the same but for what it was trained on) or a "peer",
    on the first ``n`` queries of each family."""

    role: str
    model: Measured
    n: int
    families: tuple[BesideFamily, ...]


def record(
    model: Measured,
    recorded: str,
    question_sets: Sequence[QuestionSet],
    families: Sequence[FamilyFigures],
    beside: Sequence[Beside],
    bits: Sequence[SourceBits],
    samples: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """``recorded``: the day as 2026-11-24. Its fields are documented in ``figures.py``, those of
    ``samples`` in ``samples.py``."""
    return {
        "format": FORMAT,
        "model": asdict(model),
        "recorded": recorded,
        "questions": {
            "digest": digest(question_sets),
            "seed": SEED,
            "n": len(question_sets[0].judged),
        },
        "ks": list(question_sets[0].ks),
        "splits": splits_of(question_sets),
        "rule": _rule(len(families)),
        "families": [asdict(family) for family in families],
        "beside": [asdict(other) for other in beside],
        "bits_per_byte": [asdict(source) for source in bits],
        "samples": samples,
    }


def _rule(families: int) -> dict[str, Any]:
    return {
        "text": RULE, "k": K, "split": SPLIT, "points": POINTS, "queries": QUERIES,
        "families": families,
    }  # fmt: skip
