"""The figures of a house evaluation: what ``evaluation.json`` holds, one class an object in it.

An interval is (value, low, high), 95 %, rounded. ``None`` where a prompt does not fit the model's
context, or where a thing cannot be asked. ``web/src/features/train/record`` reads
the file that these become.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..gallery.verdicts import Triple


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
