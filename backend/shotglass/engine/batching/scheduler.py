"""The engine thread: admits sequences, prefills their prompts in chunks, and decodes all active
sequences in one step.

Active sequences always sit in slots 0, 1, 2, ... so that one step is one run over neighbouring
buffers. Bits do not depend on company: prompt tokens are computed in chunks of 2 to 128, generated
tokens one at a time, and both give the same bits for any number of sequences beside them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ...errors import NotReady, QueueFull
from ...events import Waiting
from ...text import Tokenizer
from ..runtime.kv_cache import SlotPool
from ..runtime.prefix_cache import PrefixCache
from ..runtime.session import Logits, Session
from ..strategies.strategy import DecodingContext
from .batch import ActiveBatch, WaitingQueue, jobs_of
from .messages import Crashed
from .prefill import Prefill
from .sequence import Delivery, Job, TokenSequence

QUEUE = 512  # sequences that may wait for a slot


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
        stop_ids: Sequence[int],
        *,
        queue: int = QUEUE,
    ) -> None:
        """``queue``: how many sequences may wait for a slot."""
        self._session = session
        self.slots, self._queue_limit = pool.slots, queue
        self._waiting = WaitingQueue()
        self._delivery = Delivery()
        self._active = ActiveBatch(pool)
        self._prefill = Prefill(session, pool, prefixes, self._active)
        self._context = DecodingContext(
            session, self._active, self._delivery, tokenizer, frozenset(stop_ids)
        )
        self._prefilling: TokenSequence | None = None
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Raises QueueFull when too much is waiting, NotReady when the engine has been closed."""
        sequences = job.sequences()
        with self._changed:
            if self._closed:
                raise NotReady("The model is being unloaded; try again in a moment.")
            if self._waiting and len(self._waiting) + len(sequences) > self._queue_limit:
                raise QueueFull(
                    f"{len(self._waiting)} sequences are waiting already; try again in a moment."
                )
            self._waiting.add(sequences)
            self._changed.notify()

    def notice_cancellation(self) -> None:
        """A job may have been abandoned: stop the prefill of its prompt."""
        self._prefill.cancel_run()
        with self._changed:
            self._changed.notify()

    def queue_position(self, job: Job) -> Waiting | None:
        """For how long the job waits; None once a sequence of it has had its turn."""
        with self._changed:
            before = self._waiting.before(job)
            if before is None:
                return None
            return Waiting("", before, self._waiting.pace.seconds(before))

    @property
    def waiting(self) -> int:
        """Sequences that have no slot yet."""
        return len(self._waiting)

    def close(self) -> None:
        """Stop, and wait until the thread has ended."""
        self.stop()
        self._thread.join()

    def stop(self) -> None:
        """As ``close``, without waiting for the thread, which may be the calling thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _loop(self) -> None:
        while self._admit():
            self._prefill_chunk()
            while self._admit_prefilled():
                self._prefill_chunk()
            self._delivery.send()
            self._step()
            self._delivery.send()
        self._crash_all(NotReady("The model was unloaded while it was running."))

    # --- admit ---

    def _admit(self) -> bool:
        """Wait for work, and take the next sequence if there is room; False when closed."""
        with self._changed:
            self._drop_abandoned()
            while not (self._closed or self._active or self._prefilling or self._waiting):
                self._changed.wait()
                self._drop_abandoned()
            if not self._closed and self._next_fits():
                self._prefilling = self._waiting.take()
            return not self._closed

    def _admit_prefilled(self) -> bool:
        """Take the next sequence if its prompt is computed already: it can join this very step."""
        with self._changed:
            ready = self._next_fits() and not self._waiting.first.job.abandoned
            if ready and self._waiting.first.prompt in self._waiting.first.job.after_prompt:
                self._prefilling = self._waiting.take()
                return True
            return False

    def _next_fits(self) -> bool:
        if self._prefilling is not None or not self._waiting:
            return False
        width = self._waiting.first.job.strategy.width
        return self._active.next_slot + width <= self.slots

    def _drop_abandoned(self) -> None:
        """Remove the sequences of abandoned jobs."""
        self._waiting.drop_abandoned()
        if self._prefilling and self._prefilling.job.abandoned:
            self._prefilling = None
        for sequence in self._active:
            if sequence.job.abandoned:
                self._active.release(sequence)

    # --- prefill ---

    def _prefill_chunk(self) -> None:
        if self._prefilling is not None:
            self._guarded(self._prefilling.job, partial(self._advance, self._prefilling))

    def _advance(self, sequence: TokenSequence) -> None:
        """Compute a chunk of the sequence's prompt, and its first token after the last chunk."""
        prefilled = self._prefill.advance(sequence)
        if prefilled is not None:
            self._delivery.put(sequence.job, prefilled)
        if sequence.prompt in sequence.job.after_prompt:
            self._begin(sequence)
        if prefilled is not None:
            self._delivery.send()  # the first token need not wait for the copy
            self._prefill.keep_prefix(sequence)

    def _begin(self, sequence: TokenSequence) -> None:
        self._prefilling = None
        job, strategy = sequence.job, sequence.job.strategy
        if strategy.samples == 0:
            job.after_prompt.clear()  # nothing will be decoded from it
            self._prefill.lend(sequence)
            return
        self._active.add(sequence)
        strategy.begin(sequence, job.after_prompt[sequence.prompt], self._context)

    # --- step ---

    def _step(self) -> None:
        """One more token for every active sequence."""
        sequences = list(self._active)
        if not sequences or self._step_alone(sequences):
            return
        try:
            logits = self._compute(sequences)
        except Exception as error:
            for job in jobs_of(sequences):
                self._fail(job, error)
            return
        for job in jobs_of(sequences):
            own = [index for index, sequence in enumerate(sequences) if sequence.job is job]
            rows, inputs = [sequences[index] for index in own], [logits[index] for index in own]
            if not job.abandoned:
                self._guarded(job, partial(job.strategy.step, rows, inputs, self._context))

    def _step_alone(self, sequences: Sequence[TokenSequence]) -> bool:
        """Whether the strategy has advanced the only sequence by itself, or failed in it."""
        job = sequences[0].job
        if len(sequences) > 1 or not job.strategy.steps_alone:
            return False
        try:
            return job.strategy.step_alone(sequences[0], self._context)
        except Exception as error:
            self._fail(job, error)
            return True

    def _compute(self, sequences: Sequence[TokenSequence]) -> Logits:
        """Logits (B, V) after each sequence's last token, which is appended to its cache."""
        ids = np.array([[sequence.last_id] for sequence in sequences], np.int64)
        past = np.array([sequence.cached for sequence in sequences], np.int32)
        logits = self._session.run(0, ids, past, np.arange(len(sequences)))
        for sequence in sequences:  # all of them first: one that ends makes others move
            sequence.cached += 1
        return logits

    # --- faults ---

    def _guarded(self, job: Job, work: Callable[[], None]) -> None:
        """A fault in the work for one job fails that job and no other."""
        try:
            work()
        except Exception as error:
            self._fail(job, error)

    def _fail(self, job: Job, error: Exception) -> None:
        job.closed = True
        self._delivery.put(job, Crashed(error))
        with self._changed:
            self._drop_abandoned()

    def _crash_all(self, error: Exception) -> None:
        prefilling = [self._prefilling] if self._prefilling else []
        for job in jobs_of([*prefilling, *self._active, *self._waiting]):
            self._delivery.put(job, Crashed(error))
        self._delivery.send()
