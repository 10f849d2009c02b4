"""Continue prompts that are token ids, and tell how probable their own tokens are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...decoding import DecodingSettings
from ...errors import ContextLengthExceeded, TokenOutOfRange
from ...events import End
from ..batching.cancellation import Leaving
from ..batching.job import Ended, Job, Prefilled, Sampled
from ..model import Engine
from ..strategies.prompt_logprobs import TokenReading
from .run import running
from .tally import Tally


@dataclass(frozen=True)
class Asked:
    """``prompts``: token ids, one or more each. ``settings`` None: nothing is written, the prompts
    are only read. ``read_written``: tell the log-probability of each token written, which costs a
    pass over the vocabulary; ``read_prompts``: tell it of the prompts' tokens too; ``top``: how
    many of the likeliest tokens to tell in their places. ``pointers``: where in the request each
    prompt stands, for errors. The rest as in ``Job``."""

    prompts: tuple[tuple[int, ...], ...]
    settings: DecodingSettings | None
    top: int = 0
    read_prompts: bool = False
    read_written: bool = True
    min_tokens: int = 0
    ignore_stop_tokens: bool = False
    pointers: tuple[str, ...] = ()

    @property
    def new_tokens(self) -> int:
        return self.settings.max_tokens if self.settings else 0

    def reading(self, message: Sampled) -> TokenReading:
        if not self.read_written:
            return TokenReading(message.choice.id, None, ())
        return TokenReading.of(message.prediction, message.choice.id, self.top)

    def job(self, cancelled: Leaving | None) -> Job:
        return Job(
            prompts=self.prompts,
            settings=self.settings,
            labels=[() for _ in self.prompts],
            prompt_top=self.top if self.read_prompts else None,
            min_tokens=self.min_tokens,
            ignore_stop_tokens=self.ignore_stop_tokens,
            cancelled=cancelled,
        )


@dataclass(frozen=True)
class Begun:
    """The engine has taken the work."""


@dataclass(frozen=True)
class PromptRead:
    """``readings`` has one entry a token of the prompt, or none where they are not asked for."""

    prompt: int
    readings: tuple[TokenReading, ...]


@dataclass(frozen=True)
class Wrote:
    """One token of one sample; ``text`` is what it makes certain, as in ``events.Token``."""

    prompt: int
    sample: int
    reading: TokenReading
    text: str


Step = Begun | PromptRead | Wrote | Ended | End


def complete(engine: Engine, asked: Asked, cancelled: Leaving | None = None) -> Iterator[Step]:
    """Begun; for each prompt a PromptRead, then for each of its samples at least one Wrote and an
    Ended; an End. Closing the iterator cancels; ``cancelled`` as in ``generate``.

    Every sample has the bits it would have alone. Raises ContextLengthExceeded, TokenOutOfRange
    or QueueFull before the first step.
    """
    pointers = asked.pointers or tuple(f"/prompt/{i}" for i in range(len(asked.prompts)))
    for ids, pointer in zip(asked.prompts, pointers, strict=True):
        require_tokens(ids, engine.vocabulary, pointer)
        _require_room(engine, ids, asked.new_tokens, pointer)
    if asked.settings:
        engine.require_known(asked.settings)
    job, tally = asked.job(cancelled), Tally()
    tally.job(job)
    with running(engine, job) as messages:
        yield Begun()
        for message in messages:
            if isinstance(message, Sampled):
                tally.token()
                yield Wrote(message.prompt, message.sample, asked.reading(message), message.text)
            elif isinstance(message, Prefilled):
                yield PromptRead(message.prompt, message.readings)
            else:
                yield message
    if cancelled is None or not cancelled.is_set():
        yield tally.end()


def require_tokens(ids: Sequence[int], vocabulary: int, pointer: str) -> None:
    """Raises TokenOutOfRange, pointing at the first id that is no token."""
    for place, id in enumerate(ids):
        if not 0 <= id < vocabulary:
            raise TokenOutOfRange(
                f"{id} is no token: ids from 0 to {vocabulary - 1} were expected.",
                pointer=f"{pointer}/{place}",
            )


def _require_room(engine: Engine, ids: Sequence[int], new_tokens: int, pointer: str) -> None:
    try:
        engine.require_room(ids, new_tokens)
    except ContextLengthExceeded as error:
        error.pointer = pointer
        raise
