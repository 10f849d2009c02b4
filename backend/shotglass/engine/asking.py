"""The questions that can be put to a model, wherever it is: in this process, behind a server, or in
a recording.

The answers are the engine's own events and records, so that results are made of them in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from ..contract import Manifest
from ..decoding import DecodingSettings
from ..events import Event, Score
from ..precisions import Computed
from ..prompting import Lane, Prompt
from .causes.record import CauseRequest, SearchName
from .interventions.changes import Changes as Changes
from .measurement.earlier import NOTHING, Earlier
from .measurement.plan import Plan
from .tasks.explain import ExplainOptions, Explanation
from .tasks.fill import Filled, FillRequest
from .tasks.logits import NextLogits

Text = str | tuple[int, ...]  # or its token ids


class Asker(Protocol):
    """``computed``: what the model writes in. ``changes``: what is changed inside while it answers;
    None computes by the graph that generates.

    Every method raises the errors of ``errors``, whatever is behind it; iterators raise on the call
    or on the first ``next``, and closing one ends its run.
    """

    @property
    def manifest(self) -> Manifest: ...
    @property
    def computed(self) -> Computed: ...
    def vocabulary(self) -> Sequence[str]:
        """Returns the text of every token (V), by id."""
        ...

    def generate(
        self, prompt: Text, settings: DecodingSettings, changes: Changes = None
    ) -> Iterator[Event]: ...
    def compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        changes: Changes = None,
    ) -> Iterator[Event]: ...
    def score(self, prompt: str, labels: Sequence[str], changes: Changes = None) -> Score: ...
    def logits(
        self, prompt: Text, continuation: Sequence[int], changes: Changes = None
    ) -> NextLogits: ...
    def fill(self, request: FillRequest) -> Filled: ...
    def explain(
        self, prompt: str, options: ExplainOptions, changes: Changes = None
    ) -> Explanation: ...
    def measure(
        self, plan: Plan, other: Any, *, only_cost: bool = False, earlier: Earlier = NOTHING
    ) -> Iterator[Event]:
        """``other``: of the plan's ``other_model``, in the same place; None where it has none.
        ``only_cost``: what is planned, and the end. ``earlier``: readings of a run of the same plan
        that was cut off."""
        ...

    def search(
        self, which: SearchName, request: CauseRequest, *, only_cost: bool = False
    ) -> Iterator[Event]: ...
