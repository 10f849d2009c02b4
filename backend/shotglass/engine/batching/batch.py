"""The sequences that are being decoded, and those that wait for a slot.

Active ones are always in slots 0, 1, 2, ... so that a step is one run over neighbouring buffers.
Of those that wait, clients take turns, and so do the jobs of each, so that none waits for another's
hundreds of requests or sequences.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence

from ..runtime.kv_cache import SlotPool
from .pace import Pace
from .sequence import Job, TokenSequence


class ActiveBatch:
    """For the engine thread alone."""

    def __init__(self, pool: SlotPool) -> None:
        self._pool = pool
        self._sequences: list[TokenSequence] = []

    def __len__(self) -> int:
        return len(self._sequences)

    def __iter__(self) -> Iterator[TokenSequence]:
        """As they are now; sequences may be released while one goes through them."""
        return iter(list(self._sequences))

    @property
    def next_slot(self) -> int:
        """The first slot that no active sequence has or may still grow into."""
        reserved = sum(job.strategy.reserved for job in jobs_of(self._sequences))
        return len(self._sequences) + reserved

    def add(self, sequence: TokenSequence) -> None:
        """A sequence that holds its prompt, in whatever slot."""
        if sequence.slot != len(self._sequences):
            self._pool.copy(sequence.slot, len(self._sequences), sequence.cached)
            sequence.slot = len(self._sequences)
        self._sequences.append(sequence)

    def fork(self, parent: TokenSequence) -> TokenSequence:
        """A sequence in the next slot with all that ``parent`` has computed."""
        child = TokenSequence(parent.job, parent.prompt, parent.sample)
        child.slot, child.cached, child.step = len(self._sequences), parent.cached, parent.step
        self._pool.copy(parent.slot, child.slot, parent.cached)
        self._sequences.append(child)
        return child

    def overwrite(self, source: TokenSequence, target: TokenSequence, first: int) -> None:
        """Copy what ``source`` has computed from token ``first`` on into ``target``'s slot."""
        self._pool.copy(source.slot, target.slot, source.cached, first)

    def release(self, sequence: TokenSequence) -> None:
        """Free the sequence's slot and move the last one into it, so that no hole is left."""
        last = self._sequences.pop()
        if last is not sequence:
            self._pool.copy(last.slot, sequence.slot, last.cached)
            last.slot = sequence.slot
            self._sequences[sequence.slot] = last


def jobs_of(sequences: Iterable[TokenSequence]) -> list[Job]:
    """Each job once, in the order of its first sequence."""
    return list({id(sequence.job): sequence.job for sequence in sequences}.values())


def _client_of(job: Job) -> str:
    return job.cancelled.client


Jobs = OrderedDict[int, deque[TokenSequence]]  # by the job's id; next turn first


class WaitingQueue:
    """Within a job sequences keep their order: a prompt's first sample is prefilled for the others.

    Not thread-safe: the scheduler's lock guards it.
    """

    def __init__(self) -> None:
        self._clients: OrderedDict[str, Jobs] = OrderedDict()  # by name; next turn first
        self.pace = Pace()

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
            jobs = self._clients.setdefault(_client_of(job), OrderedDict())
            jobs[id(job)] = deque(sequences)
            self.pace.waits()

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
        self.pace.turn(bool(self._clients))
        return sequence

    def before(self, job: Job) -> int | None:
        """How many sequences have their turn before the job's first; None where it has had one."""
        name = _client_of(job)
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
            for id_ in [id_ for id_, waiting in jobs.items() if waiting[0].job.abandoned]:
                del jobs[id_]
            if not jobs:
                del self._clients[client]
        if not self._clients:
            self.pace.rests()
