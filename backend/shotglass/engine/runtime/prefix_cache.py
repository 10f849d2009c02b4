"""Prompts of earlier requests: their keys and values, so that what begins alike is computed once.

An LRU over prompts' tokens, apart from the slots. Only what was computed during prefill is
kept: a generated token, computed alone, has other last bits (``batching/prefill.py``), and a cached
prefix must give the same bits as computing it again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .kv_cache import Numbers, SlotPool

LEAST = 16  # tokens worth keeping, and worth copying
MOST = 128  # prefixes: each is looked at for every prompt
Tokens = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Prefix:
    """``tokens`` (T,) and, a layer after the other, their keys and values, each (G, T, d)."""

    tokens: Tokens
    buffers: tuple[Numbers, ...]

    @property
    def size(self) -> int:
        return sum(array.nbytes for array in self.buffers)


class PrefixCache:
    """A cache of at most ``room`` bytes of prefixes, from which the least recently used go first.
    With 0 it keeps nothing.

    The engine thread's own: no locks.
    """

    def __init__(self, room: int) -> None:
        self._room, self._held = room, 0
        self._entries: OrderedDict[bytes, Prefix] = OrderedDict()
        self.hits = self.misses = 0  # of prompts long enough to be looked for

    @property
    def size(self) -> int:
        return self._held

    def load(self, ids: Sequence[int], pool: SlotPool, slot: int, at_least: int = 0) -> int:
        """Copy the longest kept beginning of ``ids`` into the slot: how many tokens it has, 0 for
        none. At least two tokens stay to be read; a beginning must be longer than ``at_least``."""
        if len(ids) < LEAST + 2:
            return 0
        key, tokens = self._longest(np.array(ids, np.int64))
        if key is None or tokens < max(LEAST, at_least + 1):
            self.misses += 1
            return 0
        self.hits += 1
        self._entries.move_to_end(key)
        pool.write(slot, self._entries[key].buffers, tokens)
        return tokens

    def keep(self, ids: Sequence[int], pool: SlotPool, slot: int) -> None:
        """A copy of the slot's first ``len(ids)`` tokens, for later requests; none where all but a
        few of them are kept already: questions after the same examples are not kept each."""
        tokens = np.array(ids, np.int64)
        if len(ids) < LEAST or pool.bytes_per_token * len(ids) > self._room:
            return
        longest, shared = self._longest(np.append(tokens, [-1, -1]))
        if longest is not None and shared > len(tokens) - LEAST:  # it is there, or nearly
            self._entries.move_to_end(longest)
            return
        for key, entry in list(self._entries.items()):
            if common_prefix(tokens, entry.tokens) == len(entry.tokens):  # the new one holds it
                self._drop(key)
        prefix = Prefix(tokens, pool.read(slot, len(ids)))
        self._entries[tokens.tobytes()] = prefix
        self._held += prefix.size
        while self._held > self._room or len(self._entries) > MOST:
            self._drop(next(iter(self._entries)))

    def _longest(self, tokens: Tokens) -> tuple[bytes | None, int]:
        """The entry that shares most with ``tokens``, and how many, at most all but two of them."""
        best: tuple[bytes | None, int] = (None, 0)
        for key, entry in self._entries.items():
            shared = common_prefix(tokens[:-2], entry.tokens)
            if shared > best[1]:
                best = (key, shared)
        return best

    def _drop(self, key: bytes) -> None:
        self._held -= self._entries.pop(key).size


def common_prefix(a: Sequence[int] | Tokens, b: Sequence[int] | Tokens) -> int:
    """Returns how many tokens two texts have in common at their beginning."""
    size = min(len(a), len(b))
    differ = np.flatnonzero(np.asarray(a[:size]) != np.asarray(b[:size]))
    return int(differ[0]) if len(differ) else size
