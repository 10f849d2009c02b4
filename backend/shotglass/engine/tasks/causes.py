"""What an answer depends on: which example, which heads, which vector. Each is many runs of the
explain graph, told before and counted while they are made; others may ask in between, and searches
take turns, since each holds a graph or two."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from time import monotonic, perf_counter
from typing import Protocol, TypeVar, cast

from ...errors import InvalidRequest
from ...events import Event
from ..batching.cancellation import NEVER, CancellationToken, Cancelled
from ..causes.events import (
    CausesPlanned,
    CausesProgress,
    ExamplesFound,
    HeadsFound,
    VectorsFound,
)
from ..causes.examples import ExampleWork
from ..causes.graph_runs import Phase, Steps
from ..causes.heads import HeadWork
from ..causes.plan import DRAWS, MOST_RUNS, TOP, CausePlan
from ..causes.vectors import VectorWork
from ..measurement.conditions import Example
from ..measurement.plan import PlanItem
from ..model import Engine
from ..runtime.explain_graph import GRAPH
from .measure import REPORTED
from .run import Usage

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
    def steps(self) -> Steps[F_co]: ...


def which_example(
    engine: Engine,
    plan: CausePlan,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
) -> Iterator[Event]:
    """CausesPlanned, CausesProgress, ExamplesFound, End; with ``only_cost`` the first and the last.

    Raises ContextLengthExceeded, LabelConflict, InvalidRequest before the first event.
    """
    make = partial(ExampleWork.of, engine, plan)
    return _events(make, lambda found: ExamplesFound("", found), cancelled, only_cost)


def which_head(
    engine: Engine,
    plan: CausePlan,
    draws: int = DRAWS,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
) -> Iterator[Event]:
    """As ``which_example``, with HeadsFound. ``draws``: of random heads to compare with."""
    make = partial(HeadWork.of, engine, plan, draws)
    return _events(make, lambda found: HeadsFound("", found), cancelled, only_cost)


def which_vector(
    engine: Engine,
    plan: CausePlan,
    top: int = TOP,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
) -> Iterator[Event]:
    """As ``which_example``, with VectorsFound. ``top``: how many heads make the function vector."""
    make = partial(VectorWork.of, engine, plan, top)
    return _events(make, lambda found: VectorsFound("", found), cancelled, only_cost)


def _events(
    make: Callable[[CancellationToken], _Work[F]],
    found: Callable[[F], Event],
    cancelled: CancellationToken | None,
    only_cost: bool,
) -> Iterator[Event]:
    """Nothing follows once ``cancelled`` is set, which is looked at between any two prompts that
    are read and any two runs."""
    cancelled = cancelled or NEVER
    with suppress(Cancelled):
        yield from _searched(make(cancelled), found, cancelled, only_cost)


def _searched(
    work: _Work[F], found: Callable[[F], Event], cancelled: CancellationToken, only_cost: bool
) -> Iterator[Event]:
    usage, phases = Usage(), list(work.phases())
    total = sum(phase.runs for phase in phases)
    if total > MOST_RUNS:
        raise InvalidRequest(
            f"This takes {total:,} runs of the model; {MOST_RUNS:,} at most were expected: ask "
            "fewer questions.",
            pointer="/questions",
        )
    yield _planned(work, phases, cancelled)
    if not only_cost:
        yield found((yield from _counted(work, total, usage, cancelled)))
    yield usage.end()


def _counted(
    work: _Work[F], total: int, usage: Usage, cancelled: CancellationToken
) -> Generator[Event, None, F]:
    """Progress; returns what the steps found. Raises Cancelled."""
    engine, done = work.engine, 0
    began = reported = monotonic()
    with engine.searches.turn(cancelled) as turn, closing(work.steps()) as steps:
        while True:
            cancelled.require()
            try:
                usage.read(next(steps))
            except StopIteration as end:
                return cast(F, end.value)
            done += 1
            if monotonic() - reported >= REPORTED:
                reported = monotonic()
                left = (reported - began) / done * (total - done)
                yield CausesProgress("", done, total, left)
            if turn.over:
                engine.capture.unload()
                turn.pass_on()


def _planned(
    work: _Work[F], phases: Sequence[Phase], cancelled: CancellationToken
) -> CausesPlanned:
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
        sum(phase.runs for phase in phases),
        sum(phase.tokens for phase in phases),
        sum(_seconds(work.engine, phase, cancelled) for phase in phases),
    )


def _seconds(engine: Engine, phase: Phase, cancelled: CancellationToken) -> float:
    """Of a phase, by two runs of its text: the first one loads the graph. Nobody else looks inside
    meanwhile, which would have another graph loaded."""
    times = []
    with engine.capture.lock, engine.capture.series(phase.names) as series:
        for _ in range(2):
            cancelled.require()
            began = perf_counter()
            series.run(phase.ids)
            times.append(perf_counter() - began)
    return phase.loads * max(0.0, times[0] - times[1]) + phase.runs * times[1]
