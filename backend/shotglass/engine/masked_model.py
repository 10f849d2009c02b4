"""A loaded masked model, ready for requests. It has no scheduler and no KV cache: it reads a whole
text at once and generates nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from ..errors import ContextLengthExceeded, ModelFolderError, WrongTask
from ..precisions import offers
from ..text import Tokenizer, require_tokens
from ..text.masked_tokens import MaskedTokens
from .library import ModelFolder
from .loading import SealedGraph
from .model import require_spelled
from .runtime.explain_graph import Capture
from .runtime.masked_session import MaskedSession
from .runtime.providers import ResolvedProvider
from .runtime.session import Logits, RunCancellation
from .self_check import SelfCheck


class MaskedModel:
    """Use ``MaskedModel.open``. Thread-safe; ``capture`` looks inside. It has the attributes of an
    ``Engine`` that do not speak of generating, by the same names."""

    provider: ResolvedProvider = "cpu"
    checked = SelfCheck(decoding=True, reading=True)  # each text is run alone
    waiting = 0  # nothing is queued: whoever asks waits for the session

    def __init__(
        self, graph: SealedGraph, tokenizer: Tokenizer, session: MaskedSession, context: int
    ) -> None:
        manifest = graph.folder.manifest
        self.manifest, self.tokenizer, self.context = manifest, tokenizer, context
        self.prompts = MaskedTokens.of(tokenizer, manifest)
        self.capture, self.writes = Capture(graph.folder, graph.threads), graph.entry
        self.vocabulary = manifest.architecture.vocabulary
        self.computed = session.computed
        self._session, self._seal = session, graph.seal

    @classmethod
    def open(cls, folder: ModelFolder, *, context: int = 2048, threads: int | None = None) -> Self:
        """Check the folder's digests and load it; served context = min(model's, ``context``). It
        is computed in fp32, on the processor.

        Raises WrongTask for a model that generates, ModelFolderError for a bad folder, NotReady
        for one that is imported again in this moment.
        """
        manifest, config = folder.manifest, folder.manifest.architecture
        if manifest.task != "masked-lm":
            raise WrongTask(
                f"{manifest.id} is a {manifest.task} model: it continues texts and fills no gaps."
            )
        kinds = [offer.kind for offer in offers(manifest)]
        if not kinds:
            raise ModelFolderError(f"{manifest.id} has no portable graph: import it again.")
        graph = SealedGraph.open(folder, manifest.graphs[kinds[0]], threads)
        tokenizer = graph.tokenizer()
        with graph.unchanged():
            session = MaskedSession(graph.path, config, graph.threads, graph.weights)
        return cls(graph, tokenizer, session, min(config.context, context))

    @property
    def fault(self) -> str | None:
        """Returns the fault of the files, as ``Engine.fault`` does."""
        return self._seal.fault

    def close(self) -> None:
        """Nothing runs between requests; what is being answered is answered."""

    def logits(
        self,
        ids: Sequence[int],
        rows: Sequence[int],
        cancellation: RunCancellation | None = None,
    ) -> Logits:
        """Returns logits (R, V) float32: what stands at the tokens ``rows`` (R,) of the text
        ``ids`` (S,). Raises RunCancelled when ``cancellation`` is used before it is computed."""
        return self._session.run(ids, rows, cancellation)

    def encode(self, prompt: str | Sequence[int]) -> list[int]:
        """Returns the token ids of a text, mask tokens and both ends included; ids are taken as
        they are.

        Raises InvalidRequest, TokenOutOfRange.
        """
        if not isinstance(prompt, str):
            require_tokens(prompt, self.vocabulary, "/prompt_ids")
            return list(prompt)
        require_spelled(self.manifest, self.tokenizer, prompt)
        return self.prompts.encode(prompt)

    def require_room(self, ids: Sequence[int], new_tokens: int, pointer: str = "/prompt") -> None:
        """Raises ContextLengthExceeded saying by how many tokens. ``new_tokens`` is 0."""
        over = len(ids) + new_tokens - self.context
        if over > 0:
            raise ContextLengthExceeded(
                f"This model's maximum context length is {self.context} tokens as served here; the "
                f"text is {len(ids)} tokens, {over} too many. Shorten the text.",
                over_by=over,
                pointer=pointer,
            )
