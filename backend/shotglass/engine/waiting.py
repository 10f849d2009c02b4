"""Rows that have no place in the engine yet: the jobs take turns, so that none waits for another's
hundreds of rows."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence

from .job import Row


class Waiting:
    """Within a job rows keep their order: a prompt's first sample reads it for the others.

    Not thread-safe: the scheduler's lock guards it.
    """

    def __init__(self) -> None:
        self._jobs: OrderedDict[int, deque[Row]] = OrderedDict()  # by the job's id; next turn first

    def __len__(self) -> int:
        return sum(map(len, self._jobs.values()))

    def __iter__(self) -> Iterator[Row]:
        for rows in self._jobs.values():
            yield from rows

    def add(self, rows: Sequence[Row]) -> None:
        """The rows of one job; its turn comes after that of all that wait."""
        if rows:
            self._jobs[id(rows[0].job)] = deque(rows)

    @property
    def first(self) -> Row:
        """Whose turn it is. Raises StopIteration when nobody waits."""
        return next(iter(self._jobs.values()))[0]

    def take(self) -> Row:
        """``first``, which waits no more; its job goes to the end of the line."""
        job, rows = self._jobs.popitem(last=False)
        row = rows.popleft()
        if rows:
            self._jobs[job] = rows
        return row

    def drop_closed(self) -> None:
        """Forget jobs that nobody reads any more."""
        for job in [job for job, rows in self._jobs.items() if rows[0].job.left]:
            del self._jobs[job]
