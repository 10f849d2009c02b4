"""The model's own next-token distribution: softmax, entropy, and its likeliest tokens in order.

Logits come as float32 and are computed with in float64. Order is always probability descending,
ties by id ascending. No full sort of the vocabulary where a few tokens are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from ..errors import NonFiniteLogits
from ..events import Alternative, Distribution, TokenLogprobs

SHOWN = 20  # alternatives that travel with each token
_GROUPS_PER_ASKED = 4  # measured: 4 to 16 are alike where few are asked for
_STRETCH = 8192  # logits read at once: their float64 copies stay in the processor's cache

Logits = NDArray[np.float32]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Prediction:
    """A row of logits (V,) float32, with what both ``head`` and ``choose`` need.

    ``highest``: the largest logit. Sums over the vocabulary are made when they are first asked
    for: between two tokens the engine makes none that the choice does not need.
    """

    logits: Logits
    highest: float

    @cached_property
    def total(self) -> float:
        """The sum of exp(logit - highest)."""
        return self.total_at(1.0)

    @cached_property
    def log_total(self) -> float:
        """log sum exp of the logits: a token's log-probability is its logit minus this."""
        return self.highest + float(np.log(self.total))

    @cached_property
    def entropy(self) -> float:
        """The entropy in nats."""
        moment = 0.0
        for shifted, weights in self._stretches(1.0):
            # einsum, not @: BLAS would wake threads of its own, which then spin beside the model's.
            moment += float(np.einsum("i,i->", weights, shifted))
        return max(float(np.log(self.total)) - moment / self.total, 0.0)

    def total_at(self, temperature: float) -> float:
        """Returns the sum over the vocabulary of exp((logit - highest) / temperature),
        ``temperature`` > 0, in float64."""
        total = 0.0
        for _, weights in self._stretches(temperature):
            total += float(weights.sum())
        return total

    def _stretches(self, temperature: float) -> Iterator[tuple[Weights, Weights]]:
        """(logit - highest) / temperature and its exp, a stretch of the vocabulary at a time."""
        for start in range(0, len(self.logits), _STRETCH):
            shifted = self.logits[start : start + _STRETCH].astype(np.float64)
            shifted -= self.highest
            if temperature != 1:
                with np.errstate(over="ignore"):
                    shifted /= temperature
            yield shifted, np.exp(shifted)

    def logprob(self, id: int) -> float:
        return float(self.logits[id]) - self.log_total

    def logprob_of(self, ids: Ids) -> float:
        """Returns the natural logarithm of the probability that the token is one of ``ids`` (n,), n
        >= 1; it is never above 0."""
        return min(predict(self.logits[ids]).log_total - self.log_total, 0.0)

    def rank(self, id: int) -> int:
        """Returns how many tokens come before ``id`` in the order; 0 is the likeliest."""
        higher = np.count_nonzero(self.logits > self.logits[id])
        return int(higher + np.count_nonzero(self.logits[:id] == self.logits[id]))

    def top(self, count: int, mask: Mask | None = None) -> Ids:
        """Ids (count,) of the likeliest tokens in order, all of them if there are fewer; of those
        alone that ``mask`` (V,) allows."""
        if mask is not None:
            allowed = np.flatnonzero(mask)
            return allowed[predict(self.logits[allowed]).top(count)]
        count = min(count, len(self.logits))
        # A value that at least ``count`` logits reach, and few more where ties are few.
        # Of the maxima of disjoint groups the ``count``-th largest is such a value: ``count``
        # groups each have a logit that reaches it. Groups are the columns of the logits laid
        # out in rows, since maxima along rows are what the processor does fastest.
        logits = self.logits
        groups = _GROUPS_PER_ASKED * count
        rows = len(logits) // groups
        if rows >= 2:
            logits = logits[: rows * groups].reshape(rows, groups).max(axis=0)
        last = len(logits) - count
        candidates = np.flatnonzero(self.logits >= np.float32(np.partition(logits, last)[last]))
        order = np.argsort(-self.logits[candidates], kind="stable")
        return candidates[order[:count]]


def predict(logits: Logits) -> Prediction:
    """Returns the prediction that logits (V,) float32 make, V >= 1. Raises NonFiniteLogits where
    one of them is NaN or infinite."""
    lowest, highest = float(logits.min()), float(logits.max())
    if not (isfinite(lowest) and isfinite(highest)):  # a NaN anywhere is both
        # Names the first token whose logit is no number.
        finite = np.isfinite(logits)
        id = int(np.argmin(finite))
        raise NonFiniteLogits(
            f"The model computed {logits[id]} for token {id} "
            f"({np.count_nonzero(~finite)} of {len(logits)} values are no finite numbers); "
            "its files may be damaged: import the model again."
        )
    return Prediction(logits, highest)


def log_softmax(logits: Logits) -> NDArray[np.float64]:
    """Returns the log-probabilities (V,) float64, in nats, of logits (V,) float32. Raises
    NonFiniteLogits where one of them is NaN or infinite."""
    return logits.astype(np.float64) - predict(logits).log_total


def mixture(predictions: Sequence[Prediction]) -> Prediction:
    """Returns the prediction whose probabilities (V,) are the mean of those of ``predictions``, one
    or more over the same vocabulary, all of the same weight."""
    logprobs = [p.logits.astype(np.float64) - p.log_total for p in predictions]
    total = np.logaddexp.reduce(logprobs)  # n times the mean; a constant changes no softmax
    return predict(total.astype(np.float32))


def head(
    prediction: Prediction, token_text: Callable[[int], str], count: int = SHOWN
) -> Distribution:
    """Returns the ``count`` likeliest tokens in order, each with its text and probability, the mass
    and number of all other tokens, and the entropy in nats."""
    top = prediction.top(count)
    shares = np.exp(prediction.logits[top].astype(np.float64) - prediction.log_total)
    ids = top.tolist()
    alternatives = tuple(map(Alternative, ids, map(token_text, ids), shares.tolist()))
    rest_tokens = len(prediction.logits) - len(ids)
    rest = max(0.0, 1.0 - float(shares.sum())) if rest_tokens else 0.0
    return Distribution(alternatives, rest, rest_tokens, prediction.entropy)


def token_logprobs(prediction: Prediction, id: int, top: int) -> TokenLogprobs:
    """Returns the log-probability of the token ``id``, and the ``top`` likeliest in its place;
    equal tokens have the very same log-probability."""
    ids = prediction.top(top).tolist() if top else ()
    likeliest = tuple((other, prediction.logprob(other)) for other in ids)
    return TokenLogprobs(id, prediction.logprob(id), likeliest)
