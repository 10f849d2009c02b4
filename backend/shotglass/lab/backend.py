"""What a model must answer, wherever it runs: in this process or behind a server.

The answers are the engine's own events and records, so that results are made of them in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from ..contract import Manifest
from ..decoding import DecodingSettings
from ..engine import ExplainOptions, Explanation, Filled, FillRequest
from ..engine.causes.record import CauseRequest, SearchName
from ..engine.interventions.changes import Change
from ..engine.measurement.plan import Plan
from ..engine.runtime.session import Floats
from ..engine.tasks.inside.embedding import EmbedRequest
from ..engine.tasks.logits import NextLogits
from ..engine.tool_calls import Tool
from ..events import Event, Piece, Score
from ..precisions import Computed, Precision
from ..prompting import Lane, Prompt

Changes = Sequence[Change] | None
Text = str | tuple[int, ...]  # or its token ids


class Backend(Protocol):
    """``context``: tokens that are served at most. ``precision``: as it was asked for;
    ``computed``: what answers are computed in.

    Every method raises the errors of ``errors``, whatever is behind it; iterators raise on the call
    or on the first ``next``, and closing one ends its run.
    """

    @property
    def manifest(self) -> Manifest: ...
    @property
    def context(self) -> int: ...
    @property
    def precision(self) -> Precision | None: ...
    @property
    def computed(self) -> Computed: ...

    def pieces(self, text: str) -> tuple[Piece, ...]: ...
    def vocabulary(self) -> Sequence[str]:
        """The text of every token, by id."""
        ...

    def written(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool]
    ) -> tuple[int, ...]:
        """Messages, and the tools that are offered, as the token ids that the model's chat template
        writes."""
        ...

    # ``changes``: what is changed inside; None computes by the graph that generates.
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
    def embed(self, request: EmbedRequest) -> tuple[Floats, int]:
        """Vectors (N, D) of its texts, and how many tokens these are."""
        ...

    def measure(self, plan: Plan, other: Backend | None) -> Iterator[Event]:
        """``other``: of the plan's ``other_model``, in the same place."""
        ...

    def search(self, which: SearchName, request: CauseRequest) -> Iterator[Event]: ...
    def close(self) -> None: ...
