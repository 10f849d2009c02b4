"""The record of a house evaluation: which model, which questions, by which rule, every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shotglass.statistics.claim import POINTS, QUERIES, RULE, SPLIT, K

from ..record import Measured
from .figures import BesideFamily, FamilyFigures, SourceBits
from .questions import KS, SEED, SPLITS, Asking, digest

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
    askings: Sequence[Asking],
    families: Sequence[FamilyFigures],
    beside: Sequence[Beside],
    bits: Sequence[SourceBits],
    samples: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """``recorded``: the day as 2026-11-24. What it holds is said in ``figures.py``
    and, of ``samples``, in ``samples.py``."""
    return {
        "format": FORMAT,
        "model": asdict(model),
        "recorded": recorded,
        "questions": {"digest": digest(askings), "seed": SEED, "n": len(askings[0].judged)},
        "ks": list(KS),
        "splits": [*SPLITS, "new-classes"],
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
