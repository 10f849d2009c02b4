"""The n-grams of a text as a trie in sorted arrays: one level an order, one entry an n-gram.

An n-gram's key is (place of its first n - 1 tokens in the level above) x V + its last token. So any
order fits 64 bits, a level is one sorted array, and what follows a context lies side by side.

Documents end with the token ``END``, and the end of one is where the next begins: END is a context
for what follows it, and nothing further back is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from ....data.folder import END

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """``keys`` (U,) int64, ascending and distinct; ``counts`` (U,) int64, see ``count_levels``."""

    keys: Ints
    counts: Ints
    vocabulary: int

    @property
    def contexts(self) -> Ints:
        """(U,): for each n-gram the place of its first n - 1 tokens."""
        return self.keys // self.vocabulary

    def find(self, contexts: Ints, tokens: Ints) -> Ints:
        """The places of these n-grams, -1 where one was not seen or its context is -1."""
        searched = contexts * self.vocabulary + tokens
        places = np.minimum(np.searchsorted(self.keys, searched), self.keys.size - 1)
        found = (
            (contexts >= 0) & (self.keys[places] == searched) if self.keys.size else contexts < -1
        )
        return np.where(found, places, -1)

    def after(self, context: int) -> slice:
        """The places of the n-grams that begin with this context."""
        first, last = context * self.vocabulary, (context + 1) * self.vocabulary
        start, stop = np.searchsorted(self.keys, (first, last))
        return slice(int(start), int(stop))


def history_lengths(stream: Ints, most: int) -> Ints:
    """(n,): how many tokens before each one belong to its document, an END that opens it included,
    ``most`` at most."""
    places = np.arange(stream.size)
    ends = np.maximum.accumulate(np.where(stream == END, places, 0))
    before = np.concatenate(([0], ends[:-1]))
    return np.minimum(places - before, most)


def count_levels(stream: Ints, vocabulary: int, order: int) -> Iterator[Level]:
    """The orders 1 to ``order`` of a stream (n,) that begins with END, with Kneser-Ney's counts.

    In the highest order, and for n-grams that open a document, an n-gram's count is how often it
    occurs; else before how many different tokens (Chen & Goodman 1998, section 3; n-grams with
    nothing before them keep their count, as in Heafield 2013, section 3.3). Level 1 lists all V.
    """
    history = history_lengths(stream, order - 1)
    for walk, longer in pairwise(chain(_walk(stream, history, vocabulary, order), [None])):
        assert walk is not None
        counts = walk.occurrences
        if longer is not None:
            opening = (stream[walk.seen_at - walk.length + 1] == END) & (walk.length > 1)
            before = np.bincount(longer.suffixes, minlength=walk.keys.size)
            counts = np.where(opening, counts, before)
        yield Level(walk.keys, counts, vocabulary)


@dataclass(frozen=True)
class _Order:
    """The n-grams of one length: keys, how often each occurs, where one of them ends, and (from
    length 2) the place in the level above of each without its first token."""

    length: int
    keys: Ints
    occurrences: Ints
    seen_at: Ints
    suffixes: Ints


def _walk(stream: Ints, history: Ints, vocabulary: int, order: int) -> Iterator[_Order]:
    places = stream  # of the n-gram that ends at each token; all tokens are in level 1
    events = stream[1:]
    occurrences = np.bincount(events, minlength=vocabulary)
    seen_at = np.zeros(vocabulary, np.int64)
    yield _Order(1, np.arange(vocabulary), occurrences, seen_at, seen_at)
    for length in range(2, order + 1):
        at = np.flatnonzero(history >= length - 1)
        keys, first, inverse, counts = _distinct(places[at - 1] * vocabulary + stream[at])
        yield _Order(length, keys, counts, at[first], places[at[first]])
        places = np.full(stream.size, -1)
        places[at] = inverse


def _distinct(keys: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """As ``numpy.unique`` with everything it can return, without its stable (slower) sort."""
    order = np.argsort(keys)
    ranked = keys[order]
    new = np.ones(keys.size, bool)
    new[1:] = ranked[1:] != ranked[:-1]
    starts = np.flatnonzero(new)
    inverse = np.empty(keys.size, np.int64)
    inverse[order] = np.cumsum(new) - 1
    return ranked[starts], order[starts], inverse, np.diff(starts, append=keys.size)
