"""The events of a search for causes: CausesPlanned, then CausesProgress, then one of ExamplesFound,
HeadsFound and VectorsFound, and End. ``lane`` is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ...events import Event
from ...rows import AnswerCount
from ..measurement.conditions import Example
from .examples import ExampleFigures
from .heads import HeadFigures
from .vectors import VectorFigures


@dataclass(frozen=True)
class CausesPlanned(Event):
    """``model`` is run in fp32; digests of its explain graph and weights. ``fitted`` and
    ``judged``: places of the items that something is taken from, and that it is judged on;
    ``examples``: those that are shown before each, in their first order.
    ``runs`` of texts that have ``tokens`` in all; ``seconds`` are those of this machine, where some
    of the very texts were timed; ``alike`` as that of a measurement."""

    type: ClassVar[str] = "planned"
    model: str
    graph: str
    weights: tuple[str, ...]
    k: int
    fitted: tuple[int, ...]
    judged: tuple[int, ...]
    examples: tuple[Example, ...]
    runs: int
    tokens: int
    seconds: float
    alike: tuple[AnswerCount, ...] = ()


@dataclass(frozen=True)
class CausesProgress(Event):
    """``done`` of ``total`` runs. ``seconds_left`` by the speed so far. ``figures``: of what has
    been read so far, where there is more of it than the last ones were of; by the same rules as
    those of the end."""

    type: ClassVar[str] = "progress"
    done: int
    total: int
    seconds_left: float
    figures: ExampleFigures | HeadFigures | VectorFigures | None


@dataclass(frozen=True)
class ExamplesFound(Event):
    type: ClassVar[str] = "examples"
    figures: ExampleFigures


@dataclass(frozen=True)
class HeadsFound(Event):
    type: ClassVar[str] = "heads"
    figures: HeadFigures


@dataclass(frozen=True)
class VectorsFound(Event):
    type: ClassVar[str] = "vectors"
    figures: VectorFigures


CAUSE_EVENTS: tuple[type[Event], ...] = (
    CausesPlanned,
    CausesProgress,
    ExamplesFound,
    HeadsFound,
    VectorsFound,
)
