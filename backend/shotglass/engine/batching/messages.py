"""What a step has to tell, kept until all its rows have their next token.

Telling wakes the threads that wait for it, and each of them takes the interpreter from the engine.
"""

from __future__ import annotations

from .job import Crashed, Job, Message, Searched


class Outbox:
    """For the engine thread alone."""

    def __init__(self) -> None:
        self._kept: list[tuple[Job, Message | Searched | Crashed]] = []

    def put(self, job: Job, message: Message | Searched | Crashed) -> None:
        self._kept.append((job, message))

    def send(self) -> None:
        """All that is kept, in the order in which it came."""
        kept, self._kept = self._kept, []
        for job, message in kept:
            job.messages.put(message)
