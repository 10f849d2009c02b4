"""Interpolated modified Kneser-Ney: the n-gram model that a trained model has to beat.

Chen & Goodman, "An empirical study of smoothing techniques for language modeling", TR-10-98,
Harvard 1998, section 3: each order takes a discount from every count it saw (one for counts of 1,
of 2, and of 3 or more) and gives what it took to the order below; under the lowest lie equal
chances. Exact, nothing is pruned; numpy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ....data.folder import END
from .counts import Ints, Level, count_levels, history_lengths

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
