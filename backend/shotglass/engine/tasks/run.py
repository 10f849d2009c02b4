"""Messages of one job as they come, with the job closed when nobody listens any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ...decoding import Beam
from ..batching.job import Crashed, Ended, Job, Message, Prefilled, Searched
from ..model import Engine


@contextmanager
def running(engine: Engine, job: Job) -> Iterator[Iterator[Message]]:
    """Submit the job; leaving the block, by whatever way, cancels what is left of it."""
    with _submitted(engine, job) as messages:
        yield (message for message in messages if not isinstance(message, Searched))


@contextmanager
def searching(engine: Engine, job: Job) -> Iterator[Iterator[Beam]]:
    """The same for a beam search: the search after each of its steps."""
    with _submitted(engine, job) as messages:
        yield (message.beam for message in messages if isinstance(message, Searched))


@contextmanager
def _submitted(engine: Engine, job: Job) -> Iterator[Iterator[Message | Searched]]:
    engine.submit(job)
    if job.cancelled is not None:
        job.cancelled.tell(partial(job.messages.put, None))  # wakes who waits for a message
    try:
        yield _messages(job)
    finally:
        engine.leave(job)


def _messages(job: Job) -> Iterator[Message | Searched]:
    """Until every prompt is read and every sample has ended; raises what crashed the job."""
    open_ends = job.ends
    unread = len(job.prompts)
    while unread or open_ends:
        message = _next(job)
        if message is None:
            return
        if isinstance(message, Crashed):
            raise message.error
        unread -= isinstance(message, Prefilled)
        open_ends -= _ends(message)
        yield message


def _ends(message: Message | Searched) -> bool:
    return isinstance(message, Ended) or (isinstance(message, Searched) and message.beam.done)


def _next(job: Job) -> Message | Searched | Crashed | None:
    """The next message however long it takes; None when the job is cancelled before it comes."""
    message = job.messages.get()
    return None if job.cancelled is not None and job.cancelled.is_set() else message
