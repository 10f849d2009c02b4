"""How a prompt is read: in which chunks, and how much of it a neighbour has already read.

A prompt token computed alone (S = 1) has other last bits than one computed in a chunk, so no
chunk is ever one token long, except for a prompt that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from .job import Row

CHUNK = 128  # tokens; rows stay bit-equal up to here


def chunks(tokens: int) -> list[int]:
    """Sizes of at most CHUNK that sum to ``tokens``, none of them 1 unless ``tokens`` is.

    >>> chunks(129)
    [126, 3]
    """
    sizes = []
    while tokens > CHUNK:
        size = CHUNK if tokens - CHUNK > 1 else CHUNK - 2
        sizes.append(size)
        tokens -= size
    return [*sizes, tokens]


def common_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def shared_prefix(row: Row, others: Sequence[Row]) -> tuple[Row | None, int]:
    """The row of the same request that shares most of this row's prompt, and how many tokens.

    Only prompt tokens that were read in a chunk count. What is left to read is nothing (the very
    same prompt, already read) or at least two tokens.
    """
    best: tuple[Row | None, int] = (None, 0)
    for other in others:
        if other.job is not row.job or len(other.ids) < 2:
            continue
        tokens = common_prefix(row.ids, other.ids)
        if row.prompt != other.prompt:
            tokens = min(tokens, len(row.ids) - 2)
        if tokens > best[1]:
            best = (other, tokens)
    return best
