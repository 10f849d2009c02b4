"""Rows of whole documents: what a batch holds, as a pure function of seed and step.

An epoch is every document as often as its source's ``repeat`` says, in an order drawn from (seed,
epoch). A document is cut into pieces of one row's length; what is left over is packed best-fit,
longest first (Ding et al. 2024, "Fewer Truncations Improve Language Modeling"), and the room at
the end of a row takes the beginning of another document. Rows are then shuffled. So a row begins
where a document or a full piece does, every token of an epoch is a target once, and no row holds
documents of two epochs. Before a row's first target stands the token that is before it in its
document: ``<|endoftext|>`` at the document's beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle

import numpy as np
import numpy.typing as npt

from shotglass.errors import DataFailed

from .folder import DataFolder

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Epoch:
    """Row r is the pieces ``first[r]`` to ``first[r + 1]``, each tokens ``start`` to ``start +
    size`` of the training tokens."""

    first: Ids
    start: Ids
    size: Ids

    @property
    def rows(self) -> int:
        return len(self.first) - 1


def prose_batch(data: DataFolder, seed: int, step: int, rows: int, length: int) -> Ids:
    """ids (rows, length + 1) of step ``step`` from 0; the same for the same arguments, always.

    Raises DataFailed for data without tokens.
    """
    packing, first = _packing(data, seed, length), step * rows
    return np.stack([packing.row(first + row) for row in range(rows)])


class Packing:
    """The rows of a run, epoch after epoch. It remembers the epochs that it has laid out."""

    def __init__(self, data: DataFolder, seed: int, length: int) -> None:
        self._data, self._seed, self._length = data, seed, length
        self._ends: list[int] = []  # the number of rows up to the end of each epoch
        self._epoch = lru_cache(maxsize=2)(self._lay_out)  # the current one and the next

    def row(self, number: int) -> Ids:
        """ids (length + 1,) of row ``number`` of the run."""
        while not self._ends or number >= self._ends[-1]:
            rows = self._epoch(len(self._ends)).rows
            self._ends.append((self._ends or [0])[-1] + rows)
        at = int(np.searchsorted(self._ends, number, side="right"))
        epoch, row = self._epoch(at), number - (self._ends[at - 1] if at else 0)
        train, ids = self._data.train, np.empty(self._length + 1, np.int64)
        pieces = range(epoch.first[row], epoch.first[row + 1])
        start = epoch.start[pieces[0]]
        ids[0] = train[start - 1] if start else self._data.end
        filled = 1
        for piece in pieces:
            start, size = epoch.start[piece], epoch.size[piece]
            ids[filled : filled + size] = train[start : start + size]
            filled += size
        return ids

    def _lay_out(self, number: int) -> Epoch:
        return lay_out(self._data, self._length, np.random.default_rng((self._seed, number)))


def lay_out(data: DataFolder, length: int, random: np.random.Generator) -> Epoch:
    """Lays out one epoch's rows of ``length`` targets each. Raises DataFailed for data without
    tokens."""
    repeat = data.repeat[data.source_of]
    copies = np.floor(repeat + random.random(len(repeat))).astype(np.int64)  # a fraction: by chance
    documents = np.repeat(np.arange(len(repeat)), copies)
    if not len(documents):
        raise DataFailed(f"{data.path} holds no training document that is repeated once or more.")
    documents = random.permutation(documents)
    starts, ends = data.offsets[documents], data.offsets[documents + 1]
    rows = [[(start + cut, length)]
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            for cut in range(0, end - start - length + 1, length)]  # fmt: skip
    rests = (ends - starts) % length
    pieces = [(end - rest, rest) for end, rest in zip(ends.tolist(), rests.tolist(), strict=True)]
    rows += _best_fit([piece for piece in pieces if piece[1]], length)
    # Beginnings of documents fill what is left of each row.
    heads = cycle(random.permutation(len(documents)).tolist())
    for row in rows:
        room = length - sum(size for _, size in row)
        while room:
            at = next(heads)
            size = min(room, int(ends[at] - starts[at]))
            row.append((int(starts[at]), size))
            room -= size
    rows = [rows[at] for at in random.permutation(len(rows)).tolist()]
    first = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    laid = np.array([piece for row in rows for piece in row], np.int64)
    return Epoch(first, laid[:, 0], laid[:, 1])


Piece = tuple[int, int]  # start, size


def _best_fit(pieces: list[Piece], length: int) -> list[list[Piece]]:
    """Longest first, each into the row with the least room that it fits."""
    rows: list[list[Piece]] = []
    by_room: list[list[int]] = [[] for _ in range(length + 1)]
    some = 0  # bit r is set while a row has r tokens of room
    for start, size in sorted(pieces, key=lambda piece: -piece[1]):
        if fitting := some >> size:
            room = size + (fitting & -fitting).bit_length() - 1
            row = by_room[room].pop()
            if not by_room[room]:
                some ^= 1 << room
        else:
            row, room = len(rows), length
            rows.append([])
        rows[row].append((start, size))
        if left := room - size:
            by_room[left].append(row)
            some |= 1 << left
    return rows


@lru_cache(maxsize=2)
def _packing(data: DataFolder, seed: int, length: int) -> Packing:
    """Kept, since laying out an epoch takes a second and a batch a millisecond."""
    return Packing(data, seed, length)
