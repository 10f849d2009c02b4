"""Prefill: a prompt's keys and values are computed in chunks, or copied where they are known.

A prompt token computed alone (S = 1) has other last bits than one computed in a chunk, so no
chunk is ever one token long, except for a prompt that is. Nor is one a multiple of TILE and one
more: matrices are multiplied in tiles of rows, and the row left over is computed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np

from ...decoding import Prediction, predict, token_logprobs
from ...events import TokenLogprobs
from ..runtime.kv_cache import SlotPool
from ..runtime.prefix_cache import PrefixCache, common_prefix
from ..runtime.session import Logits, RunCancellation, RunCancelled, Session
from .messages import Prefilled
from .sequence import ActiveBatch, TokenSequence

CHUNK = 128  # tokens; rows stay bit-equal up to here
TILE = 16  # rows; measured on small models: 17, 33, 49, ... rows differ from all other counts


class Prefill:
    """Computes the prompt of one sequence at a time, a chunk a call. For the engine thread alone,
    but for ``cancel_run``."""

    def __init__(
        self, session: Session, pool: SlotPool, prefixes: PrefixCache, batch: ActiveBatch
    ) -> None:
        self._session, self._pool, self.prefixes = session, pool, prefixes
        self._batch = batch
        self._lender: TokenSequence | None = None  # it has gone; its slot still holds its prompt
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
        size = chunks(len(sequence.ids) - sequence.cached)[0]
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
        labels = job.labels[sequence.prompt] if job.labels else ()
        scores = label_logprobs(self._session, sequence, prediction, labels)
        return Prefilled(sequence.prompt, prediction, scores, tuple(sequence.prompt_logprobs or ()))

    def lend(self, sequence: TokenSequence) -> None:
        """The next sequence may copy what this one, which goes no further, has in its slot."""
        self._lender = sequence

    def cancel_run(self) -> None:
        """End the chunk in progress if its job was abandoned. May be called from any thread."""
        with self._lock:
            if self._run is not None and self._run[0].job.abandoned:
                self._run[1].cancel()

    def _assign_slot(self, sequence: TokenSequence) -> None:
        """The next free slot, with whatever has already been computed for the prompt, by its own
        request or an earlier one."""
        sequence.slot = self._batch.next_slot
        lenders = [*self._batch.sequences, *([self._lender] if self._lender else [])]
        if sequence.prompt_logprobs is not None:
            lenders = []  # a copied token has no logits
        source, tokens = shared_prefix(sequence, lenders)
        self._lender = None  # this sequence may now write over its slot
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
        cancellation = RunCancellation()
        with self._lock:
            self._run = sequence, cancellation
        try:
            if sequence.job.abandoned:  # since before there was a run to cancel
                cancellation.cancel()
            return self._session.run(sequence.slot, ids, past, rows, cancellation)
        finally:
            with self._lock:
                self._run = None


def chunks(tokens: int) -> list[int]:
    """Sizes of at most CHUNK that sum to ``tokens``, none of them 1 more than a multiple of TILE
    unless ``tokens`` is 1.

    >>> chunks(129), chunks(33)
    ([126, 3], [31, 2])
    """
    sizes = []
    while tokens > CHUNK or (tokens > 1 and tokens % TILE == 1):
        size = min(tokens, CHUNK)
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


def label_logprobs(
    session: Session,
    sequence: TokenSequence,
    after_prompt: Prediction,
    labels: Sequence[Sequence[int]],
) -> tuple[float, ...]:
    """log p(label), one number a label, in nats, by the chain rule: the first token is read off the
    prediction after the prompt, the others need one run a label. ``sequence`` has just been
    prefilled; its slot is left as it was. Raises NonFiniteLogits.

    Such a run begins at the prompt's last token, so that it is a chunk (never one token alone) and
    leaves the prompt's cache bit for bit as it was. A one-token prompt is the exception: its own
    bits are those of a run of one, so it is computed again.
    """
    scores = []
    past = np.array([sequence.cached - 1], np.int32)
    for ids in labels:
        logprob = after_prompt.logprob(ids[0])
        if len(ids) > 1:
            chunk = np.array([[sequence.ids[-1], *ids[:-1]]], np.int64)
            logits = session.run(sequence.slot, chunk, past, np.arange(1, len(ids)))
            rest = 0.0
            for row, id in zip(logits, ids[1:], strict=True):
                rest += predict(row).logprob(id)
            logprob += rest
        scores.append(logprob)
    if len(sequence.ids) == 1 and max(map(len, labels), default=0) > 1:
        prompt = np.array([sequence.ids], np.int64)
        session.run(sequence.slot, prompt, past, np.array([0], np.int64))
    return tuple(scores)
