"""Rows that have no place in the engine yet: clients take turns, and so do the jobs of each, so
that none waits for another's hundreds of requests or rows."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence

from .job import Row

Jobs = OrderedDict[int, deque[Row]]  # by the job's id; next turn first


class Waiting:
    """Within a job rows keep their order: a prompt's first sample reads it for the others.

    Not thread-safe: the scheduler's lock guards it.
    """

    def __init__(self) -> None:
        self._clients: OrderedDict[str, Jobs] = OrderedDict()  # by name; next turn first

    def __len__(self) -> int:
        return sum(len(rows) for jobs in self._clients.values() for rows in jobs.values())

    def __iter__(self) -> Iterator[Row]:
        for jobs in self._clients.values():
            for rows in jobs.values():
                yield from rows

    def add(self, rows: Sequence[Row]) -> None:
        """The rows of one job; its turn comes after that of all of its client's that wait."""
        if rows:
            job = rows[0].job
            self._clients.setdefault(job.client, OrderedDict())[id(job)] = deque(rows)

    @property
    def first(self) -> Row:
        """Whose turn it is. Raises StopIteration when nobody waits."""
        jobs = next(iter(self._clients.values()))
        return next(iter(jobs.values()))[0]

    def take(self) -> Row:
        """``first``, which waits no more; its job goes to the end of its client's line, and the
        client to the end of all clients'."""
        client, jobs = self._clients.popitem(last=False)
        job, rows = jobs.popitem(last=False)
        row = rows.popleft()
        if rows:
            jobs[job] = rows
        if jobs:
            self._clients[client] = jobs
        return row

    def drop_closed(self) -> None:
        """Forget jobs that nobody reads any more."""
        for client, jobs in list(self._clients.items()):
            for id_ in [id_ for id_, rows in jobs.items() if rows[0].job.left]:
                del jobs[id_]
            if not jobs:
                del self._clients[client]
