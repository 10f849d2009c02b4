"""A model in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..contract import Manifest
from ..decoding import DecodingSettings
from ..engine import (
    ExplainOptions,
    Explanation,
    Filled,
    FillRequest,
    Library,
    Provider,
    default_roots,
)
from ..engine.asking import Changes, Text
from ..engine.causes.record import CauseRequest, SearchName
from ..engine.chat_templates import ChatTemplates
from ..engine.conversation import Conversation
from ..engine.library import ModelFolder
from ..engine.measurement.earlier import NOTHING, Earlier
from ..engine.measurement.plan import Plan
from ..engine.runtime.providers import require
from ..engine.runtime.session import Floats
from ..engine.tasks import MaskedRunner, Runner
from ..engine.tasks.inside.embedding import Embedding, EmbedRequest
from ..engine.tasks.logits import NextLogits
from ..engine.tool_calls import Tool
from ..engine.trial_load import TrialLoad
from ..errors import InvalidRequest, WrongTask
from ..events import End, Event, Piece, Score
from ..exporter import with_graph
from ..precisions import Computed, Precision, computed_in
from ..prompting import Lane, Prompt
from .backend import Backend
from .conversations import messages_of
from .model import Model


def load(
    model: str | Path,
    *,
    precision: Precision | None = None,
    provider: Provider = "auto",
    context: int = 2048,
    threads: int | None = None,
    models: str | Path | None = None,
) -> Model:
    """The model of that id, or in that folder, loaded in this process.

    ``precision``: "fp32" is exact and the default on the processor, "int8" faster; a graph that is
    not there yet is made, which is told on standard error. ``context``: tokens to serve at most.
    ``models``: the folder of model folders, by default ``SHOTGLASS_MODELS``, else the user's data
    folder, and the models that ship.

    Raises ModelNotFound, ModelFolderError, PrecisionNotOffered, MissingExtra, InvalidRequest.
    """
    for name, value in (("context", context), ("threads", threads)):
        if value is not None and value < 1:
            raise InvalidRequest(
                f"{name} is {value}; a number from 1 was expected.", pointer=f"/{name}"
            )
    folder = _folder(model, models)
    require(provider, precision)
    if folder.manifest.task == "masked-lm":
        TrialLoad()(folder)
        masked = MaskedRunner.open(folder, context=context, threads=threads)
        return Model(LocalBackend(masked, None, ChatTemplates()))
    folder = with_graph(folder, precision, _tell)
    TrialLoad()(folder)
    runner = Runner.open(
        folder, context=context, precision=precision, provider=provider, threads=threads
    )
    return Model(LocalBackend(runner, precision, ChatTemplates()))


def _folder(model: str | Path, models: str | Path | None) -> ModelFolder:
    if isinstance(model, Path) or "/" in model or "\\" in model:
        return ModelFolder.open(Path(model).absolute())
    return Library(default_roots() if models is None else (Path(models),)).folder(model)


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


@dataclass(frozen=True)
class LocalBackend:
    """The engine itself, as a ``Backend``."""

    engine: Runner | MaskedRunner
    precision: Precision | None
    templates: ChatTemplates

    @property
    def manifest(self) -> Manifest:
        return self.engine.manifest

    @property
    def context(self) -> int:
        return self.engine.context

    @property
    def computed(self) -> Computed:
        return computed_in(self.engine.writes.precision, self.engine.provider)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        return self.engine.prompts.pieces(text)

    def vocabulary(self) -> Sequence[str]:
        return self.engine.tokenizer.texts

    def written(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool]
    ) -> tuple[int, ...]:
        model = self.engine.tokenizer, self.manifest, self.templates
        return tuple(Conversation(messages_of(messages), *model, tools).ids())

    def generate(
        self, prompt: Text, settings: DecodingSettings, changes: Changes = None
    ) -> Iterator[Event]:
        return self.writer.generate(prompt, settings, changes)

    def compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        changes: Changes = None,
    ) -> Iterator[Event]:
        return self.writer.compare(prompt, lanes, settings, changes)

    def score(self, prompt: str, labels: Sequence[str], changes: Changes = None) -> Score:
        return self.writer.score(prompt, labels, changes)

    def logits(
        self, prompt: Text, continuation: Sequence[int], changes: Changes = None
    ) -> NextLogits:
        return self.writer.logits(prompt, continuation, changes)

    def fill(self, request: FillRequest) -> Filled:
        if not isinstance(self.engine, MaskedRunner):
            raise WrongTask(
                f"{self.manifest.id} continues texts and does not fill gaps: have it continue one "
                "(generate), or load a masked model, such as house-bert.",
                pointer="/model",
            )
        return next(item for item in self.engine.fill(request) if isinstance(item, Filled))

    def explain(self, prompt: str, options: ExplainOptions, changes: Changes = None) -> Explanation:
        return self.engine.explain(prompt, options, changes=changes)

    def embed(self, request: EmbedRequest) -> tuple[Floats, int]:
        items = list(self.engine.embed(request))
        read = sum(item.prompt_tokens for item in items if isinstance(item, End))
        return np.stack([item.vector for item in items if isinstance(item, Embedding)]), read

    def measure(
        self,
        plan: Plan,
        other: Backend | None,
        *,
        only_cost: bool = False,
        earlier: Earlier = NOTHING,
    ) -> Iterator[Event]:
        if not isinstance(other, LocalBackend | None):
            raise InvalidRequest(
                f"{plan.other_model} is behind a server and {plan.model} is here: load both, or "
                "connect to both.",
                pointer="/other",
            )
        second = None if other is None else other.writer
        return self.writer.measure(plan, second, only_cost=only_cost, earlier=earlier)

    def search(
        self, which: SearchName, request: CauseRequest, *, only_cost: bool = False
    ) -> Iterator[Event]:
        return self.writer.search(which, request, only_cost=only_cost)

    def close(self) -> None:
        self.templates.close()
        self.engine.close()

    @property
    def writer(self) -> Runner:
        """The engine, where it generates. Raises WrongTask."""
        if isinstance(self.engine, Runner):
            return self.engine
        raise WrongTask(
            f"{self.manifest.id} fills gaps and does not generate text: have it fill the gaps of "
            "one (fill), or load a model that continues texts, such as house-gpt2.",
            pointer="/model",
        )
