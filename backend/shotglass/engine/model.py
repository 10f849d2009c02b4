"""A loaded model, ready for requests: its tokenizer, its served context, its scheduler."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Self

from ..contract import Manifest
from ..decoding import DecodingSettings
from ..errors import ContextLengthExceeded, InvalidRequest
from ..events import Waiting
from ..precisions import Precision
from ..text import PromptTokens, Tokenizer, require_tokens
from .batching.scheduler import QUEUE, Scheduler
from .batching.search_turns import Turns
from .batching.sequence import Job
from .fingerprint import fingerprint
from .library import ModelFolder
from .loading import LoadedModel, SealedGraph
from .runtime.explain_graph import Capture
from .runtime.kv_cache import SlotPool
from .runtime.prefix_cache import PrefixCache
from .runtime.providers import Provider
from .runtime.session import Session
from .strategies.grammars import Grammars
from .strategies.prompt_lookup import PromptLookup
from .strategies.sampling import Sampling

SLOTS = 16
PREFIX_ROOM = 256 << 20  # bytes


class Engine:
    """Use ``Engine.open``. Thread-safe; one engine thread does all the generating, ``capture``
    looks inside beside it. Its thread ends when the last reference is gone."""

    def __init__(self, model: LoadedModel, scheduler: Scheduler, prompt_lookup: bool) -> None:
        graph, manifest = model.graph, model.graph.folder.manifest
        self.manifest, self.tokenizer, self.context = manifest, model.tokenizer, model.pool.length
        self.prompts = PromptTokens.of(model.tokenizer, manifest)
        self.vocabulary = manifest.architecture.vocabulary
        self.provider, self.writes, self.checked = graph.provider, graph.entry, model.checked
        self.computed: Mapping[str, int] = model.session.computed
        self.capture = Capture(graph.folder, graph.threads)
        self.grammars = Grammars(model.tokenizer, self.vocabulary, manifest.stop_ids)
        self.searches = Turns()  # each holds graphs of its own
        self.fingerprint = fingerprint(
            manifest, graph.entry, graph.threads, graph.provider, prompt_lookup
        )
        self.slots, self._served = scheduler.slots, "as served here"
        self._scheduler, self._seal, self._prompt_lookup = scheduler, graph.seal, prompt_lookup
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
        graph = SealedGraph.generating(folder, precision, provider, threads)
        model = LoadedModel.load(graph, context, slots)
        prefixes, stops = PrefixCache(prefix_room), folder.manifest.stop_ids
        scheduler = Scheduler(
            model.session, model.pool, prefixes, model.tokenizer, stops, queue=queue
        )
        scheduler.start()
        return cls(model, scheduler, prompt_lookup)

    def over(self, session: Session, pool: SlotPool, served: str) -> Self:
        """The same model, computed by another session over its own buffers, with a thread of its
        own; to be closed. ``served``: how, for the sentence about a prompt that is too long."""
        other = copy(self)
        other._scheduler = Scheduler(
            session, pool, PrefixCache(0), self.tokenizer, self.manifest.stop_ids
        )
        other.context, other.slots, other._served = pool.length, pool.slots, served
        other.computed, other._prompt_lookup = session.computed, False
        other._scheduler.start()
        return other

    @property
    def waiting(self) -> int:
        return self._scheduler.waiting

    @property
    def fault(self) -> str | None:
        """Returns which of the files it was loaded from has been written to since. The model must
        not answer any more requests then, though answers in progress stay right where the weights
        are in its own memory."""
        return self._seal.fault

    def close(self) -> None:
        self._scheduler.close()

    def submit(self, job: Job) -> None:
        """Raises QueueFull, NotReady."""
        if self._prompt_lookup and isinstance(job.strategy, Sampling):
            job.strategy = PromptLookup(job.strategy)
        self._scheduler.submit(job)

    def queue_position(self, job: Job) -> Waiting | None:
        """Returns how many sequences the job still waits for, or None once it has had its turn."""
        return self._scheduler.queue_position(job)

    def cancel(self, job: Job) -> None:
        """Stops a job whose results are no longer needed. A complete job may be cancelled too."""
        job.closed = True
        job.messages.put(None)  # for a reader that waits
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
                f"This model's maximum context length is {self.context} tokens {self._served}; the "
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
