"""The sequences that wait for a slot, and how soon the next one in a line has its turn.

Clients take turns, and so do the jobs of each, so that none waits for another's hundreds of
requests or sequences.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from time import monotonic

from .sequence import Job, TokenSequence

FEWEST, MOST = 4, 64  # intervals that a mean is taken of

Jobs = OrderedDict[int, deque[TokenSequence]]  # by the job's id; next turn first


class WaitingQueue:
    """Keeps the order of sequences within a job, since a prompt's first sample is prefilled for the
    others.

    Not thread-safe: the scheduler's lock guards it.
    """

    def __init__(self) -> None:
        self._clients: OrderedDict[str, Jobs] = OrderedDict()  # by name; next turn first
        self.count = 0  # of all sequences
        self.pace = Pace()

    def __iter__(self) -> Iterator[TokenSequence]:
        for jobs in self._clients.values():
            for waiting in jobs.values():
                yield from waiting

    def add(self, sequences: Sequence[TokenSequence]) -> None:
        """The sequences of one job; its turn comes after all of its client's that wait."""
        if sequences:
            job = sequences[0].job
            jobs = self._clients.setdefault(job.cancelled.client, OrderedDict())
            jobs[id(job)] = deque(sequences)
            self.count += len(sequences)
            self.pace.waits()

    @property
    def first(self) -> TokenSequence:
        """Returns the sequence whose turn it is. Raises StopIteration when nothing waits."""
        jobs = next(iter(self._clients.values()))
        return next(iter(jobs.values()))[0]

    @property
    def first_job(self) -> Sequence[TokenSequence]:
        """Returns all waiting sequences of the job whose turn it is. Raises StopIteration when
        nothing waits."""
        jobs = next(iter(self._clients.values()))
        return next(iter(jobs.values()))

    def take(self, several: Sequence[TokenSequence] = ()) -> TokenSequence:
        """Remove and return ``first``, and remove ``several``, others of its job, with it; the job
        goes to the end of its client's line, and the client to the end of all clients'."""
        client, jobs = self._clients.popitem(last=False)
        job, waiting = jobs.popitem(last=False)
        sequence = waiting.popleft()
        for other in several:
            waiting.remove(other)
        self.count -= 1 + len(several)
        if waiting:
            jobs[job] = waiting
        if jobs:
            self._clients[client] = jobs
        for _ in range(1 + len(several)):
            self.pace.turn(bool(self._clients))
        return sequence

    def before(self, job: Job) -> int | None:
        """Returns how many sequences have their turn before the job's first one, or None if it has
        had one."""
        name = job.cancelled.client
        own = self._clients.get(name, OrderedDict())
        waiting = own.get(id(job))
        if waiting is None or (waiting[0].prompt, waiting[0].sample) != (0, 0):
            return None
        rounds, passed, count = list(own).index(id(job)), False, 0
        for other, jobs in self._clients.items():
            if other == name:
                passed, count = True, count + rounds
            else:
                count += min(sum(map(len, jobs.values())), rounds + (not passed))
        return count

    def drop_abandoned(self) -> None:
        """Remove jobs that were closed or cancelled."""
        for client, jobs in list(self._clients.items()):
            for id_, waiting in list(jobs.items()):
                if waiting[0].job.abandoned:
                    self.count -= len(jobs.pop(id_))
            if not jobs:
                del self._clients[client]
        if not self._clients:
            self.pace.rests()


class Pace:
    """Estimates how long a line takes per turn. Its lock guards it, and the time in which nobody
    waits is not counted."""

    def __init__(self) -> None:
        self._intervals: deque[float] = deque(maxlen=MOST)  # seconds between two turns
        self._last: float | None = None  # when the line last moved, or began

    def waits(self) -> None:
        """Notes that somebody has joined the line."""
        if self._last is None:
            self._last = monotonic()

    def rests(self) -> None:
        """Notes that nobody waits any more."""
        self._last = None

    def turn(self, more: bool) -> None:
        """Notes that somebody has had a turn; ``more``: whether others still wait."""
        now = monotonic()
        if self._last is not None:
            self._intervals.append(now - self._last)
        self._last = now if more else None

    def seconds(self, before: int) -> float | None:
        """Returns the expected seconds until the turn of somebody with ``before`` others before
        them, or None while too few turns have been seen."""
        if len(self._intervals) < FEWEST:
            return None
        each = sum(self._intervals) / len(self._intervals)
        waited = 0.0 if self._last is None else monotonic() - self._last
        return max(0.0, (before + 1) * each - waited)
