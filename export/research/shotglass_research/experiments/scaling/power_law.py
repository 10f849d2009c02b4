"""A power law through a few measured losses, and what it says of a size that was not measured.

``L(x) = (c / x)^a`` (Kaplan et al. 2020, equations 1.1 and 1.2) is a line in logarithms:
``log L = a log c - a log x``. Its prediction interval is that of simple linear regression with
normal errors; the errors are those of the law too, since each point is the mean over seeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from shotglass.statistics import Interval


@dataclass(frozen=True)
class PowerLaw:
    """``intercept`` and ``slope`` of ``log L`` by ``log x``; ``residual``: the standard error of a
    point about the line, with ``points - 2`` degrees of freedom; ``centre`` and ``spread``: the
    mean of ``log x`` and the sum of its squared deviations."""

    intercept: float
    slope: float
    residual: float
    points: int
    centre: float
    spread: float

    @property
    def exponent(self) -> Interval:
        """``a`` with its 95 % interval."""
        reach = self._t * self.residual / sqrt(self.spread)
        return Interval(-self.slope, -self.slope - reach, -self.slope + reach)

    def predicted(self, x: float) -> Interval:
        """The loss of one more point at ``x``, with its 95 % prediction interval."""
        away = log(x) - self.centre
        middle = self.intercept + self.slope * log(x)
        error = self.residual * sqrt(1 + 1 / self.points + away**2 / self.spread)
        reach = self._t * error
        return Interval(exp(middle), exp(middle - reach), exp(middle + reach))

    @property
    def _t(self) -> float:
        from scipy.stats import t

        return float(t.ppf(0.975, self.points - 2))


def fit(x: Sequence[float], losses: Sequence[float]) -> PowerLaw:
    """Least squares in logarithms. Raises ValueError for fewer than three points, for other than
    positive ones, and where all ``x`` are the same."""
    if len(x) < 3 or min(*x, *losses) <= 0 or max(x) == min(x):
        raise ValueError(f"A power law needs three positive points or more, of different x: {x}.")
    across, up = np.log(x), np.log(losses)
    centre = float(across.mean())
    spread = float(((across - centre) ** 2).sum())
    slope = float(((across - centre) * up).sum()) / spread
    intercept = float(up.mean()) - slope * centre
    left = up - intercept - slope * across
    residual = sqrt(float((left**2).sum()) / (len(x) - 2))
    return PowerLaw(intercept, slope, residual, len(x), centre, spread)
