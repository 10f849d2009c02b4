"""Bits per byte: how well a model predicts held-out text, whatever its tokens are.

Each document stands by itself after the token that opens a text; every token of its text is
predicted, its end is not. Windows advance by half of their length, so that from the second one on
each token has at least half a window before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shotglass.contract import Manifest
from shotglass.engine import Engine
from shotglass.engine.batching.messages import Prefilled
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.scoring import Scoring
from shotglass.engine.tasks.task_events import running
from shotglass.statistics.intervals import LEVEL, RESAMPLES, SEED

Floats = NDArray[np.float64]
WINDOW = 512  # tokens
LOGITS = 1 << 22  # numbers that one piece of a window may need
ENOUGH = 10  # documents for an interval


@dataclass(frozen=True)
class BitsPerByte:
    """Bits per byte of ``documents`` documents of ``bytes`` bytes; ``interval`` of 95 % from a
    bootstrap over documents, None where there are fewer than ten."""

    value: float
    interval: tuple[float, float] | None
    bytes: int
    documents: int

    @classmethod
    def of(cls, nats: Sequence[float], texts: Sequence[str]) -> BitsPerByte:
        """``nats`` of each text as a whole."""
        bits = np.array(nats) / -math.log(2)
        sizes = np.array([len(text.encode()) for text in texts], np.float64)
        interval = None
        if len(texts) >= ENOUGH:
            drawn = np.random.default_rng(SEED).integers(len(bits), size=(RESAMPLES, len(bits)))
            values = bits[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
            low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
            interval = float(low), float(high)
        return cls(float(bits.sum() / sizes.sum()), interval, int(sizes.sum()), len(texts))


@dataclass(frozen=True)
class Piece:
    """Tokens ``start`` to ``end`` of a document, predicted after those from ``context`` on."""

    context: int
    start: int
    end: int


def pieces(tokens: int, window: int, longest: int) -> Iterator[Piece]:
    """Of a document of ``tokens`` tokens, the opening one at place 0 included: they tile 1 to
    ``tokens``. No piece is longer than ``longest``, none with its context longer than ``window``.

    >>> [(piece.context, piece.start, piece.end) for piece in pieces(10, 6, 9)]
    [(0, 1, 6), (3, 6, 9), (6, 9, 10)]
    """
    start = 1
    while start < tokens:
        context = 0 if start == 1 else start - (window - window // 2)
        end = min(tokens, context + window)
        for begin in range(start, end, longest):
            yield Piece(context, begin, min(begin + longest, end))
        start = end


def text_nats(engine: Engine, text: str, window: int = WINDOW) -> float:
    """Log-probability of ``text`` after the token that opens a text, in nats (0 or below)."""
    ids = [opening(engine.manifest), *engine.tokenizer.encode(text)]
    longest = max(32, LOGITS // engine.vocabulary)
    nats = []
    for piece in pieces(len(ids), window, longest):
        job = Job([ids[piece.context : piece.start]], Scoring(), [[ids[piece.start : piece.end]]])
        with running(engine, job) as messages:
            message = next(messages)
            assert isinstance(message, Prefilled), "a job that only reads reports nothing else"
            nats.append(message.label_logprobs[0])
    return math.fsum(nats)


def opening(manifest: Manifest) -> int:
    """The token that a text begins after."""
    return manifest.stop_ids[0] if manifest.start_id is None else manifest.start_id
