"""A plan is measured: its task is asked of many items, under every condition, of one model or two.

Prompts of a condition begin alike, and so do neighbouring conditions: what they share is computed
once. They are submitted in groups, so that others who ask meanwhile are served in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic, sleep

from ...errors import InvalidRequest, QueueFull
from ...events import Event
from ...statistics import minimum_detectable, wilson
from ..batching.cancellation import CancellationToken
from ..measurement.cells import cells_of, compared
from ..measurement.conditions import Condition, LabelledPrompt, conditions_of, digest, prompts_of
from ..measurement.cost import cost_of
from ..measurement.earlier import Earlier
from ..measurement.events import Measured, MeasuredModel, MeasureProgress, Planned, Summary
from ..measurement.figures import Logprobs, PerItem, Readings, figures, likeliest
from ..measurement.plan import Plan
from ..model import Engine
from .run import Usage
from .score import GROUP, Tokens, encode_pair, read_pairs

REPORTED = 0.25  # seconds between two events of progress
PATIENCE = 0.05  # seconds until a full queue is tried again


def measure(
    engine: Engine,
    plan: Plan,
    other: Engine | None = None,
    cancelled: CancellationToken | None = None,
    *,
    only_cost: bool = False,
    earlier: Earlier = Earlier(),  # noqa: B008 (frozen)
) -> Iterator[Event]:
    """Planned, MeasureProgress and Measured, Summary, End. ``other``: the engine of the plan's
    ``other_model``. ``earlier``: readings of a run of the same plan that was cut off; their
    conditions are told again, and not asked.

    ``only_cost``: Planned and End. Readings have the bits that ``score`` gives for each prompt.
    Raises ContextLengthExceeded, LabelConflict, InvalidRequest before the first event.
    """
    engines = [engine] if other is None else [engine, other]
    if len(engines) != len(plan.models):
        raise InvalidRequest(
            f"The plan names {len(plan.models)} models and {len(engines)} are here.",
            pointer="/other_model",
        )
    conditions = conditions_of(plan)
    earlier.check([one.fingerprint for one in engines], len(conditions))
    run = _Run(plan, conditions, engines, cancelled, earlier)
    run.check_earlier()
    planned = run.planned()
    yield planned
    if not only_cost:
        run.total = sum(cost.prompts for cost in planned.costs)
        yield from run.measured()
        if run.stopped:
            return
        yield Summary("", figures(plan, run.conditions, run.read))
    yield run.usage.end()


@dataclass
class _Run:
    """The state of one measurement, for the thread that iterates it."""

    plan: Plan
    conditions: Sequence[Condition]
    engines: Sequence[Engine]
    cancelled: CancellationToken | None
    earlier: Earlier
    usage: Usage = field(default_factory=Usage)
    family: object = field(default_factory=object)
    read: list[list[PerItem]] = field(default_factory=list)
    total: int = 0
    done: int = 0
    taken: int = 0  # of those that are done: read earlier
    began: float = 0.0
    reported: float = 0.0

    @property
    def stopped(self) -> bool:
        return self.cancelled is not None and self.cancelled.is_set()

    def check_earlier(self) -> None:
        """Raises InvalidRequest for earlier readings that are not of this plan's prompts."""
        for one in self.earlier.measured:
            prompts = prompts_of(self.plan, self.conditions[one.condition])
            self.earlier.find(one.model, one.condition, *prompts)

    def planned(self) -> Planned:
        plan, conditions = self.plan, self.conditions
        cells = cells_of(plan, conditions)
        pairs = compared(plan, cells)
        return Planned(
            "",
            plan.digest,
            tuple(map(_model, self.engines)),
            tuple(
                cost_of(
                    plan,
                    conditions,
                    lambda prompt, engine=engine: _encoded(engine, prompt),  # type: ignore[misc]
                    lambda prompts, engine=engine: self._readings(engine, prompts),  # type: ignore[misc]
                )
                for engine in self.engines
            ),
            plan.places(plan.questions),
            plan.labels,
            tuple(conditions),
            cells,
            pairs,
            minimum_detectable(len(plan.questions), len(pairs)),
        )

    def measured(self) -> Iterator[Event]:
        self.began = self.reported = monotonic()
        for model, engine in enumerate(self.engines):
            self.read.append([])
            for place, condition in enumerate(self.conditions):
                yield from self._condition(model, engine, place, condition)
                if self.stopped:
                    return

    def _condition(
        self, model: int, engine: Engine, place: int, condition: Condition
    ) -> Iterator[Event]:
        items, free = prompts_of(self.plan, condition)
        prompts, right, seen = items + free, 0, 0
        known = self.earlier.find(model, place, items, free)
        if known is not None:
            self.done += len(prompts)
            self.taken += len(prompts)
            yield self._measured(model, place, prompts, known)
            return
        found: list[Logprobs] = [()] * len(prompts)
        for at, logprobs in self._readings(engine, prompts):
            found[at] = logprobs
            self.done += 1
            if at < len(items):
                seen += 1
                right += likeliest(logprobs) == items[at].right
            if monotonic() - self.reported >= REPORTED:
                yield self._progress(condition.id, model, place, right, seen)
        if self.stopped:
            return
        readings = Readings(tuple(found[: len(items)]), tuple(found[len(items) :]))
        yield self._measured(model, place, prompts, readings)

    def _measured(
        self, model: int, place: int, prompts: list[LabelledPrompt], readings: Readings
    ) -> Measured:
        values = PerItem.of(self.plan, readings)
        self.read[model].append(values)
        id, row = self.conditions[place].id, values.row(self.plan)
        return Measured(id, model, place, digest(prompts), readings, row)

    def _progress(
        self, lane: str, model: int, condition: int, right: int, seen: int
    ) -> MeasureProgress:
        self.reported = monotonic()
        each = (self.reported - self.began) / (self.done - self.taken)
        left = each * (self.total - self.done)
        so_far = wilson(right, seen) if seen else None
        return MeasureProgress(
            lane, model, condition, self.done, self.total, left, right, seen, so_far
        )

    def _readings(
        self, engine: Engine, prompts: Sequence[LabelledPrompt]
    ) -> Iterator[tuple[int, Logprobs]]:
        """Places in ``prompts`` with what was read there; each prompt is encoded right before."""
        for start in range(0, len(prompts), GROUP):
            group = prompts[start : start + GROUP]
            tokens = [_encoded(engine, one) for one in group if not self.stopped]
            if self.stopped:
                return
            for place, logprobs in self._patiently(engine, tokens):
                yield start + place, logprobs

    def _patiently(
        self, engine: Engine, tokens: Sequence[Tokens]
    ) -> Iterator[tuple[int, Logprobs]]:
        """Waits while others fill the queue: a long measurement does not end for that."""
        while not self.stopped:
            try:
                yield from read_pairs(engine, tokens, self.family, self.usage, self.cancelled)
                return
            except QueueFull:
                sleep(PATIENCE)


def _encoded(engine: Engine, prompt: LabelledPrompt) -> Tokens:
    return encode_pair(engine, prompt.text, prompt.labels)


def _model(engine: Engine) -> MeasuredModel:
    manifest, graph = engine.manifest, engine.writes
    return MeasuredModel(
        manifest.id,
        graph.precision,
        engine.provider,
        engine.fingerprint,
        engine.checked.bit_stable,
        manifest.files[graph.file].sha256,
        tuple(manifest.files[name].sha256 for name in graph.weights),
        manifest.files["tokenizer.json"].sha256,
    )
