"""A model that can be asked: the same methods wherever it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, Unpack, overload

from ..contract import Manifest
from ..engine import ExplainOptions, FillRequest
from ..engine.causes.events import CausesPlanned
from ..engine.causes.record import Found, SearchName
from ..engine.measurement.plan import Plan
from ..engine.tasks.inside.embedding import EmbedRequest, Pooling
from ..engine.tasks.inside.lens import LensAfter
from ..errors import InvalidRequest
from ..precisions import Precision
from ..prompting.render import lanes_of
from ..run_file import RunModel
from .backend import Backend, Changes
from .items import PlanLike, TaskLike, cause_request, followed, plan_of, rows_of, task_of
from .prompts import (
    PromptLike,
    SamplingSettings,
    counts_of,
    plain,
    prompt_object,
    settings_of,
    texts_only,
)
from .results.attribution import AttributionResult
from .results.causes import EvidenceResult
from .results.distributions import LogitsResult, ScoreResult
from .results.embeddings import EmbedResult
from .results.fills import FillResult
from .results.insides import AttentionResult, HiddenResult, LensResult
from .results.lanes import CompareResult
from .results.measurements import MeasureResult
from .results.texts import GenerateResult, TokenStream
from .results.tokens import TokensResult

if TYPE_CHECKING:
    from .items import Items, Progress

Messages = str | Sequence[Mapping[str, str]]
"""One message of the user, or ``{"role": ..., "content": ...}`` in their order."""

ANSWER = 256  # tokens of an answer in a conversation, unless another number is asked for


class Model:
    """Use ``load`` or ``connect``. A context manager; ``close`` frees the memory.

    A ``prompt`` is a text, its token ids, a ``Prompt``, or the same as a dict; of the last two
    ``shots`` says how many of the examples are shown (all of the first set by default).
    ``interventions``: what is changed inside the model, such as ``sg.head_off(5, 3)``; then all is
    computed in fp32 by the graph that explains, and with an empty list by that graph unchanged.
    Errors are those of ``shotglass.errors``, whether the model runs here or behind a server.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def manifest(self) -> Manifest:
        """Licence, architecture, digests of files, measured parity."""
        return self._backend.manifest

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._backend.context

    @property
    def precision(self) -> Precision | None:
        """As it was asked for; None is the model's own, fp32 on the processor."""
        return self._backend.precision

    @overload
    def generate(
        self,
        prompt: PromptLike,
        *,
        shots: int | None = None,
        interventions: Changes = None,
        stream: Literal[False] = False,
        **settings: Unpack[SamplingSettings],
    ) -> GenerateResult: ...
    @overload
    def generate(
        self,
        prompt: PromptLike,
        *,
        shots: int | None = None,
        interventions: Changes = None,
        stream: Literal[True],
        **settings: Unpack[SamplingSettings],
    ) -> TokenStream: ...
    def generate(
        self,
        prompt: PromptLike,
        *,
        shots: int | None = None,
        interventions: Changes = None,
        stream: bool = False,
        **settings: Unpack[SamplingSettings],
    ) -> GenerateResult | TokenStream:
        """Continue a prompt. ``settings`` are those of ``DecodingSettings``: max_tokens 16,
        temperature 0.8 (0 is greedy), seed 0, n 1, top_k, top_p, stop and others.

        ``stream``: an iterator over the tokens as they come. Raises ContextLengthExceeded,
        InvalidRequest, TokenOutOfRange, QueueFull, WrongTask.
        """
        read = plain(prompt, shots)
        events = self._backend.generate(read.text, settings_of(settings, read.stops), interventions)
        tokens = TokenStream(events)
        return tokens if stream else tokens.result()

    def chat(self, messages: Messages, **settings: Unpack[SamplingSettings]) -> GenerateResult:
        """The answer to a conversation, as the model's own chat template writes it. ``settings`` as
        in ``generate``, with max_tokens 256, or as many as there is room for.

        Raises NoChatTemplate, and as ``generate`` does.
        """
        if isinstance(messages, str):
            messages = [{"role": "user", "content": messages}]
        ids = self._backend.written(messages)
        room = max(1, min(ANSWER, self.context - len(ids)))
        chosen = settings_of(SamplingSettings(**({"max_tokens": room} | settings)))
        return TokenStream(self._backend.generate(ids, chosen)).result()

    def compare(
        self,
        prompt: PromptLike,
        *,
        shots: Iterable[int] = range(9),
        shot_set: str | None = None,
        interventions: Changes = None,
        **settings: Unpack[SamplingSettings],
    ) -> CompareResult:
        """A prompt object after each number of examples in ``shots``; those that its set does not
        have are left out. ``shot_set``: which examples, the first set by default. All are run
        together, and each has the bits that it has alone.

        Raises as ``generate`` does; one that is too long has its ``problem`` instead.
        """
        task = prompt_object(prompt)
        lanes = lanes_of(task, counts_of(task, shots, shot_set), shot_set)
        chosen = settings_of(settings)
        events = self._backend.compare(task, lanes, chosen, interventions)
        model = RunModel.of(self.manifest, self._backend.computed)
        changed = interventions is not None
        return CompareResult.of(model, task, lanes, chosen, events, changed=changed)

    def score(
        self,
        prompt: PromptLike,
        labels: Sequence[str] = (),
        *,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> ScoreResult:
        """How probable each label is after a prompt; without ``labels`` those of the prompt object.
        A label is the text that would follow, so it mostly begins with a space.

        Raises ContextLengthExceeded, LabelConflict, InvalidRequest, QueueFull, WrongTask.
        """
        read = texts_only(prompt, shots)
        chosen = [labels] if isinstance(labels, str) else list(labels or read.labels)
        if not chosen:
            raise InvalidRequest(
                "There are no labels; texts that could follow the prompt were expected.",
                pointer="/labels",
            )
        text = str(read.text)
        return ScoreResult(self.id, text, self._backend.score(text, chosen, interventions))

    def logits(
        self,
        prompt: PromptLike,
        continuation: Sequence[int] = (),
        *,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> LogitsResult:
        """All logits (V,) float32 of the token that follows a prompt, and the token ids
        ``continuation`` after it. Raises as ``generate`` does, and NonFiniteLogits."""
        text = plain(prompt, shots).text
        following = self._backend.logits(text, continuation, interventions)
        return LogitsResult.of(self.id, following, self._backend.vocabulary())

    def tokens(self, text: str) -> TokensResult:
        """A text as the model reads it. Raises InvalidRequest."""
        return TokensResult(self.id, text, self._backend.pieces(text))

    def fill(self, text: str, candidates: Sequence[str] = (), *, top: int = 20) -> FillResult:
        """What stands at each ``[MASK]`` of a text, by a masked model; ``candidates``: texts of one
        token each that are scored there.

        Raises InvalidRequest for a text without a gap, ContextLengthExceeded, WrongTask.
        """
        request = FillRequest((text,), tuple(candidates), top, single=True)
        return FillResult(self.id, self._backend.fill(request))

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
        return EmbedResult(self.id, named, pooling, layer, *self._backend.embed(request))

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
        options = ExplainOptions(layers=chosen, surprisal=False)
        explanation = self._backend.explain(text, options, interventions)
        return AttentionResult.of(self.id, chosen, explanation)

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
        explanation = self._backend.explain(text, options, interventions)
        return HiddenResult.of(self.id, chosen, explanation)

    def lens(
        self,
        prompt: PromptLike,
        token: int = -1,
        *,
        after: LensAfter = "layer",
        shots: int | None = None,
        interventions: Changes = None,
    ) -> LensResult:
        """The logit lens: what the head reads in the residual stream before each layer and after
        the last, at a token of the prompt; -1 is its last. ``after`` "attention": behind each
        layer's attention, and after the last layer. Raises as ``attention``."""
        text = str(texts_only(prompt, shots).text)
        place = self._place(text, token, "/lens")
        options = ExplainOptions(lens=place, lens_after=after, surprisal=False)
        explanation = self._backend.explain(text, options, interventions)
        assert explanation.lens is not None, "it was asked for"
        return LensResult(self.id, explanation.tokens, explanation.lens)

    def attribution(
        self,
        prompt: PromptLike,
        target: int | None = None,
        token: int = -1,
        *,
        sources: int = 20,
        shots: int | None = None,
        interventions: Changes = None,
    ) -> AttributionResult:
        """The logit of ``target``, a token id, after a token of the prompt, taken apart into what
        each head and each feed-forward part add; of the likeliest token without one. ``sources``:
        of how many places that heads read to tell what each brought. Raises as ``attention``, and
        InvalidRequest for a model that has norms elsewhere than before its parts."""
        text = str(texts_only(prompt, shots).text)
        place = self._place(text, token, "/attribution")
        options = ExplainOptions(attribution=place, target=target, sources=sources, surprisal=False)
        explanation = self._backend.explain(text, options, interventions)
        assert explanation.attribution is not None, "it was asked for"
        return AttributionResult(self.id, explanation.tokens, explanation.attribution)

    def measure(
        self,
        items: Items | Plan,
        prompt: TaskLike | None = None,
        plan: PlanLike = "examples",
        *,
        columns: Mapping[str, str] | None = None,
        other: Model | None = None,
        progress: Progress | None = None,
        **changes: Any,
    ) -> MeasureResult:
        """A task on many items, under many conditions.

        ``items``: questions with answers, or a whole ``Plan`` and nothing else. ``prompt``: a
        prompt object, or a template alone, whose examples are then some of the items. ``plan``:
        "examples", "order", "labels", "format", a JSON file, or conditions. ``columns``: which
        column is the "input" and which is "expected". ``other``: is asked the same. ``progress``:
        is called with each event of the run. ``changes``: other fields of a ``Plan``, such as
        ``seed``, ``pool``, ``difference``.

        Raises UnreadableRows, InvalidRequest, ContextLengthExceeded, LabelConflict, WrongTask.
        """
        rows = None
        if not isinstance(items, Plan):
            rows = rows_of(items, columns or {})
            if other is not None:
                changes["other_model"] = other.id
            task = task_of(prompt, rows)
            items = plan_of(self.id, self.precision, task, rows, plan, changes)
        events = self._backend.measure(items, None if other is None else other._backend)
        return MeasureResult.of(items, followed(events, progress), rows)

    def evidence(
        self,
        which: SearchName,
        items: Items = None,
        prompt: TaskLike | None = None,
        *,
        k: int = 4,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        **options: Any,
    ) -> EvidenceResult:
        """What the answers to a task with ``k`` examples depend on: which "example", which "head",
        or which "vector" can stand for the examples. ``items``, ``prompt``, ``columns`` and
        ``progress`` as in ``measure``; ``options``: ``pool``, ``seed``, ``shot_set``, ``balanced``,
        ``questions``, ``draws`` of random heads, ``top`` heads of a vector. Raises as ``measure``.
        """
        rows = rows_of(items, columns or {})
        task = task_of(prompt, rows)
        request = cause_request(self.id, self.precision, task, rows, k, options)
        events = followed(self._backend.search(which, request), progress)
        (planned,) = (event for event in events if isinstance(event, CausesPlanned))
        (result,) = (event for event in events if isinstance(event, Found))
        return EvidenceResult.of(which, request, planned, result)

    def close(self) -> None:
        """What is asked afterwards raises NotReady."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}, {self.context} tokens>"

    def _place(self, text: str, token: int, pointer: str) -> int:
        """A token from 0. Raises InvalidRequest."""
        place = token if token >= 0 else token + max(1, len(self._backend.pieces(text)))
        if place < 0:
            raise InvalidRequest(
                f"There is no token {token} from the end: the prompt is shorter.", pointer=pointer
            )
        return place

    def _layers(self, layers: Iterable[int] | None) -> tuple[int, ...]:
        every = range(self.manifest.architecture.layers)
        return tuple(every if layers is None else layers)
