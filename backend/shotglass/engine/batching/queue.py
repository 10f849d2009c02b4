"""Sequences that have no slot yet: clients take turns, and so do the jobs of each, so that none
waits for another's hundreds of requests or sequences."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence

from .sequence import TokenSequence

Jobs = OrderedDict[int, deque[TokenSequence]]  # by the job's id; next turn first


class WaitingQueue:
    """Within a job sequences keep their order: a prompt's first sample is prefilled for the others.

    Not thread-safe: the scheduler's lock guards it.
    """

    def __init__(self) -> None:
        self._clients: OrderedDict[str, Jobs] = OrderedDict()  # by name; next turn first

    def __len__(self) -> int:
        return sum(len(waiting) for jobs in self._clients.values() for waiting in jobs.values())

    def __iter__(self) -> Iterator[TokenSequence]:
        for jobs in self._clients.values():
            for waiting in jobs.values():
                yield from waiting

    def add(self, sequences: Sequence[TokenSequence]) -> None:
        """The sequences of one job; its turn comes after all of its client's that wait."""
        if sequences:
            job = sequences[0].job
            self._clients.setdefault(job.client, OrderedDict())[id(job)] = deque(sequences)

    @property
    def first(self) -> TokenSequence:
        """Whose turn it is. Raises StopIteration when nothing waits."""
        jobs = next(iter(self._clients.values()))
        return next(iter(jobs.values()))[0]

    def take(self) -> TokenSequence:
        """Remove and return ``first``; its job goes to the end of its client's line, and the client
        to the end of all clients'."""
        client, jobs = self._clients.popitem(last=False)
        job, waiting = jobs.popitem(last=False)
        sequence = waiting.popleft()
        if waiting:
            jobs[job] = waiting
        if jobs:
            self._clients[client] = jobs
        return sequence

    def drop_abandoned(self) -> None:
        """Remove jobs for which nobody waits any more."""
        for client, jobs in list(self._clients.items()):
            for id_ in [id_ for id_, waiting in jobs.items() if waiting[0].job.abandoned]:
                del jobs[id_]
            if not jobs:
                del self._clients[client]
