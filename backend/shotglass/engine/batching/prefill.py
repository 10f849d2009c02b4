"""Prefill: a prompt's keys and values are computed in chunks, or copied where they are known.

A prompt token computed alone (S = 1) has other last bits than one computed in a chunk, so no
chunk is ever one token long, except for a prompt that is. Nor is one a multiple of TILE and one
more: matrices are multiplied in tiles of rows, and the row left over is computed alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

import numpy as np

from ...decoding import predict, token_logprobs
from ...events import TokenLogprobs
from ..runtime.kv_cache import SlotPool
from ..runtime.prefix_cache import PrefixCache, common_prefix
from ..runtime.session import TILE, Logits, RunCancellation, RunCancelled, Session
from .labels import TOGETHER, label_logprobs, labels_of, padded
from .messages import Prefilled
from .sequence import ActiveBatch, Job, TokenSequence

CHUNK, LONG_CHUNK = 128, 256  # tokens; the long ones while nobody waits for a next token
LEAST_TOGETHER = 3  # prompts for which it is worth it
UNLIKE = 8  # tokens by which such prompts may differ in length, or half the length
SLACK = 2  # tokens that may be computed for several prompts though they have them in common
COPIED = 64  # tokens, at least, that are copied in the time in which one is computed


class Prefill:
    """Computes the prompt of one sequence at a time, a chunk a call. For the engine thread alone,
    but for ``cancel_run``."""

    def __init__(
        self, session: Session, pool: SlotPool, prefixes: PrefixCache, batch: ActiveBatch
    ) -> None:
        self._session, self._pool, self.prefixes = session, pool, prefixes
        self._batch = batch
        self._run: tuple[TokenSequence, RunCancellation] | None = None  # the chunk under way
        self._lock = Lock()

    def advance(self, sequence: TokenSequence) -> Prefilled | None:
        """Compute the sequence's next chunk. With the last one comes the message, for the first
        sample of a prompt; ``job.after_prompt`` then holds what follows the prompt, which is when
        the sequence may be decoded. Raises NonFiniteLogits.

        A chunk that was cancelled counts as not computed.
        """
        if sequence.slot < 0:
            self._assign_slot(sequence)
        job = sequence.job
        if sequence.prompt in job.after_prompt:
            return None
        others = self._batch.sequences or sequence.prompt_logprobs is not None
        most = CHUNK if others else LONG_CHUNK
        size = chunks(len(sequence.ids) - sequence.cached, most)[0]
        try:
            logits = self._compute(sequence, size)
        except RunCancelled:
            return None
        sequence.cached += size
        job.computed_tokens += size
        if sequence.prompt_logprobs is not None:
            add_prompt_logprobs(sequence, sequence.prompt_logprobs, logits)
        if sequence.cached < len(sequence.ids):
            return None
        last = logits[-1] if len(logits) == 1 else logits[-1].copy()  # the rest is not kept
        prediction = job.after_prompt[sequence.prompt] = predict(last)
        if sequence.sample > 0:
            return None
        (scores,) = label_logprobs(self._session, self._pool, [sequence], [prediction])
        return Prefilled(sequence.prompt, prediction, scores, tuple(sequence.prompt_logprobs or ()))

    def together(self, waiting: Sequence[TokenSequence]) -> list[TokenSequence]:
        """Returns which of the sequences ``waiting``, all of one job, are to be read in one run:
        the first one and those of much the same length, if at most one sample follows each and none
        of them waits for another one's beginning. Returns None where the sequences are to be read
        one at a time."""
        job, active = waiting[0].job, self._batch
        rows = self._pool.slots - active.next_slot
        if job.abandoned or max(job.strategy.samples, job.strategy.width) > 1:
            return []
        if job.prompt_top is not None or active.next_slot > len(active.sequences):
            return []
        if not self._session.several_prompts or min(rows, len(waiting)) < LEAST_TOGETHER:
            return []
        labels = {len(ids) for sequence in waiting for ids in labels_of(sequence)} - {1}
        if any(size % TILE == 1 for size in labels):
            return []
        rows //= 1 + bool(labels)  # the other slots are for copies, after which labels are read
        lenders = self._lenders_of(job)
        sizes: dict[TokenSequence, int] = {}
        before: TokenSequence | None = None
        for sequence in waiting:
            known = shared_prefix(sequence, lenders)[1]
            common = common_prefix(sequence.ids, before.ids) if before else 0
            before = sequence
            leaves_row_over = not known and len(sequence.ids) % TILE == 1
            if common <= known + SLACK and not leaves_row_over:
                sizes[sequence] = len(sequence.ids) - known
        own = sizes.get(waiting[0], TOGETHER)
        rows = min(rows, TOGETHER // (own + 2))
        alike = [row for row in sizes if abs(sizes[row] - own) <= max(own // 2, UNLIKE)]
        nearest = sorted(alike, key=lambda sequence: abs(sizes[sequence] - own))[:rows]
        most = max(labels | {sizes[sequence] for sequence in nearest}, default=0)
        most += 2  # for whole tiles
        together = nearest[: TOGETHER // most]
        fit = all(len(sequence.ids) + most <= self._pool.length for sequence in together)
        return together if fit and len(together) >= LEAST_TOGETHER else []

    def advance_together(self, sequences: Sequence[TokenSequence]) -> list[Prefilled]:
        """Compute the whole prompts of ``sequences`` in one run. The bits and the messages are
        those of ``advance``; nothing comes of a run that was cancelled. Raises NonFiniteLogits."""
        job, first_slot = sequences[0].job, self._batch.next_slot
        self._assign_slots(sequences, first_slot)
        past = np.array([row.cached for row in sequences], np.int32)
        ids, lengths = padded([row.ids[row.cached :] for row in sequences])
        rows = np.arange(len(sequences)) * ids.shape[1] + lengths - 1
        try:
            with self._cancellable(sequences[0]) as cancellation:
                logits = self._session.run(first_slot, ids, past, rows, cancellation, lengths)
        except RunCancelled:
            return []
        job.computed_tokens += int(lengths.sum())
        for sequence in sequences:
            sequence.cached = len(sequence.ids)
        predictions = [predict(row) for row in logits]
        scores = label_logprobs(self._session, self._pool, sequences, predictions)
        self.prefixes.keep(sequences[0].ids, self._pool, first_slot)
        return [
            Prefilled(sequence.prompt, prediction, own)
            for sequence, prediction, own in zip(sequences, predictions, scores, strict=True)
        ]

    def _lenders_of(self, job: Job) -> list[TokenSequence]:
        """Returns a finished and an active sequence, as far as there are, which most prompts of the
        job begin like."""
        active = [row for row in self._batch.sequences if row.job.family is job.family]
        return [*self._batch.lenders[:1], *active[:1]]

    def _assign_slots(self, sequences: Sequence[TokenSequence], first: int) -> None:
        """The slots from ``first`` on, each with what is known of its prompt. The first lender's is
        the last to be written over, since the others are copied from it."""
        lenders = self._lenders_of(sequences[0].job)
        for slot, sequence in enumerate(sequences, first):
            sequence.slot = slot
        gone = self._batch.lenders
        lent = gone[0].slot if gone else -1
        for sequence in sorted(sequences, key=lambda sequence: sequence.slot == lent):
            here = [row for row in gone if row.slot == sequence.slot]
            source, tokens = shared_prefix(sequence, here)
            other, more = shared_prefix(sequence, lenders)
            if other is not None and more > tokens + more // COPIED:  # it is worth the copy
                source, tokens = other, more
                self._pool.copy(other.slot, sequence.slot, tokens)
            elif source is None:
                tokens = self.prefixes.load(sequence.ids, self._pool, sequence.slot)
            if tokens and (len(sequence.ids) - tokens) % TILE == 1:
                tokens -= 1  # and compute that one again
            sequence.cached = tokens
        gone.clear()  # their slots may be written over now

    def cancel_run(self) -> None:
        """End the chunk in progress if its job was abandoned. May be called from any thread."""
        with self._lock:
            if self._run is not None and self._run[0].job.abandoned:
                self._run[1].cancel()

    def _assign_slot(self, sequence: TokenSequence) -> None:
        """The next free slot, with whatever has already been computed for the prompt, by its own
        request or an earlier one."""
        sequence.slot = self._batch.next_slot
        lenders = [*self._batch.sequences, *self._batch.lenders]
        if sequence.prompt_logprobs is not None:
            lenders = []  # a copied token has no logits
        source, tokens = shared_prefix(sequence, lenders)
        self._batch.lenders.clear()  # this sequence may now write over a slot of theirs
        if source is not None:
            self._pool.copy(source.slot, sequence.slot, tokens)
            sequence.cached = tokens
        if sequence.prompt_logprobs is None and len(sequence.ids) - sequence.cached > 2:
            ids, slot, least = sequence.ids, sequence.slot, sequence.cached
            sequence.cached = self.prefixes.load(ids, self._pool, slot, at_least=least) or least
        if sequence.cached < len(sequence.ids):  # the copy is not whole: compute the prompt again
            sequence.job.after_prompt.pop(sequence.prompt, None)

    def _compute(self, sequence: TokenSequence, size: int) -> Logits:
        """Logits after the chunk's last token (1, V), or after each of its tokens (S, V) where the
        prompt's own log-probabilities are requested."""
        ids = np.array([sequence.ids[sequence.cached : sequence.cached + size]], np.int64)
        past = np.array([sequence.cached], np.int32)
        rows = np.arange(size - 1 if sequence.prompt_logprobs is None else 0, size)
        with self._cancellable(sequence) as cancellation:
            return self._session.run(sequence.slot, ids, past, rows, cancellation)

    @contextmanager
    def _cancellable(self, sequence: TokenSequence) -> Iterator[RunCancellation]:
        """A run inside, which ``cancel_run`` ends."""
        cancellation = RunCancellation()
        with self._lock:
            self._run = sequence, cancellation
        try:
            if sequence.job.abandoned:  # since before there was a run to cancel
                cancellation.cancel()
            yield cancellation
        finally:
            with self._lock:
                self._run = None


def chunks(tokens: int, most: int = CHUNK) -> list[int]:
    """Sizes of at most ``most`` that sum to ``tokens``, none of them 1 more than a multiple of TILE
    unless ``tokens`` is 1. Bits are those of any other such sizes.

    >>> chunks(129), chunks(33)
    ([126, 3], [31, 2])
    """
    sizes = []
    while tokens > most or (tokens > 1 and tokens % TILE == 1):
        size = min(tokens, most)
        size -= 2 if tokens - size == 1 or size % TILE == 1 else 0
        sizes.append(size)
        tokens -= size
    return [*sizes, tokens]


def shared_prefix(
    sequence: TokenSequence, others: Sequence[TokenSequence]
) -> tuple[TokenSequence | None, int]:
    """The sequence of the same family that shares most of this one's prompt, and how many tokens.

    Only prompt tokens that were computed in a chunk count. What is left to compute is nothing (the
    very same prompt, complete) or at least two tokens.
    """
    best: tuple[TokenSequence | None, int] = (None, 0)
    for other in others:
        if other.job.family is not sequence.job.family or len(other.ids) < 2:
            continue
        tokens = common_prefix(sequence.ids, other.ids)
        if other.job is not sequence.job or sequence.prompt != other.prompt:
            tokens = min(tokens, len(sequence.ids) - 2)
        if tokens > best[1]:
            best = (other, tokens)
    return best


def add_prompt_logprobs(
    sequence: TokenSequence, logprobs: list[TokenLogprobs], logits: Logits
) -> None:
    """``logits`` (S, V) after each of the prompt's next S tokens, of which ``logprobs`` has the
    first few. Raises NonFiniteLogits."""
    top = sequence.job.prompt_top or 0
    for row in logits[: len(sequence.ids) - len(logprobs)]:
        logprobs.append(token_logprobs(predict(row), sequence.ids[len(logprobs)], top))
