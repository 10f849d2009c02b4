"""Intervals that end where a quantity can be: a share from 0 to 1, a square or a divergence from 0.

Student's t over a few seeds may reach further. Such an interval is written as wide on another
scale, the logit of a share and the logarithm of a square, by the delta method: a reach r about y is
r / (y (1 - y)) of logits and r / y of logarithms. Rules judge differences, which stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import exp, log

from .result import Point, Series

# Series of differences, by their names; they may lie below 0.
DIFFERENCE = re.compile(r"(^|-)(gain|gap|less|minus|more|off|beside|change)(-|$)")
NEVER_NEGATIVE = re.compile(r"^kl-")  # divergences, whose unit is that of losses


def within_bounds(series: Series) -> Series:
    """The series with every interval inside what its values can be."""
    if DIFFERENCE.search(series.name):
        return series
    if series.unit == "share":
        return replace(series, points=tuple(_share(point) for point in series.points))
    if series.unit == "squared" or NEVER_NEGATIVE.match(series.name):
        return replace(series, points=tuple(_positive(point) for point in series.points))
    return series


def _share(point: Point) -> Point:
    low, high = point.ends
    if (low >= 0 and high <= 1) or not 0 <= point.y <= 1:
        return point
    if point.y in (0, 1):
        return replace(point, low=max(0.0, low), high=min(1.0, high))
    reach = _reach(point) / (point.y * (1 - point.y))
    middle = log(point.y / (1 - point.y))
    return replace(point, low=1 / (1 + exp(reach - middle)), high=1 / (1 + exp(-reach - middle)))


def _positive(point: Point) -> Point:
    low, _ = point.ends
    if low >= 0 or point.y <= 0:
        return point
    factor = exp(_reach(point) / point.y)
    return replace(point, low=point.y / factor, high=point.y * factor)


def _reach(point: Point) -> float:
    low, high = point.ends
    return max(high - point.y, point.y - low)
