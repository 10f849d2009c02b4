"""The events of a measurement: Planned, then for each model and condition MeasureProgress and
Measured, then Summary and End. ``lane`` is the id of the condition, or empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ...events import Event
from ...rows import AnswerCount
from ...statistics import Interval
from .cells import Cell, Pair
from .conditions import Condition
from .figures import Figures, Readings, Row


@dataclass(frozen=True)
class MeasuredModel:
    """``fingerprint``: as the engine's; two runs with the same one have the same bits where
    ``bit_stable`` is true. Digests are SHA-256 of the files that were run."""

    id: str
    precision: str
    provider: str
    fingerprint: str
    bit_stable: bool
    graph: str
    weights: tuple[str, ...]
    tokenizer: str


@dataclass(frozen=True)
class Cost:
    """The cost of one model. ``prompts`` are asked, content-free ones included; they have
    ``prompt_tokens``, of which ``computed_tokens`` are left when what the prompts of a condition
    begin with is computed once. Both are estimates from some prompts of some conditions.
    ``seconds`` are those of this machine, since some of the very prompts were timed."""

    prompts: int
    prompt_tokens: int
    computed_tokens: int
    seconds: float


@dataclass(frozen=True)
class Planned(Event):
    """All that is decided beforehand. ``questions`` are the places of the items that are asked, and
    ``plan`` is the SHA-256 of the plan as JSON. ``pairs`` of ``cells`` are compared, and
    ``detectable`` is the smallest difference that so many items and comparisons can be expected to
    show. ``alike`` are answers that differ from another one by their writing alone, with the places
    of their items."""

    type: ClassVar[str] = "planned"
    plan: str
    models: tuple[MeasuredModel, ...]
    costs: tuple[Cost, ...]
    questions: tuple[int, ...]
    labels: tuple[str, ...]
    conditions: tuple[Condition, ...]
    cells: tuple[Cell, ...]
    pairs: tuple[Pair, ...]
    detectable: float
    alike: tuple[AnswerCount, ...] = ()


@dataclass(frozen=True)
class MeasureProgress(Event):
    """``done`` of ``total`` prompts, and of this condition ``count`` of ``n`` items right so far.
    ``seconds_left`` by the speed so far."""

    type: ClassVar[str] = "progress"
    model: int
    condition: int
    done: int
    total: int
    seconds_left: float
    count: int
    n: int
    right: Interval | None


@dataclass(frozen=True)
class Measured(Event):
    """All readings of one model under one condition, and the row computed from them. ``prompts`` is
    the SHA-256 of the prompts that were asked and their labels."""

    type: ClassVar[str] = "measured"
    model: int
    condition: int
    prompts: str
    readings: Readings
    row: Row


@dataclass(frozen=True)
class Summary(Event):
    """Everything that is compared over conditions and models."""

    type: ClassVar[str] = "summary"
    figures: Figures


MEASURE_EVENTS: tuple[type[Event], ...] = (Planned, MeasureProgress, Measured, Summary)
