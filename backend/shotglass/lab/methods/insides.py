"""Methods that look at what a model does inside with a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import index

import numpy as np

from ...engine import ExplainOptions
from ...engine.asking import Changes
from ...engine.tasks.inside.embedding import EmbedRequest, Pooling
from ...engine.tasks.inside.lens import LensAfter, LensKind
from ...engine.tasks.inside.stream_parts import AttentionEdge
from ...errors import InvalidRequest, quoted
from ...run_file import RunModel
from ..interventions import changes_of
from ..prompts import PromptLike, texts_only
from ..results.attribution import AttributionResult
from ..results.embeddings import EmbedResult
from ..results.insides import AttentionResult, HiddenResult, LensResult
from .opened import OpenModel


class Insides(OpenModel):
    """Vectors of texts, attention, hidden states, the logit lens, the parts of a logit."""

    def embed(
        self,
        texts: str | Sequence[str],
        *,
        pooling: Pooling = "mean",
        layer: int | None = None,
        normalize: bool = True,
    ) -> EmbedResult:
        """A vector (D,) float32 for each text: the ``pooling`` of what the last layer and the final
        norm make of its tokens, or of the residual stream that ``layer`` reads. ``normalize``: to
        length 1, so that the product of two is their cosine.

        Raises ContextLengthExceeded over 1,024 tokens a text, InvalidRequest.
        """
        named = (texts,) if isinstance(texts, str) else tuple(texts)
        if not named:
            raise InvalidRequest("There are no texts; at least one was expected.", pointer="/input")
        pointers = tuple(f"/input/{place}" for place in range(len(named)))
        request = EmbedRequest(named, pointers, pooling, layer, normalize)
        return EmbedResult(self.id, named, pooling, layer, *self.backend.embed(request))

    def attention(
        self,
        prompt: PromptLike,
        layers: Iterable[int] | None = None,
        *,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> AttentionResult:
        """Attention probabilities (H, S, S) float32 of ``layers``, counted from 0; of all without.

        Raises ContextLengthExceeded over 1,024 tokens, AnswerTooLarge, InvalidRequest.
        """
        chosen, text = self._layers(layers), str(texts_only(prompt, shots).text)
        options, changes = ExplainOptions(layers=chosen, surprisal=False), changes_of(interventions)
        explanation = self.backend.explain(text, options, changes)
        values = np.stack([explanation.arrays[f"attentions.{layer}"] for layer in chosen])
        model, config = RunModel.of(self.manifest, "fp32"), self.manifest.architecture
        return AttentionResult(text, explanation.tokens, chosen, model, config, values, changes)

    def hidden(
        self,
        prompt: PromptLike,
        layers: Iterable[int] | None = None,
        *,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> HiddenResult:
        """The residual stream (S, D) float32 that each of ``layers`` reads. Raises as
        ``attention``."""
        chosen, text = self._layers(layers), str(texts_only(prompt, shots).text)
        options = ExplainOptions(layers=chosen, hidden=True, surprisal=False)
        explanation = self.backend.explain(text, options, changes_of(interventions))
        return HiddenResult.of(self.id, chosen, explanation)

    def lens(
        self,
        prompt: PromptLike,
        token: int = -1,
        *,
        after: LensAfter = "layer",
        kind: LensKind = "logit",
        shots: int | None = None,
        interventions: Changes = None,
    ) -> LensResult:
        """The logit lens: what the head reads in the residual stream before each layer and after
        the last, at a token of the prompt; -1 is its last. ``after`` "attention": behind each
        layer's attention, and after the last layer. ``kind`` "jacobian": of the stream carried to
        the last layer by the model's J-lens. Raises as ``attention``, and InvalidRequest for a
        model without a J-lens."""
        text = str(texts_only(prompt, shots).text)
        place = self._place(text, token, "/lens")
        options = ExplainOptions(lens=place, lens_after=after, lens_kind=kind, surprisal=False)
        explanation = self.backend.explain(text, options, changes_of(interventions))
        assert explanation.lens is not None, "it was asked for"
        return LensResult(self.id, explanation.tokens, explanation.lens)

    def attribution(
        self,
        prompt: PromptLike,
        target: int | None = None,
        token: int = -1,
        *,
        through: Sequence[tuple[int, int, int]] = (),
        sources: int = 20,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> AttributionResult:
        """The logit of ``target``, a token id, after a token of the prompt, taken apart into what
        each head and each feed-forward part add; of the likeliest token without one. ``sources``:
        of how many places that heads read to tell what each brought. ``through``: the way back from
        the answer, layer, head and the token that it read, then a head of an earlier layer that
        wrote there; what came along it is taken apart instead. Raises as ``attention``, and
        InvalidRequest for a model that has norms elsewhere than before its parts."""
        text = str(texts_only(prompt, shots).text)
        place = self._place(text, token, "/attribution")
        edges = tuple(
            AttentionEdge(layer, head, self._place(text, read, "/through"))
            for layer, head, read in through
        )
        options = ExplainOptions(
            attribution=place, target=target, through=edges, sources=sources, surprisal=False
        )
        explanation = self.backend.explain(text, options, changes_of(interventions))
        assert explanation.attribution is not None, "it was asked for"
        return AttributionResult(self.id, explanation.tokens, explanation.attribution)

    def _place(self, text: str, token: int, pointer: str) -> int:
        """A token from 0. Raises InvalidRequest."""
        place = token if token >= 0 else token + max(1, len(self.backend.pieces(text)))
        if place < 0:
            raise InvalidRequest(
                f"There is no token {token} from the end: the prompt is shorter.", pointer=pointer
            )
        return place

    def _layers(self, layers: Iterable[int] | None) -> tuple[int, ...]:
        """Returns the layers that are asked for; the engine says which ones there are. Raises
        InvalidRequest."""
        if layers is None:
            return tuple(range(self.manifest.architecture.layers))
        try:
            chosen = tuple(map(index, layers))
        except TypeError:
            chosen = ()
        if not chosen:
            raise InvalidRequest(
                f"layers is {quoted(layers, 60)}; a list of layers was expected, such as [0, 5].",
                pointer="/layers",
            )
        return chosen
