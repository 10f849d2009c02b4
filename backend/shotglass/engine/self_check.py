"""Two checks when a model is loaded. ``self_check``: whether this processor gives a sequence the
same bits alone and among others. ``check_device``: whether a plug-in's device computes what the
processor does.

Matrix kernels differ with the number of rows they multiply, and a sum in another order has other
last bits: then an answer would depend on the other requests in the batch. Drivers differ, and what
a wrong one computes looks like text too; the page checks a browser's graphics card by the same rule
(``web/src/runtime/session/gpu.ts``).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np

from ..architecture import ModelConfig
from ..errors import DeviceUnfit
from ..text import Tokenizer
from .batching.prefill import chunks
from .runtime.kv_cache import HostPool, SlotPool
from .runtime.providers import PoolMaker
from .runtime.session import Ids, Logits, Session

LOG = logging.getLogger("shotglass.engine")
PROMPT = 40  # tokens
SPLIT = 20  # where it goes on from what a neighbour has begun
COMPANY = (2, 3, 4, 5, 6, 7, 8)  # rows, besides as many as there are slots

MOST_KL = 0.05  # nats, mean: a card may round to 8 bits what the processor does not
TEXT = (
    "The cat sat on the mat and looked at the dog. The dog looked back, and after a while it ran."
)
TOKENS = 24
STEPS = 2  # after the prompt, from its cache, a token each


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
    What is not stable is logged. Nothing is tried where the session ``repeats``."""
    if session.repeats:
        return SelfCheck(decoding=True, reading=True)
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
    if session.several_prompts and not (decoding and reading and _together(tried, pool, ids)):
        session.several_prompts = False
        LOG.warning("Prompts have other bits in company here: they are read one at a time.")
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


def _together(session: Session, pool: SlotPool, ids: Ids) -> bool:
    """ids (S,): beginnings of several lengths, each after as many tokens as its slot's number, in
    one run and each alone."""
    slots = np.arange(max(1, min(pool.slots, len(ids) // 3)), dtype=np.int32)
    lengths = slots + 2
    width = int(lengths.max()) + 1
    rows = np.stack([ids[slot : slot + width] for slot in slots])
    alone = []
    for slot, length in zip(slots.tolist(), lengths.tolist(), strict=True):
        if slot:
            _read(session, slot, ids[:slot], 0)
        alone.append(_read(session, slot, rows[slot, :length], slot).tobytes())
    picks = slots.astype(np.int64) * width + lengths - 1
    among = session.run(0, rows, slots, picks, lengths=lengths)
    return [row[None].tobytes() for row in among] == alone


def _read(session: Session, slot: int, ids: Ids, past: int) -> Logits:
    """ids (S,) after ``past`` tokens, as the scheduler reads them: the last logits (1, V)."""
    for size in chunks(len(ids)):
        last = np.array([size - 1])
        logits = session.run(slot, ids[None, :size], np.array([past], np.int32), last)
        ids, past = ids[size:], past + size
    return logits


def check_device(
    name: str, device: Session, expected: Session, tokenizer: Tokenizer, most: int = TOKENS
) -> float:
    """The mean KL of ``device``, which runs on the plug-in ``name``, from ``expected``, in nats.
    ``most``: tokens that are read.

    Raises DeviceUnfit where it is above ``MOST_KL``, or no number.
    """
    ids = np.array(tokenizer.encode(TEXT)[:most] or [0], np.int64)
    mean = mean_kl(readings(expected, ids), readings(device, ids))
    if not mean <= MOST_KL:
        raise DeviceUnfit(
            f"--provider {name} is refused: its predictions are {mean:.2g} nats from the "
            f"processor's in the mean; at most {MOST_KL:g} was expected. Take --provider cpu."
        )
    LOG.info("%s computes what the processor does: mean KL %.2g nats.", name, mean)
    return mean


def readings(session: Session, ids: np.ndarray) -> Logits:
    """Returns logits (1 + STEPS, V) float32 of a text ``ids`` (S,): what follows its prompt, and
    what follows each token that is read after that."""
    cuts = [0, *range(max(1, len(ids) - STEPS), len(ids) + 1)]
    rows = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        past, last = np.array([start], np.int32), np.array([end - start - 1])
        rows.append(session.run(0, ids[None, start:end], past, last))
    return np.concatenate(rows)


def mean_kl(expected: Logits, computed: Logits) -> float:
    """Returns KL(expected || computed) in nats, the mean over the rows of logits (R, V)."""
    both = [rows.astype(np.float64) for rows in (expected, computed)]
    shifted = [rows - rows.max(axis=-1, keepdims=True) for rows in both]
    log_p, log_q = [rows - np.log(np.exp(rows).sum(axis=-1, keepdims=True)) for rows in shifted]
    return float((np.exp(log_p) * (log_p - log_q)).sum(axis=-1).mean())
