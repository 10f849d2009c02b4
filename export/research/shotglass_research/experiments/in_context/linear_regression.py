"""Regression problems drawn at random, and what three known methods predict of the next example.

Weights and inputs are standard normal, so ridge regression whose strength is the variance of the
noise is the best that any reader can do (the posterior mean); Garg et al. 2022, "What Can
Transformers Learn In-Context?", section 3, compare with least squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Problems:
    """Inputs ``x`` (N, K, d), outputs ``y`` (N, K) with noise of deviation ``noise``, and what they
    would be without it, ``clean`` (N, K). Each row has weights of its own."""

    x: Real
    y: Real
    clean: Real
    noise: float


def draw_problems(
    rng: np.random.Generator, count: int, examples: int, width: int, noise: float
) -> Problems:
    x = rng.standard_normal((count, examples, width))
    weights = rng.standard_normal((count, width))
    clean = np.einsum("nkd,nd->nk", x, weights)
    return Problems(x, clean + noise * rng.standard_normal(clean.shape), clean, noise)


def ridge(problems: Problems, k: int) -> Real:
    """Weights (N, d) after the first ``k`` examples."""
    x, y = problems.x[:, :k], problems.y[:, :k]
    gram = x.transpose(0, 2, 1) @ x + problems.noise**2 * np.eye(x.shape[2])
    found = np.linalg.solve(gram, x.transpose(0, 2, 1) @ y[..., None])[..., 0]
    return np.asarray(found, np.float64)


def least_squares(problems: Problems, k: int) -> Real:
    """Weights (N, d) after the first ``k`` examples: the shortest of those that fit best."""
    found: Real = (np.linalg.pinv(problems.x[:, :k]) @ problems.y[:, :k, None])[..., 0]
    return found


def descent(problems: Problems, k: int, steps: int, rate: float) -> Real:
    """Weights (N, d) after ``steps`` of gradient descent from 0 on half the mean squared error of
    the first ``k`` examples; k is at least 1."""
    x, y = problems.x[:, :k], problems.y[:, :k]
    weights = np.zeros((len(x), x.shape[2]))
    for _ in range(steps):
        missed = y - np.einsum("nkd,nd->nk", x, weights)
        weights = weights + rate / k * np.einsum("nk,nkd->nd", missed, x)
    return weights


def best_single_rate(width: int, k: int, noise: float) -> float:
    """The rate of one step from 0 whose expected error is least: the gradient at 0 has the expected
    product d with the weights and the expected square d (1 + (d + 1 + noise^2) / k)."""
    return 1 / (1 + (width + 1 + noise**2) / k)


def predictions(problems: Problems, weights: Real, k: int) -> Real:
    """(N,): of example ``k``, counted from 0, by weights (N, d)."""
    found: Real = np.einsum("nd,nd->n", problems.x[:, k], weights)
    return found
