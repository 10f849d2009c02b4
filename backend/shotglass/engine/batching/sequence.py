"""The rows that are being decoded: always in slots 0, 1, 2, ... so that a step is one run over
neighbouring buffers."""

from __future__ import annotations

from collections.abc import Iterator

from ..runtime.kv_cache import SlotPool
from .job import Job, Row


class ActiveRows:
    """For the engine thread alone. The slot after the last row is the next one's."""

    def __init__(self, pool: SlotPool) -> None:
        self._pool = pool
        self._rows: list[Row] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """As they are now; rows may be released while one goes through them."""
        return iter(list(self._rows))

    def has_room(self, width: int) -> bool:
        """Whether ``width`` more fit; a search keeps the slots that it may grow to."""
        searches = {id(row.job): row.job for row in self._rows if row.job.beam}.values()
        kept = sum(job.width - len(job.hypotheses) for job in searches)
        return len(self._rows) + kept + width <= self._pool.slots

    def add(self, row: Row) -> None:
        """A row that holds its prompt, in whatever slot; others may have left since it got it."""
        if row.slot != len(self._rows):
            self._pool.copy(row.slot, len(self._rows), row.cached)
            row.slot = len(self._rows)
        self._rows.append(row)

    def fork(self, parent: Row) -> Row:
        """A row in the next slot with all that ``parent`` has computed."""
        row = Row(parent.job, parent.prompt, parent.sample)
        row.slot, row.cached, row.step = len(self._rows), parent.cached, parent.step
        self._pool.copy(parent.slot, row.slot, parent.cached)
        self._rows.append(row)
        return row

    def overwrite(self, source: Row, target: Row, first: int) -> None:
        """What ``source`` has computed from token ``first`` on, into ``target``'s slot."""
        self._pool.copy(source.slot, target.slot, source.cached, first)

    def release(self, row: Row) -> None:
        """Free the row's slot and move the last row into it, so that no hole is left."""
        last = self._rows.pop()
        if last is not row:
            self._pool.copy(last.slot, row.slot, last.cached)
            last.slot = row.slot
            self._rows[row.slot] = last


def jobs_of(rows: ActiveRows | list[Row]) -> list[Job]:
    """Each job once, in the order of its first row."""
    return list({id(row.job): row.job for row in rows}.values())
