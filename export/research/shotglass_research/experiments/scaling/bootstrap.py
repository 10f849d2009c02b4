"""A power law's bands by a bootstrap over runs, beside those of Student's t, and how often each
holds what it should in worlds whose law is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from shotglass.statistics import Interval

from .power_law import PowerLaw, fit

Floats = NDArray[np.float64]
ENDS = (0.025, 0.975)


@dataclass(frozen=True)
class Resampled:
    """``law``: the line through the means. A line a resample: ``intercepts`` and ``slopes``, and
    ``shocks``, how far one more size may lie off it, all of them (R,) and in logarithms."""

    law: PowerLaw
    intercepts: Floats
    slopes: Floats
    shocks: Floats

    @property
    def exponent(self) -> Interval:
        return _interval(-self.law.slope, -self.slopes)

    def line(self, x: float) -> Interval:
        """Where the law lies at ``x``."""
        return _interval(self._middle(x), np.exp(self._lines(x)))

    def predicted(self, x: float) -> Interval:
        """The loss of one more size at ``x``."""
        return _interval(self._middle(x), np.exp(self._lines(x) + self.shocks))

    def _lines(self, x: float) -> Floats:
        found: Floats = self.intercepts + self.slopes * log(x)
        return found

    def _middle(self, x: float) -> float:
        return self.law.predicted(x).value


def resample(
    x: Sequence[float], runs: Sequence[Sequence[float]], resamples: int = 2000, seed: int = 0
) -> Resampled:
    """``runs``: the losses of each size, a seed each. Every resample draws as many runs of each
    size as it has and fits the line through their means. A shock is one of the residuals of
    ``law``, widened by ``sqrt(n / (n - 2))``, since a line through n points lies too near to them.

    Raises ValueError as ``fit`` does, and for sizes with other numbers of runs.
    """
    if len({len(one) for one in runs}) != 1:
        raise ValueError(f"Each size needs as many runs; there are {[len(one) for one in runs]}.")
    losses, across = np.array([list(one) for one in runs]), np.log(x)
    law = fit(x, losses.mean(1).tolist())
    random, (sizes, seeds) = np.random.default_rng(seed), losses.shape
    chosen = random.integers(seeds, size=(resamples, sizes, seeds))
    up = np.log(losses[np.arange(sizes)[None, :, None], chosen].mean(2))
    slopes = up @ ((across - law.centre) / law.spread)
    left = np.log(losses.mean(1)) - law.intercept - law.slope * across
    shocks = random.choice(left * sqrt(sizes / (sizes - 2)), size=resamples)
    return Resampled(law, up.mean(1) - slopes * law.centre, slopes, shocks)


def deviation(runs: Sequence[Sequence[float]]) -> float:
    """Of a run about the mean of its size, pooled over sizes; 0 where each has one."""
    losses = np.array([list(one) for one in runs])
    free = losses.size - len(losses)
    squares = float(((losses - losses.mean(1, keepdims=True)) ** 2).sum())
    return sqrt(squares / free) if free else 0.0


@dataclass(frozen=True)
class Covered:
    """In how many worlds an interval held the true exponent, and in how many the loss of one
    more size."""

    exponent: int
    prediction: int


def coverage(
    law: PowerLaw, x: Sequence[float], next_x: float, noise: float, seeds: int, worlds: int
) -> tuple[Covered, Covered]:
    """Of Student's t and of the bootstrap, in ``worlds`` where ``law`` is true and a run departs
    from it by ``noise`` nats (normal); ``seeds`` runs a size, and as many of the next."""
    random = np.random.default_rng(1)
    true = np.exp(law.intercept + law.slope * np.log([*x, next_x]))
    held = np.zeros((2, 2), int)
    for world in range(worlds):
        drawn = true[:, None] + random.normal(0, noise, (len(true), seeds))
        found = resample(x, drawn[:-1].tolist(), resamples=1000, seed=world)
        bands: tuple[PowerLaw | Resampled, ...] = (found.law, found)
        for row, band in enumerate(bands):
            held[row, 0] += band.exponent.low <= law.exponent.value <= band.exponent.high
            next_loss = band.predicted(next_x)
            held[row, 1] += next_loss.low <= drawn[-1].mean() <= next_loss.high
    by_t, by_bootstrap = (Covered(int(one[0]), int(one[1])) for one in held)
    return by_t, by_bootstrap


def _interval(value: float, drawn: Floats) -> Interval:
    low, high = (float(end) for end in np.quantile(drawn, ENDS))
    return Interval(value, min(value, low), max(value, high))
