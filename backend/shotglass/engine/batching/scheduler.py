"""The engine thread: admits sequences, prefills their prompts in chunks, and decodes all active
sequences in one step. A sequence waits, is prefilled, is active, and finishes (``SequenceStatus``).

Bits do not depend on company: prompt tokens are computed in chunks of 2 to 256, generated
tokens one at a time, and both give the same bits for any number of sequences beside them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from ...errors import NotReady, QueueFull
from ...events import Waiting
from ...text import Tokenizer
from ..runtime.kv_cache import SlotPool
from ..runtime.prefix_cache import PrefixCache
from ..runtime.session import Session
from .messages import Crashed
from .prefill import Prefill
from .sequence import ActiveBatch, Job, SequenceStatus, TokenSequence, jobs_of
from .strategy import DecodingContext
from .waiting_queue import WaitingQueue

QUEUE = 512  # sequences that may wait for a slot
GATHERED = 1024  # tokens of a job's prompts that its texts wait for, at most


class Scheduler:
    """Owns the session, the pool and the prefixes. ``submit``, ``queue_position``,
    ``notice_cancellation``, ``close`` and ``stop`` are for any thread; the rest is the engine
    thread's own."""

    def __init__(
        self,
        session: Session,
        pool: SlotPool,
        prefixes: PrefixCache,
        tokenizer: Tokenizer,
        end_tokens: Sequence[int],
        *,
        queue: int = QUEUE,
    ) -> None:
        """``end_tokens``: the ids that end a text; ``queue``: how many sequences may wait for a
        slot. Without ``start`` nothing runs but what ``step`` is called for."""
        self._session, self._pool = session, pool
        self.slots, self._queue_limit = pool.slots, queue
        self._waiting = WaitingQueue()
        self._active = ActiveBatch(pool)
        self._prefill = Prefill(session, pool, prefixes, self._active)
        self._context = DecodingContext(session, self._active, tokenizer, frozenset(end_tokens))
        self._prefilling: TokenSequence | None = None
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)

    def start(self) -> None:
        """Begin to run what is submitted, in a thread of its own."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Raises QueueFull when too much is waiting, NotReady when the engine has been closed."""
        sequences = job.sequences()
        with self._changed:
            if self._closed:
                raise NotReady("The model is being unloaded; try again in a moment.")
            waiting = self._waiting.count
            if waiting and waiting + len(sequences) > self._queue_limit:
                raise QueueFull(f"{waiting} sequences are waiting already; try again in a moment.")
            self._waiting.add(sequences)
            self._changed.notify()

    def notice_cancellation(self) -> None:
        """A job may have been abandoned: stop the prefill of its prompt."""
        self._prefill.cancel_run()
        with self._changed:
            self._changed.notify()

    def queue_position(self, job: Job) -> Waiting | None:
        """Returns how many sequences the job still waits for, or None once a sequence of it has had
        its turn."""
        with self._changed:
            before = self._waiting.before(job)
            if before is None:
                return None
            return Waiting("", before, self._waiting.pace.seconds(before))

    @property
    def waiting(self) -> int:
        """Sequences that have no slot yet."""
        return self._waiting.count

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        self.stop()
        self._thread.join()

    def stop(self) -> None:
        """Stops as ``close`` does, without waiting for the thread, which may be the calling one."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _loop(self) -> None:
        while True:
            with self._changed:
                self._drop_abandoned()
                while not (
                    self._closed
                    or self._active.sequences
                    or self._prefilling
                    or self._waiting.count
                ):
                    self._changed.wait()
                    self._drop_abandoned()
                if self._closed:
                    break
            self.step()
        prefilling = [self._prefilling] if self._prefilling else []
        for job in jobs_of([*self._active.sequences, *prefilling, *self._waiting]):
            self._context.reports.append(
                (job, Crashed(NotReady("The model was unloaded while it ran.")))
            )
        self._deliver()

    def step(self) -> None:
        """A chunk of one prompt, or several prompts of a job, then one more token for every active
        sequence, unless these still wait for prompts of their own job."""
        if several := self._next_together():
            self._prefill_together(several)
        waiting = self._prefilling or self._next_waiting()
        while waiting is not None:
            self._prefill_chunk(waiting)
            waiting = self._next_waiting(prefilled=True)  # it can join this very step
        self._deliver()
        if not self._is_gathering():
            self._decode()
            self._deliver()

    def _is_gathering(self) -> bool:
        """Whether the texts of a job that is alone wait for its next prompt: a step costs about the
        same for one text as for several, so those that go on together are ready sooner."""
        jobs = jobs_of(self._active.sequences)
        if len(jobs) != 1 or jobs[0].abandoned:
            return False
        (job,) = jobs
        if job.computed_tokens - job.computed_at_step >= GATHERED:
            return False
        with self._changed:
            if self._prefilling is not None:
                return self._prefilling.job is job
            has_room = self._active.next_slot + job.strategy.width <= self.slots
            return has_room and self._waiting.count > 0 and self._waiting.first.job is job

    def _next_waiting(self, prefilled: bool = False) -> TokenSequence | None:
        """The next sequence, if no other is being prefilled and there is a slot for it;
        ``prefilled``: only one whose prompt is computed already."""
        with self._changed:
            if self._prefilling is not None or not self._waiting.count:
                return None
            sequence, job = self._waiting.first, self._waiting.first.job
            if self._active.next_slot + job.strategy.width > self.slots:
                return None
            if prefilled and (job.abandoned or sequence.prompt not in job.after_prompt):
                return None
            sequence.status = SequenceStatus.PREFILLING
            self._prefilling = self._waiting.take()
            return sequence

    def _next_together(self) -> list[TokenSequence]:
        """The next sequences, where several are to be prefilled in one run."""
        with self._changed:
            if self._prefilling is not None or not self._waiting.count:
                return []
            sequences = self._prefill.together(self._waiting.first_job)
            if sequences:
                self._waiting.take(sequences[1:])
            return sequences

    def _prefill_together(self, sequences: Sequence[TokenSequence]) -> None:
        """Compute the prompts of several sequences of a job, and the first token of each."""
        job, strategy = sequences[0].job, sequences[0].job.strategy
        with self._guarded(job):
            prefilled = self._prefill.advance_together(sequences)
            for message in prefilled:
                self._context.reports.append((job, message))
            if strategy.samples == 0:
                self._active.lend(sequences)
            elif prefilled:
                for sequence in sequences:
                    self._active.add(sequence)
                # The last first: one that ends with its first token leaves no hole then.
                for sequence, message in zip(sequences[::-1], prefilled[::-1], strict=True):
                    strategy.begin(sequence, message.prediction, self._context)

    def _prefill_chunk(self, sequence: TokenSequence) -> None:
        """Compute a chunk of the sequence's prompt, and its first token after the last chunk."""
        job, strategy = sequence.job, sequence.job.strategy
        with self._guarded(job):
            prefilled = self._prefill.advance(sequence)
            if prefilled is not None:
                self._context.reports.append((job, prefilled))
            if sequence.prompt in job.after_prompt:
                self._prefilling = None
                if strategy.samples == 0:
                    job.after_prompt.clear()  # nothing will be decoded from it
                    self._active.lend([sequence])
                else:
                    self._active.add(sequence)
                    strategy.begin(sequence, job.after_prompt[sequence.prompt], self._context)
            if prefilled is not None:
                self._deliver()  # the first token need not wait for the copy
                self._prefill.prefixes.keep(sequence.ids, self._pool, sequence.slot)

    def _decode(self) -> None:
        """Gives each active sequence one more token, or several if one sequence is alone and its
        strategy can."""
        sequences = list(self._active.sequences)
        jobs = jobs_of(sequences)
        if len(sequences) == 1 and jobs[0].strategy.steps_alone:
            with self._guarded(*jobs):
                if jobs[0].strategy.step_alone(sequences[0], self._context):
                    return
            if jobs[0].closed:
                return
        if not sequences:
            return
        with self._guarded(*jobs):
            ids = np.array([[sequence.last_id] for sequence in sequences], np.int64)
            past = np.array([sequence.cached for sequence in sequences], np.int32)
            logits = self._session.run(0, ids, past, np.arange(len(sequences)))  # (B, V)
            for sequence in sequences:  # all of them first: one that ends makes others move
                sequence.cached += 1
            row_of = dict(zip(sequences, logits, strict=True))
            for job in jobs:
                job.computed_at_step = job.computed_tokens
                own = [sequence for sequence in sequences if sequence.job is job]
                if not job.abandoned:
                    with self._guarded(job):
                        job.strategy.step(own, [row_of[row] for row in own], self._context)

    def _deliver(self) -> None:
        """Give the reported messages to their readers, and notify each reader once: that
        wakes a thread, which takes the interpreter from the engine."""
        readers: dict[Job, None] = {}
        for job, message in self._context.reports:
            job.messages.put(message)
            readers[job] = None
        self._context.reports.clear()
        for job in readers:
            if job.notify is not None:
                job.notify()

    @contextmanager
    def _guarded(self, *jobs: Job) -> Iterator[None]:
        """A fault in the work for these jobs fails them and no other."""
        try:
            yield
        except Exception as error:
            for job in jobs:
                job.closed = True
                self._context.reports.append((job, Crashed(error)))
            with self._changed:
                self._drop_abandoned()

    def _drop_abandoned(self) -> None:
        """Remove the sequences of jobs that were closed or cancelled."""
        self._waiting.drop_abandoned()
        if self._prefilling and self._prefilling.job.abandoned:
            self._prefilling.status = SequenceStatus.FINISHED
            self._prefilling = None
        for sequence in list(self._active.sequences):
            if sequence.job.abandoned:
                self._active.release(sequence)
