"""What a run asks of a model, wherever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from ...contract import Manifest
from ...decoding import DecodingSettings
from ...engine import ExplainOptions, Explanation, Filled, FillRequest
from ...engine.causes.record import CauseRequest, SearchName
from ...engine.interventions.changes import Change
from ...engine.measurement.plan import Plan
from ...engine.tasks.logits import NextLogits
from ...events import Event, Score
from ...precisions import Computed
from ...prompting import Lane, Prompt

Run = Mapping[str, Any]
Changes = Sequence[Change] | None  # inside the model


class Asker(Protocol):
    """Raises the errors of asking. ``computed``: what the model writes in."""

    @property
    def manifest(self) -> Manifest: ...
    @property
    def computed(self) -> Computed: ...
    def vocabulary(self) -> Sequence[str]: ...
    def compare(
        self, prompt: Prompt, lanes: Sequence[Lane], settings: DecodingSettings, changes: Changes
    ) -> Iterable[Event]: ...
    def generate(
        self, prompt: str | tuple[int, ...], settings: DecodingSettings, changes: Changes
    ) -> Iterable[Event]: ...
    def score(self, prompt: str, labels: Sequence[str], changes: Changes) -> Score: ...
    def logits(
        self, prompt: str | tuple[int, ...], continuation: Sequence[int], changes: Changes
    ) -> NextLogits: ...
    def fill(self, request: FillRequest) -> Filled: ...
    def explain(self, prompt: str, options: ExplainOptions, changes: Changes) -> Explanation: ...
    def measure(self, plan: Plan, other: Any) -> Iterator[Event]: ...
    def search(self, which: SearchName, request: CauseRequest) -> Iterator[Event]: ...
