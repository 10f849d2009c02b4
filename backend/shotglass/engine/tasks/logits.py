"""The whole next-token distribution after a prompt, as the model gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...decoding import DecodingSettings
from ...decoding.distribution import Logits
from ...errors import InvalidRequest
from ...events import Piece, TokenLogprobs
from ..batching.cancellation import NEVER, CancellationToken, Cancelled
from ..batching.messages import Prefilled, Sampled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.sampling import Sampling
from ..strategies.scoring import Scoring
from .generate import pointer_of
from .task_events import running


@dataclass(frozen=True)
class NextLogits:
    """What follows a text: ``logits`` (V,) float32, and ``logprobs``, one of each token of the
    continuation, in nats.

    ``ids``: what the model read as the prompt; ``tokens`` are of its text, behind the start token
    where the source puts it there; none for an empty one otherwise.
    ``prompt_logprobs``: how probable each of ``ids`` was after those before it, where requested.
    """

    ids: tuple[int, ...]
    tokens: tuple[Piece, ...]
    logprobs: tuple[float, ...]
    logits: Logits
    prompt_logprobs: tuple[TokenLogprobs, ...] = ()


def next_logits(
    engine: Engine,
    prompt: str | Sequence[int],
    continuation: Sequence[int] = (),
    prompt_top: int | None = None,
    cancelled: CancellationToken = NEVER,
) -> NextLogits:
    """Returns what follows ``prompt``, a text or token ids, and ``continuation``, bit for bit what
    a sample that wrote the continuation went on from.

    The continuation is given as token ids, since a text made token by token may be cut into other
    tokens when it is read as a whole, and is taken one token at a time, since 8-bit graphs do not
    give the same numbers for tokens that are read together. ``prompt_top``: report the
    log-probability of each token of the prompt, and this many of the likeliest tokens in its place.

    Raises ContextLengthExceeded, InvalidRequest, TokenOutOfRange, QueueFull, NonFiniteLogits, and
    Cancelled once ``cancelled`` is set.
    """
    check_continuation(continuation, engine.vocabulary)
    ids = engine.encode(prompt)
    engine.require_room(ids, len(continuation), pointer_of(prompt))
    tokens = engine.prompts.pieces(prompt)
    logprobs: list[float] = []
    prompt_logprobs: tuple[TokenLogprobs, ...] = ()
    greedy = DecodingSettings(temperature=0, max_tokens=len(continuation) + 1)
    strategy = Sampling(greedy, forced=continuation) if continuation else Scoring()
    job = Job([ids], strategy, prompt_top=prompt_top, cancelled=cancelled)
    with running(engine, job) as messages:
        for message in messages:
            assert isinstance(message, Prefilled | Sampled), "the last token is not waited for"
            if isinstance(message, Prefilled):
                prompt_logprobs = message.token_logprobs
                if continuation:
                    continue  # the first sampled message says the same
            if len(logprobs) == len(continuation):
                logits = message.prediction.logits
                return NextLogits(tuple(ids), tokens, tuple(logprobs), logits, prompt_logprobs)
            assert isinstance(message, Sampled)
            logprobs.append(message.choice.logprob)
    raise Cancelled  # a job goes on until what follows its continuation is known


def check_continuation(continuation: Sequence[int], vocabulary: int) -> None:
    """Checks the ids of a continuation. Raises InvalidRequest for an id that is no token."""
    for index, id in enumerate(continuation):
        if not 0 <= id < vocabulary:
            raise InvalidRequest(
                f"{id} is no token: ids from 0 to {vocabulary - 1} were expected.",
                pointer=f"/continuation/{index}",
            )
