"""What the server needs of a loaded model, and the engine seen that way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ..contract import GraphEntry
from ..decoding import BeamSettings, DecodingSettings
from ..engine.batching.cancellation import CancellationToken
from ..engine.library import ModelFolder
from ..engine.model import Engine
from ..engine.runtime.providers import Provider, ResolvedProvider
from ..engine.self_check import SelfCheck
from ..engine.tasks.beam_search import beam
from ..engine.tasks.compare import compare
from ..engine.tasks.complete import CompletionEvent, CompletionRequest, complete
from ..engine.tasks.explain import Explanation, explain
from ..engine.tasks.explain_options import ExplainOptions
from ..engine.tasks.generate import generate
from ..engine.tasks.logits import NextLogits, next_logits
from ..engine.tasks.score import PromptScore, score
from ..engine.tasks.score_batch import Batch, score_batch
from ..events import End, Event, Score
from ..precisions import Precision
from ..prompting import Lane, Prompt
from ..text import Tokenizer


class Runner(Protocol):
    """Bad requests raise on the call or on the first ``next``, before any event. ``cancelled``
    ends an iterator that is waiting, which cannot be closed from another thread. ``fingerprint``:
    what the bits of an answer depend on besides the request. ``waiting``: sequences in its queue.
    ``fault``: which of its files has been written to since, so that it must answer no more.
    ``checked``: whether they depend on company. ``computed``: tokens so far, by kind. ``provider``:
    what it runs on. ``writes``: the graph that writes its texts.
    """

    @property
    def fingerprint(self) -> str: ...

    @property
    def waiting(self) -> int: ...

    @property
    def fault(self) -> str | None: ...

    @property
    def tokenizer(self) -> Tokenizer: ...

    @property
    def checked(self) -> SelfCheck: ...

    @property
    def computed(self) -> Mapping[str, int]: ...

    @property
    def provider(self) -> ResolvedProvider: ...

    @property
    def writes(self) -> GraphEntry: ...

    def generate(
        self, prompt: str, settings: DecodingSettings, cancelled: CancellationToken
    ) -> Iterator[Event]: ...

    def complete(
        self, asked: CompletionRequest, cancelled: CancellationToken
    ) -> Iterator[CompletionEvent]: ...

    def compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        cancelled: CancellationToken,
    ) -> Iterator[Event]: ...

    def beam(
        self,
        prompt: str,
        continuation: Sequence[int],
        settings: BeamSettings,
        cancelled: CancellationToken,
    ) -> Iterator[Event]: ...

    def score(self, prompt: str, labels: Sequence[str]) -> Score: ...

    def score_batch(
        self, batch: Batch, cancelled: CancellationToken
    ) -> Iterator[PromptScore | End]: ...

    def logits(
        self, prompt: str, continuation: Sequence[int], prompt_top: int | None
    ) -> NextLogits: ...

    def explain(self, prompt: str, wanted: ExplainOptions, most_bytes: int) -> Explanation: ...

    def close(self) -> None: ...


class EngineRunner:
    """The engine's functions as methods of one loaded model."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def fingerprint(self) -> str:
        return self._engine.fingerprint

    @property
    def waiting(self) -> int:
        return self._engine.waiting

    @property
    def fault(self) -> str | None:
        return self._engine.fault

    @property
    def tokenizer(self) -> Tokenizer:
        return self._engine.tokenizer

    @property
    def checked(self) -> SelfCheck:
        return self._engine.checked

    @property
    def computed(self) -> Mapping[str, int]:
        return self._engine.computed

    @property
    def provider(self) -> ResolvedProvider:
        return self._engine.provider

    @property
    def writes(self) -> GraphEntry:
        return self._engine.writes

    @classmethod
    def open(
        cls,
        folder: ModelFolder,
        *,
        context: int,
        precision: Precision | None,
        provider: Provider,
        slots: int,
        queue: int,
        prefix_room: int,
        prompt_lookup: bool,
    ) -> EngineRunner:
        return cls(
            Engine.open(
                folder,
                context=context,
                precision=precision,
                provider=provider,
                slots=slots,
                queue=queue,
                prefix_room=prefix_room,
                prompt_lookup=prompt_lookup,
            )
        )

    def generate(
        self, prompt: str, settings: DecodingSettings, cancelled: CancellationToken
    ) -> Iterator[Event]:
        return generate(self._engine, prompt, settings, cancelled=cancelled)

    def complete(
        self, asked: CompletionRequest, cancelled: CancellationToken
    ) -> Iterator[CompletionEvent]:
        return complete(self._engine, asked, cancelled)

    def compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        cancelled: CancellationToken,
    ) -> Iterator[Event]:
        return compare(self._engine, prompt, lanes, settings, cancelled)

    def beam(
        self,
        prompt: str,
        continuation: Sequence[int],
        settings: BeamSettings,
        cancelled: CancellationToken,
    ) -> Iterator[Event]:
        return beam(self._engine, prompt, settings, cancelled, continuation)

    def score(self, prompt: str, labels: Sequence[str]) -> Score:
        return score(self._engine, prompt, labels)

    def score_batch(
        self, batch: Batch, cancelled: CancellationToken
    ) -> Iterator[PromptScore | End]:
        return score_batch(self._engine, batch, cancelled)

    def logits(
        self, prompt: str, continuation: Sequence[int], prompt_top: int | None
    ) -> NextLogits:
        return next_logits(self._engine, prompt, continuation, prompt_top)

    def explain(self, prompt: str, wanted: ExplainOptions, most_bytes: int) -> Explanation:
        return explain(self._engine, prompt, wanted, most_bytes)

    def close(self) -> None:
        self._engine.close()
