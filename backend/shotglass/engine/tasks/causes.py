"""The searches for the example, the heads or the vector that an answer depends on.

Each takes many runs of the explain graph. Others may ask in between; searches take turns, since
each holds a graph or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Generic, Protocol, TypeVar

from ...errors import InvalidRequest
from ...events import End, Event
from ..batching.cancellation import CancellationToken
from ..causes.events import (
    CausesPlanned,
    CausesProgress,
    ExamplesFound,
    HeadsFound,
    VectorsFound,
)
from ..causes.examples import ExampleWork
from ..causes.graph_runs import Hear, Phase, Steps
from ..causes.heads import HeadWork
from ..causes.plan import DRAWS, MOST_RUNS, TOP, CausePlan
from ..causes.record import CauseRequest, SearchName
from ..causes.vectors import VectorWork
from ..measurement.conditions import Example
from ..measurement.plan import PlanItem
from ..model import Engine
from ..runs.long_run import follow
from ..runtime.explain_graph import GRAPH
from .task_events import Usage

SPARE = 20  # partial figures take a twentieth of the time at most

F = TypeVar("F")
F_co = TypeVar("F_co", covariant=True)


class _Work(Protocol[F_co]):
    @property
    def engine(self) -> Engine: ...
    @property
    def plan(self) -> CausePlan: ...
    @property
    def fitted(self) -> Sequence[PlanItem]: ...
    @property
    def judged(self) -> Sequence[PlanItem]: ...
    def phases(self) -> Iterable[Phase]: ...
    def steps(self, hear: Hear[F_co]) -> Steps[F_co]: ...


def which_example(
    engine: Engine,
    plan: CausePlan,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
) -> Iterator[Event]:
    """Yields CausesPlanned, CausesProgress, ExamplesFound and End, or with ``only_cost`` the first
    and the last of these.

    Raises ContextLengthExceeded, LabelConflict, InvalidRequest before the first event.
    """
    prepare = partial(_prepared, partial(ExampleWork.of, engine, plan), ExamplesFound)
    return follow(prepare, cancelled, only_cost)


def which_head(
    engine: Engine,
    plan: CausePlan,
    draws: int = DRAWS,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
) -> Iterator[Event]:
    """Searches as ``which_example`` does and ends with HeadsFound. ``draws`` is the number of draws
    of random heads to compare with."""
    prepare = partial(_prepared, partial(HeadWork.of, engine, plan, draws), HeadsFound)
    return follow(prepare, cancelled, only_cost)


def which_vector(
    engine: Engine,
    plan: CausePlan,
    top: int = TOP,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
) -> Iterator[Event]:
    """Searches as ``which_example`` does and ends with VectorsFound. ``top`` is the number of heads
    that make the function vector."""
    prepare = partial(_prepared, partial(VectorWork.of, engine, plan, top), VectorsFound)
    return follow(prepare, cancelled, only_cost)


def search(
    engine: Engine, which: SearchName, request: CauseRequest, *, only_cost: bool = False
) -> Iterator[Event]:
    """Runs the search of that name with what it alone is asked, and raises what it raises."""
    searches: dict[SearchName, Callable[..., Iterator[Event]]] = {
        "example": which_example,
        "head": which_head,
        "vector": which_vector,
    }
    return searches[which](engine, request.plan(), only_cost=only_cost, **request.own(which))


def _prepared(
    work_of: Callable[[CancellationToken], _Work[F]],
    result: Callable[[str, F], Event],
    cancelled: CancellationToken,
) -> _Search[F]:
    return _Search(work_of(cancelled), result, cancelled)


@dataclass
class _Search(Generic[F]):
    """A LongRun; its steps are runs of the explain graph. ``figures``: of what has been read so
    far, computed when they are asked for; None where they have been told of. ``due``: when the next
    ones may be."""

    work: _Work[F]
    result: Callable[[str, F], Event]
    cancelled: CancellationToken
    usage: Usage = field(default_factory=Usage)
    total: int = 0
    known: int = 0
    figures: Callable[[], F] | None = None
    due: float = 0.0

    def planned(self) -> CausesPlanned:
        """Returns the cost of the search. Raises InvalidRequest where it would take more runs than
        are made."""
        work, phases = self.work, list(self.work.phases())
        self.total = sum(phase.runs for phase in phases)
        if self.total > MOST_RUNS:
            raise InvalidRequest(
                f"This takes {self.total:,} runs of the model; {MOST_RUNS:,} at most were "
                "expected: ask fewer questions.",
                pointer="/questions",
            )
        manifest, plan = work.engine.manifest, work.plan
        graph = manifest.graphs[GRAPH]
        return CausesPlanned(
            "",
            manifest.id,
            manifest.files[graph.file].sha256,
            tuple(manifest.files[name].sha256 for name in graph.weights),
            plan.k,
            plan.places(work.fitted),
            plan.places(work.judged),
            tuple(Example(shot.input, shot.output) for shot in plan.shots),
            self.total,
            sum(phase.tokens for phase in phases),
            sum(phase.seconds(work.engine, self.cancelled) for phase in phases),
            plan.task.alike,
        )

    def steps(self) -> Iterator[Event | None]:
        engine = self.work.engine
        with (
            engine.searches.turn(self.cancelled) as turn,
            closing(self.work.steps(self._hear)) as steps,
        ):
            while True:
                try:
                    self.usage.read(next(steps))
                except StopIteration as end:
                    yield self.result("", end.value)
                    return
                yield None
                if turn.over:
                    engine.capture.unload()
                    turn.pass_on()

    def _hear(self, figures: Callable[[], F]) -> None:
        self.figures = figures

    def progress(self, done: int, seconds_left: float) -> CausesProgress:
        figures, began = None, monotonic()
        if self.figures is not None and began >= self.due:
            figures, self.figures = self.figures(), None
            self.due = monotonic() + SPARE * (monotonic() - began)
        return CausesProgress("", done, self.total, seconds_left, figures)  # type: ignore[arg-type]

    def end(self) -> End:
        return self.usage.end()
