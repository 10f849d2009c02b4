"""What a run asks of a model on this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...contract import Manifest
from ...decoding import DecodingSettings
from ...engine import ExplainOptions, Explanation, Filled, FillRequest
from ...engine.causes.record import CauseRequest, SearchName
from ...engine.measurement.plan import Plan
from ...engine.tasks import MaskedRunner, Runner
from ...engine.tasks.logits import NextLogits
from ...events import Event, Score
from ...precisions import Computed, computed_in
from ...prompting import Lane, Prompt
from ...run_file.again.asker import Changes


@dataclass(frozen=True)
class RunnerAsker:
    """``changes``: inside the model; None computes by the graph that generates."""

    runner: Runner

    @property
    def manifest(self) -> Manifest:
        return self.runner.manifest

    @property
    def computed(self) -> Computed:
        return computed_in(self.runner.writes.precision, self.runner.provider)

    def vocabulary(self) -> Sequence[str]:
        return self.runner.tokenizer.texts

    def compare(
        self, prompt: Prompt, lanes: Sequence[Lane], settings: DecodingSettings, changes: Changes
    ) -> Iterator[Event]:
        if changes is None:
            return self.runner.compare(prompt, lanes, settings)
        return self.runner.compare_with(changes, prompt, lanes, settings)

    def generate(
        self, prompt: str | tuple[int, ...], settings: DecodingSettings, changes: Changes
    ) -> Iterator[Event]:
        if changes is None:
            return self.runner.generate(prompt, settings)
        return self.runner.generate_with(changes, prompt, settings)

    def score(self, prompt: str, labels: Sequence[str], changes: Changes) -> Score:
        return self.runner.score_with(changes or (), prompt, labels)

    def logits(
        self, prompt: str | tuple[int, ...], continuation: Sequence[int], changes: Changes
    ) -> NextLogits:
        if changes is None:
            return self.runner.logits(prompt, continuation)
        return self.runner.logits_with(changes, prompt, continuation)

    def explain(self, prompt: str, options: ExplainOptions, changes: Changes) -> Explanation:
        return self.runner.explain(prompt, options, changes=changes or ())

    def measure(self, plan: Plan, other: RunnerAsker | None) -> Iterator[Event]:
        return self.runner.measure(plan, None if other is None else other.runner)

    def search(self, which: SearchName, request: CauseRequest) -> Iterator[Event]:
        searches: dict[SearchName, Callable[..., Iterator[Event]]] = {
            "example": self.runner.which_example,
            "head": self.runner.which_head,
            "vector": self.runner.which_vector,
        }
        return searches[which](request.plan(), **request.own(which))


@dataclass(frozen=True)
class MaskedAsker:
    masked: MaskedRunner
    computed: Computed = "fp32"

    @property
    def manifest(self) -> Manifest:
        return self.masked.manifest

    def fill(self, request: FillRequest) -> Filled:
        return next(item for item in self.masked.fill(request) if isinstance(item, Filled))

    def explain(self, prompt: str, options: ExplainOptions, changes: Changes) -> Explanation:
        return self.masked.explain(prompt, options, changes=changes or ())
