"""The engine thread: admits rows, reads prompts in chunks, decodes all active rows in one step.

Active rows always sit in slots 0, 1, 2, ... so that one step is one run over neighbouring buffers.
Bits do not depend on company: prompt tokens are computed in chunks of 2 to 128, generated tokens
one at a time, and both give the same bits for any number of rows beside them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np

from ...decoding import Prediction, predict
from ...errors import NotReady, QueueFull
from ...text import Tokenizer
from ..runtime.kv_cache import SlotPool
from ..runtime.prefix_cache import PrefixCache
from ..runtime.session import Brake, Logits, Session, Stopped
from ..strategies.beam_search import Searcher
from ..strategies.prompt_lookup import Guesser
from ..strategies.sampling import Sampler
from ..strategies.scoring import label_logprobs
from .job import Crashed, Job, Prefilled, Row
from .messages import Outbox
from .prefill import chunks, shared_prefix
from .queue import Waiting
from .sequence import ActiveRows, jobs_of

QUEUE = 512  # sequences that may wait for a slot


class Scheduler:
    """Owns the session, the pool and the prefixes; all but ``submit`` and ``close`` is its own
    thread's."""

    def __init__(
        self,
        session: Session,
        pool: SlotPool,
        prefixes: PrefixCache,
        tokenizer: Tokenizer,
        stop_ids: Sequence[int],
        *,
        guess: bool = False,
        queue: int = QUEUE,
    ) -> None:
        """``guess``: a row that is alone looks up what may follow (``guessing``). ``queue``: how
        many rows may wait."""
        self._session, self._pool = session, pool
        self._prefixes = prefixes
        self.slots, self._queue = pool.slots, queue
        self._waiting = Waiting()
        self._outbox = Outbox()
        self._active = ActiveRows(pool)
        self._sampler = Sampler(self._outbox, tokenizer, stop_ids)
        self._searcher = Searcher(self._outbox, self._active)
        self._guesser = Guesser(session) if guess else None
        self._reading: Row | None = None
        self._left: Row | None = None  # read to the end and gone; its slot still holds its prompt
        self._brake: Brake | None = None  # of the chunk that is being read
        self._closed = False
        self._wake = threading.Condition()
        self._thread = threading.Thread(target=self._loop, name="engine", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Raises QueueFull when too much is waiting, NotReady when the engine has been closed."""
        rows = job.rows()
        with self._wake:
            if self._closed:
                raise NotReady("The model is being unloaded; try again in a moment.")
            if self._waiting and len(self._waiting) + len(rows) > self._queue:
                raise QueueFull(
                    f"{len(self._waiting)} sequences are waiting already; try again in a moment."
                )
            self._waiting.add(rows)
            self._wake.notify()
        if job.cancelled is not None:
            job.cancelled.tell(self.look_up)

    def look_up(self) -> None:
        """Somebody has left: what is read for nobody is not read to the end."""
        with self._wake:
            if self._brake and self._reading and self._reading.job.left:
                self._brake.pull()
            self._wake.notify()

    @property
    def waiting(self) -> int:
        """Sequences that have no place yet."""
        return len(self._waiting)

    def close(self) -> None:
        self.stop()
        self._thread.join()

    def stop(self) -> None:
        """As ``close``, without waiting for its thread, which may be the one that calls this."""
        with self._wake:
            self._closed = True
            self._wake.notify()

    def _loop(self) -> None:
        while self._wait_for_work():
            self._guarded(self._read_chunk, self._reading_rows())
            while self._take_if_read():
                self._guarded(self._read_chunk, self._reading_rows())
            self._outbox.send()
            self._guarded(self._decode_step, list(self._active))
            self._outbox.send()
        for row in [*self._reading_rows(), *self._active, *self._waiting]:
            row.job.messages.put(Crashed(NotReady("The model was unloaded while it was running.")))

    def _wait_for_work(self) -> bool:
        with self._wake:
            self._drop_closed()
            while not (self._closed or self._active or self._reading or self._waiting):
                self._wake.wait()
                self._drop_closed()
            if self._closed:
                return False
            if (
                self._reading is None
                and self._waiting
                and self._active.has_room(self._waiting.first.job.width)
            ):
                self._reading = self._waiting.take()
        return True

    def _take_if_read(self) -> bool:
        """Take the next row if its prompt has been read already: it can join this very step."""
        with self._wake:
            if self._reading is not None or not self._waiting:
                return False
            row = self._waiting.first
            ready = row.prompt in row.job.after_prompt and not row.job.left
            if not ready or not self._active.has_room(row.job.width):
                return False
            self._reading = self._waiting.take()
        return True

    def _guarded(self, work: Callable[[], None], rows: list[Row]) -> None:
        """A fault in one piece of work fails the jobs in it and no others."""
        try:
            work()
        except Exception as error:
            for job in jobs_of(rows):
                self._fail(job, error)

    def _reading_rows(self) -> list[Row]:
        return [self._reading] if self._reading else []

    def _fail(self, job: Job, error: Exception) -> None:
        job.closed = True
        self._outbox.put(job, Crashed(error))
        with self._wake:
            self._drop_closed()

    def _drop_closed(self) -> None:
        """Forget rows whose job nobody reads any more."""
        self._waiting.drop_closed()
        if self._reading and self._reading.job.left:
            self._reading = None
        for row in self._active:
            if row.job.left:
                self._active.release(row)

    # --- reading a prompt ---

    def _read_chunk(self) -> None:
        row = self._reading
        if row is None:
            return
        if row.slot < 0:
            self._begin(row)
        if row.prompt in row.job.after_prompt:
            self._start_decoding(row)
            return
        size = chunks(len(row.ids) - row.cached)[0]
        try:
            logits = self._forward(row, row.ids[row.cached : row.cached + size])
        except Stopped:
            return  # its job is dropped before anything else is done
        row.cached += size
        row.job.computed_tokens += size
        if row.readings is not None:
            row.readings.add(logits)
        if row.cached == len(row.ids):
            self._finish_reading(row, logits)

    def _begin(self, row: Row) -> None:
        """Give the row the next free slot and whatever has already been computed for it, by its
        own request or an earlier one."""
        row.slot = len(self._active)
        lenders = [*self._active, self._left] if self._left else list(self._active)
        if row.readings is not None:
            lenders = []  # what is copied is not read
        source, tokens = shared_prefix(row, lenders)
        self._left = None  # this row may now write over what it left
        if source is not None:
            self._pool.copy(source.slot, row.slot, tokens)
            row.cached = tokens
        if row.readings is None and len(row.ids) - row.cached > 2:
            found = self._prefixes.load(row.ids, self._pool, row.slot, at_least=row.cached)
            row.cached = found or row.cached
        if row.cached < len(row.ids):  # the copy is not whole: the prompt must be read again
            row.job.after_prompt.pop(row.prompt, None)

    def _forward(self, row: Row, ids: Sequence[int]) -> Logits:
        new = np.array([ids], np.int64)
        past = np.array([row.cached], np.int32)
        asked = np.arange(len(ids) - 1 if row.readings is None else 0, len(ids))
        with self._braking(row) as brake:
            return self._session.run(row.slot, new, past, asked, brake)

    @contextmanager
    def _braking(self, row: Row) -> Iterator[Brake]:
        brake = Brake()
        with self._wake:
            self._brake = brake
            if row.job.left:  # before there was a brake to pull
                brake.pull()
        try:
            yield brake
        finally:
            with self._wake:
                self._brake = None

    def _finish_reading(self, row: Row, logits: Logits) -> None:
        job = row.job
        last = logits[-1] if len(logits) == 1 else logits[-1].copy()  # it is kept: the rest is not
        prediction = job.after_prompt[row.prompt] = predict(last)
        if row.sample == 0:
            scores = label_logprobs(self._session, row, prediction, job.labels[row.prompt])
            readings = row.readings.all() if row.readings else ()
            self._outbox.put(job, Prefilled(row.prompt, prediction, scores, readings))
        self._start_decoding(row)
        if row.sample == 0:
            self._outbox.send()  # the first token need not wait for the copy
            self._prefixes.keep(row.ids, self._pool, row.slot)

    def _start_decoding(self, row: Row) -> None:
        self._reading = None
        if row.job.ends == 0:
            row.job.after_prompt.clear()  # nothing will be decoded from it
            self._left = row
            return
        self._active.add(row)
        if row.job.beam:
            self._searcher.begin(row, row.job.after_prompt.pop(row.prompt))
        else:
            self._sample(row, row.job.after_prompt[row.prompt])

    # --- decoding ---

    def _decode_step(self) -> None:
        rows = list(self._active)
        if not rows or self._guessed(rows):
            return
        ids = np.array([[row.last_id] for row in rows], np.int64)
        past = np.array([row.cached for row in rows], np.int32)
        logits = self._session.run(0, ids, past, np.arange(len(rows)))
        for row in rows:  # all of them first: a row that ends below makes others move
            row.cached += 1
        of_row = {id(row): row_logits for row, row_logits in zip(rows, logits, strict=True)}
        for row in rows:
            if row.job.beam is None and not row.job.left:
                self._guarded(partial(self._sample_from, row, of_row[id(row)]), [row])
        for job in jobs_of(rows):
            if job.beam and not job.left:
                own = [of_row[id(row)] for row in job.hypotheses]
                self._guarded(partial(self._search_from, job, own), job.hypotheses)

    def _guessed(self, rows: list[Row]) -> bool:
        """Whether a row that is alone has taken its next tokens from a guess."""
        if self._guesser is None or len(rows) > 1 or rows[0].job.beam:
            return False
        guess = self._guesser.guess(rows[0])
        if guess:
            self._guesser.check(rows[0], guess, self._sample)
        return bool(guess)

    def _sample_from(self, row: Row, logits: Logits) -> None:
        self._sample(row, predict(logits))

    def _sample(self, row: Row, prediction: Prediction) -> bool:
        """Whether the row has ended, and is active no more."""
        ended = self._sampler.sample(row, prediction)
        if ended:
            self._active.release(row)
        return ended

    def _search_from(self, job: Job, logits: Sequence[Logits]) -> None:
        self._searcher.search(job, *map(predict, logits))
