"""Continue prompts that are token ids, and report how probable their own tokens are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...decoding import DecodingSettings, token_logprobs
from ...errors import InvalidRequest
from ...events import Accepted, CompletionToken, Event, PromptComputed, TokenLogprobs
from ...text import require_tokens
from ..batching.cancellation import NEVER, CancellationToken
from ..batching.messages import Ended, Message, Prefilled, Sampled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.grammars import Grammar
from ..strategies.sampling import Sampling
from ..strategies.scoring import Scoring
from .task_events import Submission, done_event, task


@dataclass(frozen=True)
class CompletionRequest:
    """A completion of several prompts. ``prompts`` are token ids, one or more each. With
    ``settings`` None nothing is generated and the prompts are only scored. ``token_logprobs``
    reports the log-probability of each generated token, which costs a pass over the vocabulary, and
    ``prompt_logprobs`` that of the prompts' tokens too; ``top`` is how many of the likeliest tokens
    are reported in their places. ``pointers`` say where in the request each prompt stands, for
    errors. The rest is as in ``Sampling``."""

    prompts: tuple[tuple[int, ...], ...]
    settings: DecodingSettings | None
    top: int = 0
    prompt_logprobs: bool = False
    token_logprobs: bool = True
    min_tokens: int = 0
    ignore_stop_tokens: bool = False
    pointers: tuple[str, ...] = ()

    @property
    def new_tokens(self) -> int:
        return self.settings.max_tokens if self.settings else 0

    def logprobs_of(self, message: Sampled) -> TokenLogprobs:
        if not self.token_logprobs:
            return TokenLogprobs(message.choice.id, None, ())
        return token_logprobs(message.prediction, message.choice.id, self.top)

    def job(self, grammar: Grammar | None = None, cancelled: CancellationToken = NEVER) -> Job:
        """Returns the job. ``grammar`` is that of the settings' constraint."""
        least, ignore = self.min_tokens, self.ignore_stop_tokens
        strategy = (
            Sampling(self.settings, min_tokens=least, ignore_stop_tokens=ignore, grammar=grammar)
            if self.settings
            else Scoring()
        )
        prompt_top = self.top if self.prompt_logprobs else None
        return Job(self.prompts, strategy, prompt_top=prompt_top, cancelled=cancelled)


@task
def complete(
    engine: Engine, request: CompletionRequest, cancelled: CancellationToken = NEVER
) -> Iterator[Event | Submission]:
    """Yields Accepted, then for each prompt PromptComputed and for each of its samples at least one
    CompletionToken and a Done, then an End. A prompt's lane is its index. Closing the iterator
    cancels, and ``cancelled`` acts as in ``generate``.

    Every sample has the bits it would have alone. Raises ContextLengthExceeded, TokenOutOfRange
    or QueueFull before the first event.
    """
    pointers = request.pointers or tuple(f"/prompt/{i}" for i in range(len(request.prompts)))
    for ids, pointer in zip(request.prompts, pointers, strict=True):
        require_tokens(ids, engine.vocabulary, pointer)
        engine.require_room(ids, request.new_tokens, pointer)
    grammar = None
    if request.settings:
        engine.require_known(request.settings)
        if request.settings.constraint:
            grammar = engine.grammars.compile(request.settings.constraint)
    if grammar and (request.min_tokens or request.ignore_stop_tokens):
        raise InvalidRequest(
            "An answer that is held to a schema or grammar ends where that ends: leave out "
            "min_tokens and ignore_eos.",
            pointer="/min_tokens" if request.min_tokens else "/ignore_eos",
        )

    def events(message: Message) -> Iterator[Event]:
        lane = str(message.prompt)
        if isinstance(message, Prefilled):
            yield PromptComputed(lane, message.token_logprobs)
        elif isinstance(message, Sampled):
            logprobs = request.logprobs_of(message)
            yield CompletionToken(lane, message.sample, logprobs, message.text)
        elif isinstance(message, Ended):
            yield done_event(lane, message)

    yield Submission(request.job(grammar, cancelled), events, [Accepted()])
