"""Shotglass, its engine alone in this process: what the server runs, without the server."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from protocol import THREADS, Clock, Floats, Generated, Ids, serve

from shotglass.contract import TOKENIZER
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.batching.prefill import chunks
from shotglass.engine.runtime.kv_cache import HostPool
from shotglass.engine.runtime.providers import graph_entry
from shotglass.engine.runtime.session import Session
from shotglass.engine.tasks.complete import CompletionRequest, complete
from shotglass.events import CompletionToken


class Ours:
    def __init__(self, options: dict[str, Any]) -> None:
        path = Path(options["folder"])
        self._folder = Library([path.parent]).folder(path.name)
        self._precision = options["precision"]
        self._graph = graph_entry(self._folder.manifest, self._precision)
        names = self._graph.file, *self._graph.weights, TOKENIZER
        self.files = [str(path / name) for name in names]
        self.versions = {name: version(name) for name in ("shotglass", "onnxruntime")}
        self._engine: Engine | None = None
        self._seed = 0

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            self._engine = Engine.open(self._folder, precision=self._precision, threads=THREADS)
        return self._engine

    def logits(self, ids: Ids) -> Floats:
        """Read in the chunks that the engine reads a prompt in, over a cache of its own."""
        config = self._folder.manifest.architecture
        path = self._folder.file(self._graph.file)
        weights = [self._folder.file(name) for name in self._graph.weights]
        session = Session(path, config, HostPool(config, 1, len(ids)), THREADS, weights)
        found, past = [], 0
        for size in chunks(len(ids)):
            new = np.array([ids[past : past + size]], np.int64)
            found.append(session.run(0, new, np.array([past], np.int32), np.arange(size)))
            past += size
        return np.concatenate(found)

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        self._seed += 1
        settings = DecodingSettings(
            max_tokens=tokens, temperature=float(samples > 1), n=samples, seed=self._seed
        )
        asked = CompletionRequest(
            tuple(map(tuple, prompts)), settings, token_logprobs=False, ignore_stop_tokens=True
        )
        rows: dict[tuple[str, int], list[int]] = {}
        clock = Clock()
        for step in complete(self.engine, asked):
            if isinstance(step, CompletionToken):
                clock.tick()
                rows.setdefault((step.lane, step.sample), []).append(step.logprobs.id)
        alone = len(prompts) * samples == 1  # else rows join one after another
        return Generated(clock.seconds, clock.first if alone else None, list(rows.values()))

    def remember(self, prefix: list[int]) -> None:
        """As an earlier request would: the engine keeps the prompts that it has read."""
        self.generate([prefix], 1, 1)


if __name__ == "__main__":
    serve(Ours)
