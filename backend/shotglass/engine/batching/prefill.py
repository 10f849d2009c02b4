"""How a prompt is read: in which chunks, and how much of it a neighbour has already read.

A prompt token computed alone (S = 1) has other last bits than one computed in a chunk, so no
chunk is ever one token long, except for a prompt that is. Nor is one a multiple of TILE and one
more: matrices are multiplied in tiles of rows, and the row left over is computed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from .job import Row

CHUNK = 128  # tokens; rows stay bit-equal up to here
TILE = 16  # rows; measured on small models: 17, 33, 49, ... rows differ from all other counts


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


def common_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def shared_prefix(row: Row, others: Sequence[Row]) -> tuple[Row | None, int]:
    """The row of the same family that shares most of this row's prompt, and how many tokens.

    Only prompt tokens that were read in a chunk count. What is left to read is nothing (the very
    same prompt, already read) or at least two tokens.
    """
    best: tuple[Row | None, int] = (None, 0)
    for other in others:
        if other.job.family is not row.job.family or len(other.ids) < 2:
            continue
        tokens = common_prefix(row.ids, other.ids)
        if other.job is not row.job or row.prompt != other.prompt:
            tokens = min(tokens, len(row.ids) - 2)
        if tokens > best[1]:
            best = (other, tokens)
    return best
