"""A loaded model, ready to be asked: its tokenizer, its served context, its scheduler."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..contract import TOKENIZER, GraphEntry, Manifest
from ..decoding import DecodingSettings
from ..errors import ContextLengthExceeded, InvalidRequest
from ..text import Tokenizer
from .capture import Capture
from .fingerprint import fingerprint
from .huge_pages import collapse_into_huge_pages
from .job import Job
from .library import ModelFolder
from .placing import Chosen, Precision, Provider, chosen, pool_maker, served_graphs
from .prefix_cache import PrefixCache
from .scheduler import Scheduler
from .self_check import SelfCheck, self_check
from .session import Session

SLOTS = 16
PREFIX_ROOM = 256 << 20  # bytes


class Engine:
    """Use ``Engine.open``. Thread-safe; one engine thread does all the generating, ``capture``
    looks inside beside it."""

    def __init__(
        self,
        manifest: Manifest,
        tokenizer: Tokenizer,
        scheduler: Scheduler,
        context: int,
        capture: Capture,
        fingerprint: str,
        checked: SelfCheck,
        computed: Mapping[str, int],
        provider: Chosen,
        writes: GraphEntry,
    ) -> None:
        self.manifest, self.tokenizer, self.context = manifest, tokenizer, context
        self.capture = capture
        self.fingerprint, self.checked = fingerprint, checked
        self.vocabulary = manifest.architecture.vocabulary
        self.slots = scheduler.slots
        self._scheduler = scheduler
        self.computed, self.provider, self.writes = computed, provider, writes

    @classmethod
    def open(
        cls,
        folder: ModelFolder,
        *,
        context: int = 2048,
        slots: int = SLOTS,
        precision: Precision = "int8",
        provider: Provider = "cpu",
        threads: int | None = None,
        prefix_room: int = PREFIX_ROOM,
        prompt_lookup: bool = False,
    ) -> Engine:
        """Check the folder's digests and load it; served context = min(model's, ``context``).
        ``prefix_room``: bytes for prompts of earlier requests, 0 for none. On a GPU the graph is
        the fp16 one, and its keys and values lie there (``device_pool.py``). ``prompt_lookup``: a
        text that is written alone looks up what may follow (``guessing.py``); faster where texts
        repeat themselves, and no longer bit for bit the same in company.

        Raises WrongTask for a model that does not generate, ModelFolderError for a bad folder,
        and as ``placing.require`` does.
        """
        manifest = folder.manifest
        where = chosen(provider, precision, manifest)
        graphs = served_graphs(manifest, precision, where)
        paths = _verified(folder, graphs)
        tokenizer = Tokenizer.load(folder.file(TOKENIZER))
        served = min(manifest.architecture.context, context)
        make_pool = pool_maker(where)
        pool = make_pool(manifest.architecture, slots, served)
        threads = threads or os.cpu_count() or 1
        session = Session(paths[0], manifest.architecture, pool, threads, *paths[1:])
        checked = self_check(session, manifest.architecture, slots, make_pool)
        collapse_into_huge_pages()
        prefixes, stops = PrefixCache(prefix_room), manifest.stop_ids
        scheduler = Scheduler(session, pool, prefixes, tokenizer, stops, guess=prompt_lookup)
        used = graphs if checked.apart else graphs[:1]
        told, capture = fingerprint(manifest, used, threads, where), Capture(folder, threads)
        computed, writes = session.computed, graphs[0]
        return cls(
            manifest, tokenizer, scheduler, served, capture, told, checked, computed, where, writes
        )

    @property
    def waiting(self) -> int:
        return self._scheduler.waiting

    def close(self) -> None:
        self._scheduler.close()

    def submit(self, job: Job) -> None:
        """Raises QueueFull, NotReady."""
        self._scheduler.submit(job)

    def leave(self, job: Job) -> None:
        """Nobody reads the job any more; one that is over may be left too."""
        job.closed = True
        self._scheduler.look_up()

    def encode(self, prompt: str) -> list[int]:
        """Token ids of ``prompt``; an empty one begins from the manifest's start token."""
        ids = self.tokenizer.encode(prompt)
        if (odd := self.tokenizer.unspelled(prompt)) is not None:
            raise InvalidRequest(
                f"{self.manifest.id} has no token for {odd!r}: leave it out.",
                pointer="/prompt",
            )
        if ids:
            return ids
        if self.manifest.start_id is None:
            raise InvalidRequest(
                f"The prompt is empty and {self.manifest.id} has no start token: write something.",
                pointer="/prompt",
            )
        return [self.manifest.start_id]

    def require_known(self, settings: DecodingSettings) -> None:
        """Raises InvalidRequest for a bias on a token that the vocabulary does not have."""
        for id, _ in settings.logit_bias:
            if id >= self.vocabulary:
                raise InvalidRequest(
                    f"logit_bias names token {id}; {self.manifest.id} has the tokens 0 to "
                    f"{self.vocabulary - 1}.",
                    pointer=f"/settings/logit_bias/{id}",
                )

    def require_room(self, ids: Sequence[int], new_tokens: int) -> None:
        """Raises ContextLengthExceeded saying by how many tokens."""
        over = len(ids) + new_tokens - self.context
        if over > 0:
            raise ContextLengthExceeded(
                f"The prompt is {len(ids)} tokens and {new_tokens} are asked for: that is {over} "
                f"over the {self.context} served. Shorten the prompt or ask for fewer tokens.",
                over_by=over,
            )


def _verified(folder: ModelFolder, graphs: Sequence[GraphEntry]) -> list[Path]:
    """The graphs' files, once they, their weights and the tokenizer have their digests.

    Raises ModelFolderError.
    """
    files = [name for graph in graphs for name in (graph.file, *graph.weights)]
    folder.verify([*files, TOKENIZER])
    return [folder.file(graph.file) for graph in graphs]
