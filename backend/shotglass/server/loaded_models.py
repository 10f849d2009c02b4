"""What is loaded: of each model, in each precision, the edition that is on disk now."""

from __future__ import annotations

import logging
import threading
from collections import Counter as Counts
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from weakref import WeakSet

from ..contract import Manifest
from ..engine.library import ModelFolder
from ..engine.model import Engine
from ..engine.tasks.beam_search import beam as _beam
from ..engine.tasks.compare import compare as _compare
from ..engine.tasks.complete import complete as _complete
from ..engine.tasks.explain import explain as _explain
from ..engine.tasks.generate import generate as _generate
from ..engine.tasks.logits import next_logits as _next_logits
from ..engine.tasks.score import score as _score
from ..engine.tasks.score import score_batch as _score_batch
from ..precisions import Computed
from ..text import PromptTokens, Tokenizer

LOG = logging.getLogger("shotglass.server")

Status = Literal["idle", "loading", "ready", "failed"]
Key = tuple[str, Computed]


@dataclass(frozen=True)
class Loaded:
    """A model as it was opened; whoever holds it finishes on it, whatever happens to the folder."""

    folder: ModelFolder
    runner: Runner

    @property
    def manifest(self) -> Manifest:
        return self.folder.manifest

    @property
    def tokenizer(self) -> Tokenizer:
        return self.runner.tokenizer

    @cached_property
    def prompts(self) -> PromptTokens:
        return PromptTokens.of(self.tokenizer, self.manifest)


@dataclass
class ModelState:
    """The state of one edition in one precision; whoever loads it holds the lock."""

    edition: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    loaded: Loaded | None = None
    status: Status = "idle"
    detail: str | None = None

    @property
    def runner(self) -> Runner | None:
        return self.loaded.runner if self.loaded else None


class LoadedModels:
    """Thread-safe. An edition that is on disk no more is let go of here: it ends when the last
    request that holds it has ended."""

    def __init__(self) -> None:
        self._hosted: dict[Key, ModelState] = {}
        self._runners: WeakSet[Runner] = WeakSet()  # those let go of, too, while they answer
        self._computed: list[Mapping[str, int]] = []  # of all there ever were: counters only grow
        self._lock = threading.Lock()

    def of(self, key: Key, edition: str | None) -> ModelState:
        """``edition``: what is on disk; None where there is nothing, which changes nothing. A model
        whose files were written to is let go of, and failed."""
        with self._lock:
            found = self._hosted.setdefault(key, ModelState(edition or ""))
            if edition is not None and found.edition != edition:
                found = self._hosted[key] = ModelState(edition)
            if found.runner is not None and (fault := found.runner.fault):
                LOG.error("%s answers no more: %s", key[0], fault)
                found.loaded, found.status, found.detail = None, "failed", fault
            return found

    def opened(self, runner: Runner) -> None:
        with self._lock:
            self._runners.add(runner)
            self._computed.append(runner.computed)

    def waiting(self) -> int:
        return sum(runner.waiting for runner in self._all())

    def computed(self) -> Counts[str]:
        with self._lock:
            return sum(map(Counts, self._computed), Counts())

    def close(self) -> None:
        for runner in self._all():
            runner.close()

    def _all(self) -> list[Runner]:
        with self._lock:
            return list(self._runners)


class Runner(Engine):
    """Use ``Runner.open``. Bad requests raise on the call or on the first ``next``, before any
    event; ``cancelled`` ends an iterator that is waiting, which cannot be closed from another
    thread."""

    generate = _generate
    complete = _complete
    compare = _compare
    beam = _beam
    score = _score
    score_batch = _score_batch
    logits = _next_logits
    explain = _explain
