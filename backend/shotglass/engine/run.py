"""Messages of one job as they come, with the job closed when nobody listens any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty

from .engine import Engine
from .job import Crashed, Ended, Job, Message, Prefilled

CANCEL_POLL = 0.1  # seconds between two looks at ``Job.cancelled`` while nothing comes


@contextmanager
def running(engine: Engine, job: Job) -> Iterator[Iterator[Message]]:
    """Submit the job; leaving the block, by whatever way, cancels what is left of it."""
    engine.submit(job)
    try:
        yield _messages(job)
    finally:
        job.closed = True


def _messages(job: Job) -> Iterator[Message]:
    """Until every prompt is read and every sample has ended; raises what crashed the job."""
    open_ends = len(job.rows()) if job.settings else 0
    unread = len(job.prompts)
    while unread or open_ends:
        message = _next(job)
        if message is None:
            return
        if isinstance(message, Crashed):
            raise message.error
        unread -= isinstance(message, Prefilled)
        open_ends -= isinstance(message, Ended)
        yield message


def _next(job: Job) -> Message | Crashed | None:
    """The next message however long it takes; None when the job is cancelled before it comes."""
    if job.cancelled is None:
        return job.messages.get()
    while not job.cancelled.is_set():
        with suppress(Empty):
            return job.messages.get(timeout=CANCEL_POLL)
    return None
