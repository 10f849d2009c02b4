"""Student's t: its quantile and its tail, for degrees of freedom that need not be whole.

``math.inf`` degrees of freedom are the normal distribution; 0 or fewer are none, hence a quantile
without end: so few values tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import erfc, exp, inf, isinf, lgamma, log, log1p, sqrt
from statistics import NormalDist

PRECISE = 1e-11  # of a root


def student_quantile(p: float, freedom: float) -> float:
    """The value that Student's t with ``freedom`` degrees of freedom stays below with probability
    ``p``, 0.5 <= p < 1."""
    return student_beyond(1 - p, freedom)


@lru_cache(maxsize=4096)
def student_beyond(tail: float, freedom: float) -> float:
    """The value that t exceeds with probability ``tail``, 0 < tail <= 0.5: its tail, inverted."""
    if freedom <= 0:
        return inf
    if tail >= 0.5:
        return 0.0
    least = -NormalDist().inv_cdf(tail)
    if isinf(freedom):
        return least

    def above(exponent: float) -> float:
        return log(student_tail(exp(exponent), freedom) / tail)

    low, step = log(least), 0.125
    while above(low + step) > 0:
        low, step = low + step, 2 * step
    return exp(root(above, low, low + step))


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Returns where a function that falls from above 0 at ``low`` to 0 or less at ``high`` is 0, by
    false position (Dowell and Jarratt 1971, the Illinois method)."""
    above, below, side = function(low), function(high), 0
    for _ in range(200):
        middle = (low * below - high * above) / (below - above)
        value = function(middle)
        if value > 0:
            step, low, above = middle - low, middle, value
            below, side = (below / 2 if side > 0 else below), 1
        else:
            step, high, below = high - middle, middle, value
            above, side = (above / 2 if side < 0 else above), -1
        if not value or step < PRECISE or high - low < PRECISE:
            break
    return middle


def student_tail(t: float, freedom: float) -> float:
    """P(T > t) for t >= 0: half the regularised incomplete beta function (Abramowitz and Stegun,
    26.7.1), by the continued fraction 26.5.8 on the side where it converges fast."""
    if freedom <= 0:
        return 0.5
    if isinf(freedom):
        return erfc(t / sqrt(2)) / 2
    a, b, x = freedom / 2, 0.5, freedom / (freedom + t * t)
    if x == 1:
        return 0.5
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return exp(scale) * _fraction(x, a, b) / a / 2
    return (1 - exp(scale) * _fraction(1 - x, b, a) / b) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """Returns the continued fraction, by Lentz's method."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 1000):
        before = value
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            c, d = 1 + step / c, 1 / (1 + step * d)
            value *= c * d
        if abs(value - before) <= 1e-16 * abs(value):
            break
    return value
