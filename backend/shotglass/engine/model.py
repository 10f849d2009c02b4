"""A loaded model, ready for requests: its tokenizer, its served context, its scheduler."""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping, Sequence
from typing import Self

from ..contract import TOKENIZER, GraphEntry, Manifest
from ..decoding import DecodingSettings
from ..errors import ContextLengthExceeded, InvalidRequest
from ..precisions import Precision
from ..text import PromptTokens, Tokenizer, require_tokens
from .batching.scheduler import QUEUE, Scheduler
from .batching.sequence import Job
from .device_check import TOKENS, check_device
from .fingerprint import fingerprint
from .library import ModelFolder
from .runtime.explain_graph import Capture
from .runtime.kv_cache import HostPool, SlotPool
from .runtime.plugins import PLUGINS
from .runtime.prefix_cache import PrefixCache
from .runtime.process_memory import collapse_into_huge_pages
from .runtime.providers import Provider, ResolvedProvider, graph_entry, pool_maker, resolve_provider
from .runtime.sealed_files import SealedFiles
from .runtime.session import Session
from .self_check import SelfCheck, self_check
from .strategies.prompt_lookup import PromptLookup
from .strategies.sampling import Sampling

SLOTS = 16
PREFIX_ROOM = 256 << 20  # bytes


class Engine:
    """Use ``Engine.open``. Thread-safe; one engine thread does all the generating, ``capture``
    looks inside beside it. Its thread ends when the last reference is gone."""

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
        provider: ResolvedProvider,
        writes: GraphEntry,
        seal: SealedFiles,
        prompt_lookup: bool,
    ) -> None:
        self.manifest, self.tokenizer, self.context = manifest, tokenizer, context
        self.prompts = PromptTokens.of(tokenizer, manifest)
        self.capture = capture
        self.fingerprint, self.checked = fingerprint, checked
        self.vocabulary = manifest.architecture.vocabulary
        self.slots = scheduler.slots
        self._scheduler = scheduler
        self.computed, self.provider, self.writes = computed, provider, writes
        self._seal, self._prompt_lookup = seal, prompt_lookup
        weakref.finalize(self, scheduler.stop).atexit = False

    @classmethod
    def open(
        cls,
        folder: ModelFolder,
        *,
        context: int = 2048,
        slots: int = SLOTS,
        queue: int = QUEUE,
        precision: Precision | None = None,
        provider: Provider = "cpu",
        threads: int | None = None,
        prefix_room: int = PREFIX_ROOM,
        prompt_lookup: bool = False,
    ) -> Self:
        """Check the folder's digests and load it; served context = min(model's, ``context``).
        Without a ``precision`` the CPU computes in fp32, which is exact; "int8" is faster.
        ``slots``: sequences written at once; ``queue``: how many more may wait for one.
        ``prefix_room``: bytes for prompts of earlier requests, 0 for none. On a GPU the graph is
        the fp16 one, and its keys and values lie there (``DevicePool``). ``prompt_lookup``: a
        sequence that is alone drafts its next tokens (``strategies/prompt_lookup.py``); faster
        where texts repeat themselves, and no longer bit for bit the same in company.

        Raises WrongTask for a model that does not generate, ModelFolderError for a bad folder,
        NotReady for one that is imported again in this moment, and as ``providers.graph_entry`` and
        ``providers.require`` do. A plug-in's device is compared with the processor first: raises
        DeviceUnfit where it computes something else.
        """
        manifest = folder.manifest
        where = resolve_provider(provider, precision, manifest)
        graph = graph_entry(manifest, precision, where)
        seal = folder.sealed([graph.file, *graph.weights, TOKENIZER])
        tokenizer = Tokenizer.load(folder.file(TOKENIZER))
        served, threads = (
            min(manifest.architecture.context, context),
            threads or os.cpu_count() or 1,
        )
        make_pool = pool_maker(where)
        pool = make_pool(manifest.architecture, slots, served)
        session = _session(folder, graph, seal, pool, threads, where)
        if where in PLUGINS:
            _check(folder, graph, seal, threads, where, session, tokenizer)
        checked = self_check(session, manifest.architecture, slots, make_pool)
        collapse_into_huge_pages()
        prefixes, stops = PrefixCache(prefix_room), manifest.stop_ids
        scheduler = Scheduler(session, pool, prefixes, tokenizer, stops, queue=queue)
        bits, capture = (
            fingerprint(manifest, graph, threads, where, prompt_lookup),
            Capture(folder, threads),
        )
        return cls(
            manifest, tokenizer, scheduler, served, capture, bits, checked, session.computed, where,
            graph, seal, prompt_lookup,
        )  # fmt: skip

    @property
    def waiting(self) -> int:
        return self._scheduler.waiting

    @property
    def fault(self) -> str | None:
        """Which of the files it was loaded from has been written to since; it must not answer any
        more, though what it is answering stays right where the weights are its own memory."""
        return self._seal.fault

    def close(self) -> None:
        self._scheduler.close()

    def submit(self, job: Job) -> None:
        """Raises QueueFull, NotReady."""
        if self._prompt_lookup and isinstance(job.strategy, Sampling):
            job.strategy = PromptLookup(job.strategy)
        self._scheduler.submit(job)

    def cancel(self, job: Job) -> None:
        """Stops a job whose results are no longer needed. A complete job may be cancelled too."""
        job.closed = True
        self._scheduler.notice_cancellation()

    def encode(self, prompt: str | Sequence[int]) -> list[int]:
        """Token ids of ``prompt``, behind the start token where the source puts it there; an empty
        one begins from the start token in any case. A prompt of token ids is read as it is.

        Raises InvalidRequest, TokenOutOfRange.
        """
        if not isinstance(prompt, str):
            require_tokens(prompt, self.vocabulary, "/prompt_ids")
            return list(prompt)
        ids = self.prompts.encode(prompt)
        require_spelled(self.manifest, self.tokenizer, prompt)
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

    def require_room(self, ids: Sequence[int], new_tokens: int, pointer: str = "/prompt") -> None:
        """Raises ContextLengthExceeded saying by how many tokens; clients know the words "maximum
        context length is" (litellm) or "prompt is too long" (LangChain) and shorten what they
        send."""
        over = len(ids) + new_tokens - self.context
        if over > 0:
            raise ContextLengthExceeded(
                f"This model's maximum context length is {self.context} tokens as served here; the "
                f"prompt is too long by {over}: it is {len(ids)} tokens and {new_tokens} are asked "
                "for. Shorten the prompt or ask for fewer tokens.",
                over_by=over,
                pointer=pointer,
            )


def require_spelled(manifest: Manifest, tokenizer: Tokenizer, text: str) -> None:
    """Raises InvalidRequest for a character that no token stands for."""
    if (odd := tokenizer.unspelled(text)) is not None:
        raise InvalidRequest(
            f"{manifest.id} has no token for {odd!r}: leave it out.", pointer="/prompt"
        )


def _session(
    folder: ModelFolder,
    graph: GraphEntry,
    seal: SealedFiles,
    pool: SlotPool,
    threads: int,
    where: ResolvedProvider = "cpu",
) -> Session:
    """Over the files whose digests were compared, tokenizer included, and no others."""
    path, weights = folder.file(graph.file), [folder.file(name) for name in graph.weights]
    with seal.kept_whole():
        seal.require()
        plugin = where if where in PLUGINS else None
        session = Session(path, folder.manifest.architecture, pool, threads, weights, plugin)
        seal.require()
    return session


def _check(
    folder: ModelFolder,
    graph: GraphEntry,
    seal: SealedFiles,
    threads: int,
    where: str,
    session: Session,
    tokenizer: Tokenizer,
) -> None:
    """Beside the same graph on the processor, which is let go of again. Raises DeviceUnfit."""
    config = folder.manifest.architecture
    most = min(TOKENS, config.context)
    own, other = HostPool(config, 1, most), HostPool(config, 1, most)
    expected = _session(folder, graph, seal, other, threads)
    check_device(where, session.over(own), expected, tokenizer, most)
