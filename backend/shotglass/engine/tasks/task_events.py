"""Runs jobs for the tasks: the events of a task as they come, the messages of a job, and what a
task has used so far."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from math import expm1
from time import perf_counter
from typing import Concatenate, ParamSpec, cast

import numpy as np

from ...decoding import head
from ...events import Done, End, Event, LabelScore, Score, Token, Waiting
from ..batching.messages import BeamAdvanced, Ended, Message, Prefilled, Sampled
from ..batching.sequence import Job
from ..model import Engine
from ..strategies.scoring import EncodedLabels, shares

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Submission:
    """A task yields a submission where it wants a job to be run and its events belong: those of
    ``opening`` once the engine has accepted the job, then what ``events`` makes of each message."""

    job: Job
    events: Callable[[Message], Iterable[Event]]
    opening: Sequence[Event] = ()


class TaskEvents(Iterator[Event]):
    """The iterator of a task's events, with an End when it is through; nothing follows a
    cancellation. ``next`` waits for the engine, ``poll`` does not. Closing it cancels what is left
    of the task.

    For one reader at a time, which ``notify`` has called when ``poll`` may have more to give.
    """

    def __init__(self, engine: Engine, parts: Iterator[Event | Submission]) -> None:
        self._engine, self._reader = engine, _Reader()
        self._events = _read(engine, parts, self._reader)

    def __next__(self) -> Event:
        self._reader.waits = True
        return cast(Event, next(self._events))

    def poll(self) -> Event | None:
        """Returns the next event, or None where the engine has not got so far. Raises
        StopIteration."""
        self._reader.waits = False
        return next(self._events)

    def notify(self, callback: Callable[[], None]) -> None:
        """Sets what the engine thread calls when there is more; ``callback`` must not raise."""
        self._reader.notify = callback
        if self._reader.job is not None:
            self._reader.job.notify = callback

    def waiting(self) -> Waiting | None:
        """Returns what the job in progress still waits for, or None."""
        job = self._reader.job
        return None if job is None else self._engine.queue_position(job)

    def close(self) -> None:
        self._events.close()


@dataclass
class _Reader:
    """Apart from ``TaskEvents``, so that an iterator that is dropped ends its task at once."""

    waits: bool = True
    notify: Callable[[], None] | None = None
    job: Job | None = None


def _read(
    engine: Engine, parts: Iterator[Event | Submission], reader: _Reader
) -> Generator[Event | None, None, None]:
    usage: Usage | None = None
    for part in parts:
        if isinstance(part, Event):
            yield part
            continue
        usage = usage or Usage()  # its clock starts with the first job
        reader.job = job = part.job
        job.notify = reader.notify
        with running(engine, job):
            yield from part.opening
            while job.unread:
                message = job.read(reader.waits)
                if message is not None:
                    usage.count(message)
                    yield from part.events(message)
                elif job.unread:
                    yield None
        reader.job = None
        usage.ended(job)
        if job.cancelled.is_set():
            return
    yield (usage or Usage()).end()


def task(
    parts: Callable[Concatenate[Engine, Arguments], Iterator[Event | Submission]],
) -> Callable[Concatenate[Engine, Arguments], TaskEvents]:
    """Makes a task of a generator of events, and of jobs where the events of jobs belong."""

    @wraps(parts)
    def events(engine: Engine, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> TaskEvents:
        return TaskEvents(engine, parts(engine, *args, **kwargs))

    return events


@contextmanager
def running(engine: Engine, job: Job) -> Iterator[Iterator[Message]]:
    """Submits the job and gives its messages, waiting for each. Leaving the block, by whatever way,
    cancels what is left of it."""
    engine.submit(job)
    try:
        with job.cancelled.calling(partial(engine.cancel, job)):
            yield iter(job.read, None)
    finally:
        engine.cancel(job)


@dataclass
class Usage:
    """Counts the tokens and time of a run, which may consist of several jobs, for the End that
    closes it. The clock starts when it is made."""

    began: float = field(default_factory=perf_counter)
    prompt_tokens: int = 0
    computed_prompt_tokens: int = 0
    generated_tokens: int = 0
    first_token_ms: float = 0.0

    def read(self, tokens: int) -> None:
        """Counts tokens of a text that was read whole and without a job."""
        self.prompt_tokens += tokens
        self.computed_prompt_tokens += tokens

    def ended(self, job: Job) -> None:
        self.prompt_tokens += sum(map(len, job.prompts))
        self.computed_prompt_tokens += job.computed_tokens

    def count(self, message: Message) -> None:
        """Counts the token that a message reports, if it reports one."""
        if isinstance(message, Sampled | BeamAdvanced):
            self.generated_tokens += 1
            self.first_token_ms = self.first_token_ms or 1000 * (perf_counter() - self.began)

    def end(self) -> End:
        return End(
            lane="",
            prompt_tokens=self.prompt_tokens,
            computed_prompt_tokens=self.computed_prompt_tokens,
            generated_tokens=self.generated_tokens,
            first_token_ms=self.first_token_ms,
            total_ms=1000 * (perf_counter() - self.began),
        )


def token_event(engine: Engine, lane: str, message: Sampled) -> Token:
    choice = message.choice
    shown = head(choice.prediction, engine.tokenizer.token_text)
    return Token(
        lane=lane,
        sample=message.sample,
        index=message.step,
        id=choice.id,
        piece=engine.tokenizer.token_text(choice.id),
        text=message.text,
        logprob=choice.logprob,
        rank=choice.rank,
        distribution=shown,
        survivors=choice.survivors,
        draw=choice.draw,
        removed_mass=None if choice.allowed is None else -expm1(choice.allowed_logprob),
        forbidden=None
        if choice.allowed is None
        else tuple(
            np.setdiff1d(
                [other.id for other in shown.alternatives], choice.allowed, assume_unique=True
            ).tolist()
        ),
    )


def done_event(lane: str, message: Ended) -> Done:
    nats = message.removed_nats
    return Done(lane, message.sample, message.reason, message.text, message.tokens, nats)


def score_event(engine: Engine, lane: str, message: Prefilled, labels: EncodedLabels) -> Score:
    logprobs, scored, mass = message.label_logprobs, [], 0.0
    for text, ids, logprob, share in zip(
        labels.texts, labels.ids, logprobs, shares(logprobs), strict=True
    ):
        scored.append(LabelScore(text, tuple(ids), logprob, float(np.exp(logprob)), share))
        mass += scored[-1].p
    return Score(
        lane=lane,
        labels=tuple(scored),
        mass=mass,
        next=head(message.prediction, engine.tokenizer.token_text),
        boundary_moved=labels.moved,
    )
