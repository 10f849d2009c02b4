"""Label scores by the book: log-softmax at every token, sums, lengths, a baseline. Float64."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

Model = Callable[[Sequence[int]], NDArray[Any]]  # ids (S,) -> logits (S, V)


def logprob(model: Model, prompt: Sequence[int], label: Sequence[int]) -> float:
    """log p(label | prompt), by the chain rule."""
    rows = np.asarray(model([*prompt, *label]), np.float64)
    total = 0.0
    for place, token in enumerate(label):
        row = rows[len(prompt) - 1 + place]
        total += row[token] - row.max() - np.log(np.exp(row - row.max()).sum())
    return float(total)


def counted_twice(labels: Sequence[Sequence[int]], vocabulary: int) -> bool:
    """Whether some text of token ids below ``vocabulary`` begins with two of the ``labels``, so
    that the sum of their probabilities would count it twice. Tries every text."""
    texts = product(range(vocabulary), repeat=max(map(len, labels), default=0))
    return any(sum(text[: len(label)] == tuple(label) for label in labels) > 1 for text in texts)


def softmax(scores: Sequence[float]) -> list[float]:
    weights = np.exp(np.asarray(scores) - max(scores))
    return list(weights / weights.sum())


def measures(
    logprobs: Sequence[float],
    tokens: Sequence[int],
    texts: Sequence[str],
    content_free: Sequence[Sequence[float]] = (),
) -> dict[str, list[float]]:
    """One list a measure, one number a label. ``content_free``: ``logprobs`` after each of those
    prompts; the baseline is the logarithm of the mean of their probabilities."""
    found = {
        "logprob": list(logprobs),
        "per_token": [p / count for p, count in zip(logprobs, tokens, strict=True)],
        "per_byte": [p / len(t.encode("utf-8")) for p, t in zip(logprobs, texts, strict=True)],
    }
    if content_free:
        baseline = np.log(np.mean(np.exp(content_free), axis=0))
        found["over_baseline"] = list(np.asarray(logprobs) - baseline)
    return found
