"""The bands and the other runs are those of the results that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass_research.experiments.result import Result, Series, read_result
from shotglass_research.experiments.scaling.bands import _name
from shotglass_research.experiments.scaling.bootstrap import resample
from shotglass_research.experiments.scaling.scaling import LARGEST, SHAPES, SIZES

LESSONS = Path(__file__).parents[5] / "web/src/extensions/course/lessons"


BANDS = LESSONS / "scaling/bands.result.json"


def result_of(lesson: str) -> Result:
    return read_result(BANDS if lesson == "bands" else LESSONS / lesson / "result.json")


def series_of(lesson: str, name: str) -> Series:
    [found] = [one for one in result_of(lesson).series if one.name == name]
    return found


def test_the_other_runs_are_those_of_the_results_before_it() -> None:
    shapes = {point.x: point for point in series_of("bands", "loss-by-shape").points}

    assert series_of("bands", "loss-by-size") == series_of("scaling", "loss-by-size")
    assert series_of("bands", "band-student-t").points == (
        series_of("scaling", "law-by-size").points
    )
    assert series_of("bands", "largest").points == series_of("predicted", "measured").points
    for before in series_of("scaling", "loss-by-shape").points:
        assert shapes[before.x] == before
    assert len(shapes) == len(SHAPES) + 2 == 5


def test_its_bands_are_computed_again_from_the_runs_that_it_names() -> None:
    result = result_of("bands")
    runs = [[result.point(f"runs-{seed}", _name(one)).y for seed in (1, 2, 3)] for one in SIZES]

    found = resample([one.parameters for one in SIZES], runs)

    written = series_of("bands", "band-bootstrap").points
    for one, point in zip((*SIZES, LARGEST), written, strict=True):
        said = found.predicted(one.parameters)
        assert (point.y, point.low, point.high) == pytest.approx(
            (said.value, said.low, said.high), rel=1e-5
        )
