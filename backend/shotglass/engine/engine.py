"""A loaded model, ready to be asked: its tokenizer, its served context, its scheduler."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

from ..contract import TOKENIZER, GraphEntry, Manifest
from ..decoding import DecodingSettings
from ..errors import ContextLengthExceeded, InvalidRequest, ModelFolderError, WrongTask
from ..text import Tokenizer
from .cache import SlotPool
from .capture import Capture
from .fingerprint import fingerprint
from .huge_pages import collapse_into_huge_pages
from .job import Job
from .library import ModelFolder
from .prefix_cache import PrefixCache
from .scheduler import Scheduler
from .self_check import SelfCheck, self_check
from .session import Session

SLOTS = 16
PREFIX_ROOM = 256 << 20  # bytes
Precision = Literal["int8", "fp32"]


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
    ) -> None:
        self.manifest, self.tokenizer, self.context = manifest, tokenizer, context
        self.capture = capture
        self.fingerprint, self.checked = fingerprint, checked
        self.vocabulary = manifest.architecture.vocabulary
        self.slots = scheduler.slots
        self._scheduler = scheduler
        self.computed = computed

    @classmethod
    def open(
        cls,
        folder: ModelFolder,
        *,
        context: int = 2048,
        slots: int = SLOTS,
        precision: Precision = "int8",
        threads: int | None = None,
        prefix_room: int = PREFIX_ROOM,
        prompt_lookup: bool = False,
    ) -> Engine:
        """Check the folder's digests and load it; served context = min(model's, ``context``).
        ``prefix_room``: bytes for prompts of earlier requests, 0 for none. ``prompt_lookup``: a
        text that is written alone looks up what may follow (``guessing``); faster where texts
        repeat themselves, and no longer bit for bit the same in company.

        Raises WrongTask for a model that does not generate, ModelFolderError for a bad folder.
        """
        manifest = folder.manifest
        graph = graph_entry(manifest, precision)
        folder.verify([graph.file, *graph.weights, TOKENIZER])
        tokenizer = Tokenizer.load(folder.file(TOKENIZER))
        served = min(manifest.architecture.context, context)
        pool = SlotPool(manifest.architecture, slots, served)
        threads = threads or os.cpu_count() or 1
        session = Session(folder.file(graph.file), manifest.architecture, pool, threads)
        checked = self_check(session, manifest.architecture, slots)
        collapse_into_huge_pages()
        prefixes = PrefixCache(prefix_room)
        scheduler = Scheduler(
            session, pool, prefixes, tokenizer, manifest.stop_ids, guess=prompt_lookup
        )
        told = fingerprint(manifest, graph, threads)
        return cls(
            manifest,
            tokenizer,
            scheduler,
            served,
            Capture(folder, threads),
            told,
            checked,
            session.computed,
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


def graph_entry(manifest: Manifest, precision: Precision) -> GraphEntry:
    """The graph that generates. For fp32 that is the native one, where it is exact itself.

    Raises WrongTask for a model that does not generate, ModelFolderError for one without it.
    """
    if manifest.task != "causal-lm":
        raise WrongTask(
            f"{manifest.id} is a {manifest.task} model: it fills gaps and does not generate text."
        )
    native = manifest.graphs.get("native")
    if precision == "int8" or (native and native.exact and "native-fp32" not in manifest.graphs):
        kind, found = "native", native
    else:
        kind, found = "native-fp32", manifest.graphs.get("native-fp32")
    if found is None:
        raise ModelFolderError(f"{manifest.id} has no {kind} graph: import it again.")
    return found
