"""Whether this processor gives a sequence the same bits alone and among others, as checked when a
model is loaded.

Matrix kernels differ with the number of rows they multiply, and a sum in another order has other
last bits: then an answer would depend on the other requests in the batch.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np

from ..architecture import ModelConfig
from .batching.prefill import chunks
from .runtime.kv_cache import HostPool, SlotPool
from .runtime.providers import PoolMaker
from .runtime.session import Ids, Logits, Session

LOG = logging.getLogger("shotglass.engine")
PROMPT = 40  # tokens
SPLIT = 20  # where it goes on from what a neighbour has begun
COMPANY = (2, 3, 4, 5, 6, 7, 8)  # rows, besides as many as there are slots


@dataclass(frozen=True)
class SelfCheck:
    """``decoding``: a token beside others has the bits it has alone; where it has not, rows are
    decoded one at a time. ``reading``: so has a prompt that goes on from a shared beginning."""

    decoding: bool
    reading: bool

    @property
    def bit_stable(self) -> bool:
        """Whether answers, as they are served, do not depend on company."""
        return self.reading


def self_check(
    session: Session, config: ModelConfig, slots: int, make_pool: PoolMaker = HostPool
) -> SelfCheck:
    """Tries ``session`` on buffers of their own, and lets it decode one row at a time if need be.
    What is not stable is logged."""
    length = min(PROMPT, config.context - 1)
    pool = make_pool(config, slots, length + 1)
    tried = session.over(pool)
    ids = np.random.default_rng(0).integers(0, config.vocabulary, length).astype(np.int64)
    decoding = _decoding(tried, pool, ids[:3])
    whole = _read(tried, 0, ids, 0).tobytes()
    _read(tried, 0, ids[:SPLIT], 0)
    reading = _read(tried, 0, ids[SPLIT:], SPLIT).tobytes() == whole
    check = SelfCheck(decoding, reading)
    session.one_by_one = not check.decoding
    if not check.decoding:
        LOG.warning("Rows have other bits in company here: they are decoded one at a time.")
    if not check.reading:
        LOG.warning("What was read before changes bits here: answers may differ in their last.")
    return check


def _decoding(session: Session, pool: SlotPool, ids: Ids) -> bool:
    """ids (3,): the last of them alone, and in company of rows that hold the very same text, all
    of which must say the same. Kernels take rows by 4 to 16, and what is left over otherwise."""
    before, token = ids[:2], ids[2:]
    _read(session, 0, before, 0)
    alone = _read(session, 0, token, len(before)).tobytes()
    for slot in range(1, pool.slots):
        pool.copy(0, slot, len(before))
    for count in sorted({*COMPANY, pool.slots}):
        rows = np.arange(min(count, pool.slots))
        past = np.full(len(rows), len(before), np.int32)
        among = session.run(0, np.repeat(token[None], len(rows), axis=0), past, rows)
        if any(row.tobytes() != alone for row in among):
            return False
    return True


def _read(session: Session, slot: int, ids: Ids, past: int) -> Logits:
    """ids (S,) after ``past`` tokens, as the scheduler reads them: the last logits (1, V)."""
    for size in chunks(len(ids)):
        last = np.array([size - 1])
        logits = session.run(slot, ids[None, :size], np.array([past], np.int32), last)
        ids, past = ids[size:], past + size
    return logits
