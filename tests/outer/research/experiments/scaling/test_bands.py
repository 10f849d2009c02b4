"""The fifth shape is judged by both bands, and another experiment's runs are read where it has
them."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass.statistics import Interval
from shotglass_research.experiments.experiment import Context
from shotglass_research.experiments.registry import find
from shotglass_research.experiments.result import Point, Result, Series, read_result
from shotglass_research.experiments.scaling.bands import FIFTH, SAME, _as, _judge, _name
from shotglass_research.experiments.scaling.bootstrap import resample
from shotglass_research.experiments.scaling.scaling import LARGEST, SHAPES, SIZES

LESSONS = Path(__file__).parents[5] / "web/src/lessons"
ALLOWED = {"student-t": Interval(4.86, 4.8, 4.9), "bootstrap": Interval(4.86, 4.84, 4.88)}


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (4.91, 5.0, "held"),
        (4.85, 4.87, "refuted"),
        (4.5, 4.6, "refuted"),
        (4.89, 5.0, "null"),  # above one of two
        (4.7, 5.0, "null"),
    ],
)
def test_it_holds_above_both_bands_and_is_refuted_below_their_upper_ends(
    low: float, high: float, outcome: str
) -> None:
    assert _judge(Point("", (low + high) / 2, low, high, 3), ALLOWED) == outcome


def test_the_fifth_shape_has_as_many_parameters_as_the_others_of_its_size() -> None:
    assert FIFTH.parameters == SAME.parameters == 196_608


def test_runs_of_another_experiment_are_those_of_its_file_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "bands" / "0123456789abcdef"
    context = Context(False, (1,), 1, tmp_path, own, lambda *_: None)

    found = _as(context, "scaling").cache

    assert found == tmp_path / "scaling" / find("scaling").code[:16]
    assert _as(context, "scaling").seeds == context.seeds


def result_of(lesson: str) -> Result:
    return read_result(LESSONS / lesson / "result.json")


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
