"""Intervals of results end where their quantities can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass_research.experiments.points import DIFFERENCE, within_bounds
from shotglass_research.experiments.result import Point, Series, read_result

LESSONS = Path(__file__).parents[3] / "web/src/extensions/course/lessons"
COMMITTED = sorted(LESSONS.glob("*/*result.json"))


def test_an_interval_of_a_share_is_as_wide_on_the_logit_scale() -> None:
    series = Series("novel-1", "burstiness", "share", (Point(1.0, 0.811, 0.205, 1.417, 3),))

    (point,) = within_bounds(series).points

    assert point.low == pytest.approx(0.0758, abs=5e-4)
    assert point.high == pytest.approx(0.9956, abs=5e-4)
    assert (point.x, point.y, point.n) == (1.0, 0.811, 3)


def test_an_interval_of_a_square_or_a_divergence_is_as_wide_in_logarithms() -> None:
    for name, unit in (("distance", "squared"), ("kl-blind", "nats")):
        (point,) = within_bounds(Series(name, "x", unit, (Point(1.0, 2.0, -2.0, 6.0),))).points

        assert point.low == pytest.approx(2 / 7.389, rel=1e-3)
        assert point.high == pytest.approx(2 * 7.389, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "unit", "point"),
    [
        ("gap", "share", Point("two layers less one", 0.18, -0.42, 0.79)),
        ("order-tuned-less-scratch", "share", Point(100.0, 0.01, -0.01, 0.03)),
        ("miss", "nats", Point(1.0, 0.08, -0.01, 0.17)),
        ("right", "share", Point(1.0, 0.5, 0.4, 0.6)),
        ("right", "share", Point(1.0, 0.5)),
    ],
)
def test_differences_and_intervals_that_can_be_stay_as_they_are(
    name: str, unit: str, point: Point
) -> None:
    series = Series(name, "x", unit, (point,))

    assert within_bounds(series) == series


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_committed_interval_ends_where_its_quantity_can_be(path: Path) -> None:
    for series in read_result(path).series:
        if series.unit == "share" and DIFFERENCE.search(series.name) is None:
            assert all(0 <= end <= 1 for point in series.points for end in point.ends), series.name
        elif series.unit == "squared":
            assert all(end >= 0 for point in series.points for end in point.ends), series.name
        assert all(min(point.ends) <= point.y <= max(point.ends) for point in series.points)
