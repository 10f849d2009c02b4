"""Continue prompts: tokens, each with the distribution it was drawn from, as events.

A lane here is a prompt that is ready: text, tokens, spans and labels. ``generate`` has one bare
lane, ``compare`` several rendered ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...decoding import DecodingSettings
from ...events import Event, Piece, Span, Start
from ...prompting import Rendered
from ..batching.cancellation import NEVER, CancellationToken
from ..batching.messages import Ended, Message, Prefilled, Sampled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.grammars import Grammar
from ..strategies.sampling import Sampling
from ..strategies.scoring import EncodedLabels
from .task_events import Submission, done_event, score_event, task, token_event


@task
def generate(
    engine: Engine,
    prompt: str | Sequence[int],
    settings: DecodingSettings,
    lane: str = "",
    cancelled: CancellationToken = NEVER,
) -> Iterator[Event | Submission]:
    """Yields a Start, then Tokens and a Done for each of n samples, then an End. ``prompt`` is a
    text, or one or more token ids. Closing the iterator cancels, and so does ``cancelled`` while
    the iterator is waiting; then nothing follows.

    Raises ContextLengthExceeded, InvalidRequest, TokenOutOfRange or QueueFull before the first
    event.
    """
    ids = engine.encode(prompt)
    engine.require_room(ids, settings.max_tokens, pointer_of(prompt))
    engine.require_known(settings)
    plan = LanePlan.bare(engine, lane, prompt, ids)
    grammar = engine.grammars.compile(settings.constraint) if settings.constraint else None
    yield follow(engine, [plan], settings, grammar, cancelled)


def pointer_of(prompt: str | Sequence[int]) -> str:
    """Returns the field of a request that held the prompt."""
    return "/prompt" if isinstance(prompt, str) else "/prompt_ids"


@dataclass(frozen=True)
class LanePlan:
    lane: str
    text: str
    ids: tuple[int, ...]
    tokens: tuple[Piece, ...]
    spans: tuple[Span, ...]
    labels: EncodedLabels | None

    @classmethod
    def bare(
        cls, engine: Engine, lane: str, prompt: str | Sequence[int], ids: Sequence[int]
    ) -> LanePlan:
        text = prompt if isinstance(prompt, str) else engine.tokenizer.decode(prompt)
        return cls(lane, text, tuple(ids), engine.prompts.pieces(prompt), (), None)

    @classmethod
    def rendered(
        cls, engine: Engine, lane: str, rendered: Rendered, labels: Sequence[str], new_tokens: int
    ) -> LanePlan:
        """Returns the lane with its prompt rendered and encoded. Raises ContextLengthExceeded,
        LabelConflict or InvalidRequest."""
        ids = engine.encode(rendered.text)
        engine.require_room(ids, new_tokens)  # before each label costs an encoding of it all
        encoded = EncodedLabels.after(engine.tokenizer, rendered.text, labels)
        engine.require_room(ids, max(new_tokens, encoded.longest))
        pieces = engine.prompts.pieces(rendered.text)
        tokens, index = [], 0
        for piece in pieces:  # in order, as the spans are, which tile the text
            if not piece.special:
                while index + 1 < len(rendered.spans) and rendered.spans[index].end <= piece.start:
                    index += 1
                piece = replace(piece, part=index)
            tokens.append(piece)
        return cls(lane, rendered.text, tuple(ids), tuple(tokens), rendered.spans, encoded)


def follow(
    engine: Engine,
    plans: Sequence[LanePlan],
    settings: DecodingSettings,
    grammar: Grammar | None,
    cancelled: CancellationToken,
) -> Submission:
    """Returns the submission of all lanes together in one batch. ``grammar`` is that of the
    settings' constraint.

    ``cancelled``: for a reader in another thread, which cannot close a generator that is waiting.
    """

    def events(message: Message) -> Iterator[Event]:
        plan = plans[message.prompt]
        if isinstance(message, Sampled):
            yield token_event(engine, plan.lane, message)
        elif isinstance(message, Ended):
            yield done_event(plan.lane, message)
        elif isinstance(message, Prefilled) and plan.labels and plan.labels.texts:
            yield score_event(engine, plan.lane, message, plan.labels)

    job = Job(
        prompts=[plan.ids for plan in plans],
        strategy=Sampling(settings, grammar=grammar),
        labels=[plan.labels.ids if plan.labels else () for plan in plans],
        cancelled=cancelled,
    )
    return Submission(job, events, [start_event(engine, plan, settings.n) for plan in plans])


def start_event(engine: Engine, plan: LanePlan, samples: int) -> Start:
    return Start(
        lane=plan.lane,
        model=engine.manifest.id,
        prompt=plan.text,
        spans=plan.spans,
        tokens=plan.tokens,
        context=engine.context,
        samples=samples,
    )
