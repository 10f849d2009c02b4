"""Interpolated modified Kneser-Ney: the n-gram model that a trained model has to beat.

Chen & Goodman, "An empirical study of smoothing techniques for language modeling", TR-10-98,
Harvard 1998, section 3: each order takes a discount from every count it saw (one for counts of 1,
of 2, and of 3 or more) and gives what it took to the order below; under the lowest lie equal
chances. Exact, nothing is pruned; numpy alone.

The n-grams of a text are a trie in sorted arrays: one level an order, one entry an n-gram. An
n-gram's key is (place of its first n - 1 tokens in the level above) x V + its last token. So any
order fits 64 bits, a level is one sorted array, and what follows a context lies side by side.
Documents end with the token ``END``, and the end of one is where the next begins: END is a context
for what follows it, and nothing further back is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from shotglass_export.data.folder import END

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


Floats = npt.NDArray[np.float64]
NO_FIT = (0.5, 1.0, 1.5)  # discounts of a text too small to fit any (KenLM's)


@dataclass(frozen=True)
class _Shares:
    """One order: ``own`` (U,) is what is left of each n-gram's count, as a share of its context's;
    ``passed`` (contexts,) is what a context passes to the order below, 1 where nothing follows."""

    level: Level
    own: Floats
    passed: Floats


@dataclass(frozen=True)
class KneserNey:
    """A model of tokens in [0, ``vocabulary``), documents separated by ``END``."""

    vocabulary: int
    order: int
    _orders: tuple[_Shares, ...]

    def logprobs(self, tokens: npt.NDArray[np.integer]) -> Floats:
        """(n,) nats of each token after those before it; the first one opens a document."""
        return self._logprobs(np.concatenate(([END], tokens)).astype(np.int64))[1:]

    def logprob(self, context: Sequence[int], continuation: Sequence[int]) -> float:
        """Nats of all of ``continuation`` after ``context``, of which nothing before is known; an
        END in it opens the document."""
        known = list(context)[-(self.order - 1) :] if self.order > 1 else []
        stream = np.array([*known, *continuation], np.int64)
        return float(self._logprobs(stream)[len(known) :].sum())

    def distribution(self, context: Sequence[int]) -> Floats:
        """(V,) probabilities of the token after ``context``; they sum to 1."""
        p = np.full(self.vocabulary, 1 / self.vocabulary)
        for length, shares in enumerate(self._orders):
            place = self._place(context, length)
            if place is None:
                break
            after = shares.level.after(place)
            p *= shares.passed[place]
            p[shares.level.keys[after] - place * self.vocabulary] += shares.own[after]
        return p

    def sample(self, length: int, rng: np.random.Generator) -> list[int]:
        """A document: at most ``length`` tokens, the END that closes it not among them."""
        document = [END]
        while len(document) <= length:
            heights = np.cumsum(self.distribution(document))
            token = int(np.searchsorted(heights, rng.random() * heights[-1], side="right"))
            if token == END:
                break
            document.append(token)
        return document[1:]

    def _place(self, context: Sequence[int], length: int) -> int | None:
        """Of the last ``length`` tokens, None where they are too few or were never seen."""
        last = np.array(context[len(context) - length :] if length else [], np.int64)
        if last.size < length or END in last[1:]:
            return None
        place = 0
        for shares, token in zip(self._orders, last, strict=False):
            place = int(shares.level.find(np.array([place]), np.array([token]))[0])
            if place < 0:
                return None
        return place

    def _logprobs(self, stream: Ints) -> Floats:
        history = history_lengths(stream, self.order - 1)
        p: Floats = np.full(stream.size, 1 / self.vocabulary)
        contexts = np.zeros(stream.size, np.int64)
        for length, shares in enumerate(self._orders):
            contexts = np.where(history >= length, contexts, -1)
            places = shares.level.find(contexts, stream)
            known = contexts >= 0
            p[known] *= shares.passed[contexts[known]]
            p[places >= 0] += shares.own[places[places >= 0]]
            contexts = np.concatenate(([-1], places[:-1]))  # one longer, one token further on
        logprobs: Floats = np.log(p)
        return logprobs


def fit(tokens: npt.NDArray[np.integer], order: int = 5, *, vocabulary: int) -> KneserNey:
    """The model of ``tokens`` (n,), documents each ending with ``END``.

    Ten million tokens take some 20 seconds and 1.5 GB. Raises ValueError for no tokens, a token
    outside the vocabulary, an order below 1.
    """
    if order < 1 or tokens.size == 0:
        raise ValueError(f"order {order}, {tokens.size} tokens; at least 1 of each was expected")
    if int(tokens.max()) >= vocabulary:
        raise ValueError(f"token {tokens.max()}; a vocabulary of {vocabulary} was expected")
    stream = np.concatenate(([END], tokens)).astype(np.int64)
    contexts, orders = 1, []
    for level in count_levels(stream, vocabulary, order):
        orders.append(_shares(level, contexts))
        contexts = level.keys.size
    return KneserNey(vocabulary, order, tuple(orders))


def _shares(level: Level, contexts: int) -> _Shares:
    taken = np.array([0.0, *discounts(level.counts)])[np.minimum(level.counts, 3)]
    of = level.contexts
    totals = np.bincount(of, weights=level.counts, minlength=contexts)
    passed = np.bincount(of, weights=taken, minlength=contexts)
    own = (level.counts - taken) / np.maximum(totals, 1)[of]
    return _Shares(level, own, np.where(totals > 0, passed / np.maximum(totals, 1), 1.0))


def discounts(counts: Ints) -> tuple[float, float, float]:
    """What is taken from a count of 1, of 2, of 3 or more (Chen & Goodman's equation 26), from how
    many counts are 1, 2, 3 and 4. ``NO_FIT`` where there are none of one kind, or where a discount
    would not be above 0.
    """
    n = np.bincount(np.minimum(counts, 5), minlength=6)[:5].tolist()
    if not all(n[1:]):
        return NO_FIT
    whole = n[1] + 2 * n[2]  # i - (i + 1) Y n[i + 1] / n[i] with Y = n[1] / whole, sign exact
    over = [i * whole * n[i] - (i + 1) * n[1] * n[i + 1] for i in (1, 2, 3)]
    one, two, more = (top / (whole * n[i]) for i, top in enumerate(over, start=1))
    return (one, two, more) if min(over) > 0 else NO_FIT
