"""The cases of divergence.json: pairs of distributions and how far numpy finds them apart."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
MOST = 3  # gains and losses that a case names


def make() -> dict[str, Any]:
    return {"pairs": [_case(name, one, other) for name, one, other in _pairs()]}


def _pairs() -> list[tuple[str, Vector, Vector]]:
    source = np.random.default_rng(20261126)
    pairs = [
        ("equal", np.array([0.5, 0.25, 0.25]), np.array([0.5, 0.25, 0.25])),
        ("no event in common", np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.5, 0.5])),
        ("certain against even", np.array([1.0, 0.0]), np.array([0.5, 0.5])),
        ("ties", np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.1, 0.2, 0.3, 0.4])),
    ]
    for size, spread in [(5, 1.0), (40, 3.0), (300, 6.0)]:
        logits = source.integers(-64, 64, (2, size)) / 64 * spread
        one, other = (_softmax(row) for row in logits)
        pairs.append((f"{size} events, logits within {spread:g}", one, other))
    return pairs


def _softmax(logits: Vector) -> Vector:
    """By the C library: the last bit of numpy's own ``exp`` depends on the processor."""
    weights = [math.exp(logit) for logit in logits]
    return np.array(weights) / math.fsum(weights)


def _case(name: str, one: Vector, other: Vector) -> dict[str, Any]:
    by = other - one
    losses = [int(i) for i in np.argsort(by, kind="stable") if by[i] < 0]
    gains = [int(i) for i in np.argsort(-by, kind="stable") if by[i] > 0]
    return {
        "name": name,
        "one": one.tolist(),
        "other": other.tolist(),
        "bits": round(jensen_shannon(one, other), 12),
        "gained": round(float(by[by > 0].sum()), 12),
        "gains": gains[:MOST],
        "losses": losses[:MOST],
    }


def jensen_shannon(one: Vector, other: Vector) -> float:
    """In bits, as the entropy of the mean less the mean of the entropies."""
    return _entropy((one + other) / 2) - (_entropy(one) + _entropy(other)) / 2


def _entropy(p: Vector) -> float:
    some = p[p > 0]
    return float(-(some * np.log2(some)).sum())
