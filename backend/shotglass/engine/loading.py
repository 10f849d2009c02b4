"""The way from a model folder to a model in memory: its files are sealed, then loaded and
checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ..contract import TOKENIZER, GraphEntry
from ..machine.processors import available_processors
from ..precisions import Precision
from ..text import Tokenizer
from .library import ModelFolder
from .runtime.kv_cache import HostPool, SlotPool
from .runtime.plugins import PLUGINS
from .runtime.process_memory import collapse_into_huge_pages
from .runtime.providers import (
    Provider,
    ResolvedProvider,
    graph_entry,
    pool_maker,
    resolve_provider,
)
from .runtime.sealed_files import SealedFiles
from .runtime.session import Session
from .self_check import TOKENS, SelfCheck, check_device, self_check


@dataclass(frozen=True)
class SealedGraph:
    """A graph of a folder with its weights and the tokenizer, as files that cannot change. It is
    made by ``SealedGraph.open`` or ``generating``. ``threads`` is the number that the processor
    computes it on."""

    folder: ModelFolder
    entry: GraphEntry
    seal: SealedFiles
    threads: int
    provider: ResolvedProvider

    @classmethod
    def open(
        cls,
        folder: ModelFolder,
        entry: GraphEntry,
        threads: int | None,
        provider: ResolvedProvider = "cpu",
    ) -> SealedGraph:
        """Compares the files' digests; without ``threads`` there is one for each processor that
        this process may use. Raises ModelFolderError for a bad folder, NotReady for one that is
        imported again in this moment."""
        seal = folder.sealed([entry.file, *entry.weights, TOKENIZER])
        return cls(folder, entry, seal, threads or available_processors(), provider)

    @classmethod
    def generating(
        cls,
        folder: ModelFolder,
        precision: Precision | None,
        provider: Provider,
        threads: int | None,
    ) -> SealedGraph:
        """The one that ``provider`` generates with. Raises as ``open``, ``providers.graph_entry``
        and ``providers.require`` do."""
        where = resolve_provider(provider, precision, folder.manifest)
        return cls.open(folder, graph_entry(folder.manifest, precision, where), threads, where)

    @property
    def path(self) -> Path:
        return self.folder.file(self.entry.file)

    @property
    def weights(self) -> list[Path]:
        return [self.folder.file(name) for name in self.entry.weights]

    def tokenizer(self) -> Tokenizer:
        return Tokenizer.load(self.folder.file(TOKENIZER))

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Guarantees for the block that exactly the files whose digests were compared are read,
        including the tokenizer. Raises as ``SealedFiles.kept_whole`` and ``SealedFiles.require``
        do."""
        with self.seal.kept_whole():
            self.seal.require()
            yield
            self.seal.require()

    def session(self, pool: SlotPool) -> Session:
        """The graph, if it generates, over ``pool``. Raises as ``unchanged`` does."""
        config = self.folder.manifest.architecture
        plugin = self.provider if self.provider in PLUGINS else None
        with self.unchanged():
            return Session(self.path, config, pool, self.threads, self.weights, plugin)


@dataclass(frozen=True)
class LoadedModel:
    """A model that generates, checked and ready to be scheduled. Use ``LoadedModel.load``. The
    length of ``pool`` is the served context."""

    graph: SealedGraph
    tokenizer: Tokenizer
    pool: SlotPool
    session: Session
    checked: SelfCheck

    @classmethod
    def load(cls, graph: SealedGraph, context: int, slots: int) -> LoadedModel:
        """Served context = min(model's, ``context``); ``slots``: sequences written at once.

        Raises as ``SealedGraph.unchanged`` does, and DeviceUnfit for a plug-in's device that
        computes something else than the processor.
        """
        config = graph.folder.manifest.architecture
        tokenizer, make_pool = graph.tokenizer(), pool_maker(graph.provider)
        pool = make_pool(config, slots, min(config.context, context))
        session = graph.session(pool)
        if graph.provider in PLUGINS:  # beside the same graph on the processor
            most = min(TOKENS, config.context)
            own, other = HostPool(config, 1, most), HostPool(config, 1, most)
            expected = replace(graph, provider="cpu").session(other)
            check_device(graph.provider, session.over(own), expected, tokenizer, most)
            del expected, other
        checked = self_check(session, config, slots, make_pool)
        collapse_into_huge_pages()
        return cls(graph, tokenizer, pool, session, checked)
