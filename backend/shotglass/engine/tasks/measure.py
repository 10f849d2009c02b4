"""A plan is measured: its task is asked of many items, under every condition, of one model or two.

Prompts of a condition begin alike, and so do neighbouring conditions: what they share is computed
once. They are submitted in groups, so that others who ask meanwhile are served in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from time import sleep

from ...contract import GraphEntry
from ...errors import InvalidRequest, QueueFull
from ...events import End, Event
from ...statistics import minimum_detectable, wilson
from ..batching.cancellation import CancellationToken
from ..fingerprint import without
from ..interventions.changes import HeadOff
from ..interventions.model import intervened
from ..measurement.cells import cells_of, compared
from ..measurement.conditions import Condition, LabelledPrompt, conditions_of, digest, prompts_of
from ..measurement.cost import cost_of
from ..measurement.earlier import NOTHING, Earlier, EarlierReadings
from ..measurement.events import (
    Cost,
    Measured,
    MeasuredModel,
    MeasureProgress,
    Planned,
    Summary,
)
from ..measurement.figures import Logprobs, PerItem, Readings, figures, likeliest
from ..measurement.plan import Plan
from ..measurement.rules import size_fault
from ..model import Engine
from ..runs.long_run import follow
from ..runtime.explain_graph import GRAPH
from .score import GROUP, Tokens, encode_pair, read_pairs
from .task_events import Usage

PATIENCE = 0.05  # seconds until a full queue is tried again


def measure(
    engine: Engine,
    plan: Plan,
    other: Engine | None = None,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
    earlier: Earlier = NOTHING,
) -> Iterator[Event]:
    """Yields Planned, then MeasureProgress and Measured, then Summary and End. ``other`` is the
    engine of the plan's ``other_model``. ``earlier`` are readings of a run of the same plan that
    was cut off: their conditions are told again and not asked.

    ``only_cost``: Planned and End. Readings have the bits that ``score`` gives for each prompt,
    where heads are off those of ``score_with``.
    Raises InvalidRequest for a plan that is too large, ContextLengthExceeded, LabelConflict and
    InvalidRequest before the first event.
    """
    if (fault := size_fault(plan)) is not None:
        raise fault
    engines = [engine] if other is None else [engine, other]
    if not plan.heads_off:
        return _measured(engines, plan, cancelled, only_cost, earlier)
    return _with_heads_off(engine, plan, cancelled or CancellationToken(), only_cost, earlier)


def _with_heads_off(
    engine: Engine, plan: Plan, cancelled: CancellationToken, only_cost: bool, earlier: Earlier
) -> Iterator[Event]:
    changes = [HeadOff(place.layer, place.head) for place in plan.heads_off]
    with ExitStack() as stack:
        try:
            model = stack.enter_context(intervened(engine, changes, "", cancelled))
        except InvalidRequest as error:
            error.pointer = error.pointer.replace("/interventions", "/heads_off")
            raise
        events = _measured([model.engine], plan, cancelled, only_cost, earlier)
        with closing(events):  # type: ignore[type-var]
            yield from model.in_turns(events)


def _measured(
    engines: Sequence[Engine],
    plan: Plan,
    cancelled: CancellationToken | None,
    only_cost: bool,
    earlier: Earlier,
) -> Iterator[Event]:
    def prepare(cancelled: CancellationToken) -> Measurement:
        if len(engines) != len(plan.models):
            raise InvalidRequest(
                f"The plan names {len(plan.models)} models and {len(engines)} are here.",
                pointer="/other_model",
            )
        conditions = conditions_of(plan)
        models = models_of(plan, engines)
        known = earlier.checked(plan, conditions, [model.fingerprint for model in models])
        return Measurement(plan, conditions, engines, models, known, cancelled)

    return follow(prepare, cancelled, only_cost)


@dataclass
class Measurement:
    """A long run whose steps are prompts. ``earlier`` are readings that were checked and ``read``
    those that are there, both by model and then by condition."""

    plan: Plan
    conditions: Sequence[Condition]
    engines: Sequence[Engine]
    models: Sequence[MeasuredModel]
    earlier: Mapping[tuple[int, int], EarlierReadings]
    cancelled: CancellationToken
    usage: Usage = field(default_factory=Usage)
    family: object = field(default_factory=object)
    read: list[list[PerItem]] = field(default_factory=list)
    total: int = 0
    known: int = 0
    right: int = 0  # of the condition that is being read
    seen: int = 0

    def planned(self) -> Planned:
        costs = self.costs()
        self.total = sum(cost.prompts for cost in costs)
        return planned_of(self.plan, self.conditions, self.models, costs)

    def costs(self) -> tuple[Cost, ...]:
        """Returns the cost of each model."""
        return tuple(
            cost_of(
                self.plan,
                self.conditions,
                partial(_encoded, engine),
                partial(self._readings, engine),
            )
            for engine in self.engines
        )

    def steps(self) -> Iterator[Event | None]:
        yield from self.measured()
        yield Summary("", figures(self.plan, self.conditions, self.read))

    def measured(self) -> Iterator[Measured | None]:
        for model in range(len(self.engines)):
            self.read.append([])
            for place in range(len(self.conditions)):
                yield from self._condition(model, place)

    def _condition(self, model: int, place: int) -> Iterator[Measured | None]:
        condition, earlier = self.conditions[place], self.earlier.get((model, place))
        self.right = self.seen = 0
        if earlier is None:
            items, free = prompts_of(self.plan, condition)
            prompts = items + free
            logprobs: list[Logprobs] = [()] * len(prompts)
            for at, logprobs[at] in self._readings(self.engines[model], prompts):
                if at < len(items):
                    self.seen += 1
                    self.right += likeliest(logprobs[at]) == items[at].right
                yield None
            readings = Readings(tuple(logprobs[: len(items)]), tuple(logprobs[len(items) :]))
            sha256 = digest(prompts)
        else:
            readings, sha256 = earlier.readings, earlier.prompts
            self.known += len(readings.items) + len(readings.content_free)
        values = PerItem.of(self.plan, readings)
        self.read[model].append(values)
        row = values.row(self.plan)
        yield Measured(condition.id, model, place, sha256, readings, row)

    def progress(self, done: int, seconds_left: float) -> MeasureProgress:
        model, place = len(self.read) - 1, len(self.read[-1])
        interval = wilson(self.right, self.seen) if self.seen else None
        return MeasureProgress(
            self.conditions[place].id, model, place, done, self.total, seconds_left, self.right,
            self.seen, interval,
        )  # fmt: skip

    def end(self) -> End:
        return self.usage.end()

    def _readings(
        self, engine: Engine, prompts: Sequence[LabelledPrompt]
    ) -> Iterator[tuple[int, Logprobs]]:
        """Places in ``prompts`` with what was read there; each prompt is encoded right before.
        Raises Cancelled."""
        for start in range(0, len(prompts), GROUP):
            tokens = []
            for prompt in prompts[start : start + GROUP]:
                self.cancelled.require()
                tokens.append(_encoded(engine, prompt))
            for place, logprobs in self._patiently(engine, tokens):
                yield start + place, logprobs

    def _patiently(
        self, engine: Engine, tokens: Sequence[Tokens]
    ) -> Iterator[tuple[int, Logprobs]]:
        """Waits while others fill the queue: a long run does not end for that."""
        while True:
            try:
                yield from read_pairs(engine, tokens, self.family, self.usage, self.cancelled)
                self.cancelled.require()
                return
            except QueueFull:
                sleep(PATIENCE)
                self.cancelled.require()


def planned_of(
    plan: Plan,
    conditions: Sequence[Condition],
    models: Sequence[MeasuredModel],
    costs: Sequence[Cost],
) -> Planned:
    cells = cells_of(plan, conditions)
    pairs = compared(plan, cells)
    return Planned(
        "",
        plan.digest,
        tuple(models),
        tuple(costs),
        plan.places(plan.questions),
        plan.labels,
        tuple(conditions),
        cells,
        pairs,
        minimum_detectable(len(plan.questions), len(pairs)),
        plan.alike,
    )


def _encoded(engine: Engine, prompt: LabelledPrompt) -> Tokens:
    return encode_pair(engine, prompt.text, prompt.labels)


def models_of(plan: Plan, engines: Sequence[Engine]) -> list[MeasuredModel]:
    """Returns the models as the record names them. With heads off, the explain graph computes on
    the processor, and the fingerprint covers these heads."""
    if not plan.heads_off:
        return [_model(e, e.writes, e.provider, e.fingerprint) for e in engines]
    return [
        _model(e, e.manifest.graphs[GRAPH], "cpu", without(e.fingerprint, plan.heads_off))
        for e in engines
    ]


def _model(engine: Engine, graph: GraphEntry, provider: str, fingerprint: str) -> MeasuredModel:
    manifest = engine.manifest
    return MeasuredModel(
        manifest.id,
        graph.precision,
        provider,
        fingerprint,
        engine.checked.bit_stable,
        manifest.files[graph.file].sha256,
        tuple(manifest.files[name].sha256 for name in graph.weights),
        manifest.files["tokenizer.json"].sha256,
    )
