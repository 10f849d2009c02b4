"""What a run gives is written with six digits and read back strictly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from shotglass.errors import ExperimentFailed
from shotglass_research.experiments.points import difference, over_seeds, ratio_over_clusters, share
from shotglass_research.experiments.result import (
    Data,
    Point,
    Result,
    Series,
    Table,
    read_result,
    write_result,
)

RESULT = Result(
    name="weights",
    lesson="weights",
    question="Q?",
    hypothesis="H.",
    rule="R.",
    null="N.",
    outcome="null",
    n=3,
    counted="items",
    seeds=(1, 2),
    tokens=0,
    minutes=1 / 3,
    machine="2 cores",
    series=(Series("a", "size", "share", (Point(1.0, 2 / 3, 0.5, 0.75, 4), Point("few", 1e-9))),),
    tables=(Table("t", ("name", "value"), (("x", 12345678.9), ("y", None))),),
    data=(Data("d", "0" * 64, "CC0", "pip d 1.0"),),
    code="c",
    rule_commit="",
    run_commit="",
    date="2026-11-26",
    smoke=True,
    command="shotglass experiment weights",
)


def test_a_result_comes_back_as_it_was_but_for_digits_beyond_the_sixth(tmp_path: Path) -> None:
    write_result(RESULT, tmp_path / "lesson" / "result.json")
    found = read_result(tmp_path / "lesson" / "result.json")

    assert found.point("a", 1.0) == Point(1.0, 0.666667, 0.5, 0.75, 4)
    assert found.point("a", "few") == Point("few", 1e-9)
    assert found.tables[0].rows == (("x", 12345700.0), ("y", None))
    assert replace(found, series=(), tables=(), minutes=0.0) == replace(
        RESULT, series=(), tables=(), minutes=0.0
    )
    with pytest.raises(KeyError, match="a at 2"):
        found.point("a", 2.0)


@pytest.mark.parametrize(
    ("key", "value"),
    [("seeds", "1"), ("outcome", "won"), ("n", -1), ("n", 1.5), ("colour", "red"), ("smoke", 0)],
)
def test_another_value_or_key_is_refused_by_its_name(
    key: str, value: object, tmp_path: Path
) -> None:
    file = tmp_path / "result.json"
    write_result(RESULT, file)
    file.write_text(json.dumps(json.loads(file.read_text()) | {key: value}))

    with pytest.raises(ExperimentFailed, match=f"/{key}.*run the experiment again"):
        read_result(file)


def test_a_file_that_is_not_there_or_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExperimentFailed, match=r"none\.json cannot be read"):
        read_result(tmp_path / "none.json")
    (tmp_path / "cut.json").write_text('{"name": "we')
    with pytest.raises(ExperimentFailed, match=r"cut\.json cannot be read"):
        read_result(tmp_path / "cut.json")


def test_what_is_no_number_and_two_series_of_one_name_are_never_written(tmp_path: Path) -> None:
    nan = Series("a", "x", "share", (Point(1.0, float("nan")),))
    for series, message in (((nan,), "gives nan"), (RESULT.series * 2, "two series of one name")):
        with pytest.raises(ExperimentFailed, match=message):
            write_result(replace(RESULT, series=series), tmp_path / "result.json")
    assert not (tmp_path / "result.json").exists()


def test_the_interval_over_seeds_is_students() -> None:
    point = over_seeds(1.0, [1.0, 2.0, 3.0])  # t(0.975, 2) = 4.302653, s = 1

    assert point.low == pytest.approx(2 - 4.302653 / 3**0.5)
    assert point.high == pytest.approx(2 + 4.302653 / 3**0.5)
    assert over_seeds(1.0, [5.0]) == Point(1.0, 5.0, n=1)
    assert difference(1.0, [2.0, 4.0, 6.0], [1.0, 2.0, 3.0]) == point  # by seed, not by mean
    with pytest.raises(ValueError, match="shorter"):
        difference(1.0, [1.0, 2.0], [1.0])


def test_a_share_over_clusters_is_surer_with_more_clusters_and_not_with_larger_ones() -> None:
    few = ratio_over_clusters(1.0, [1, 9] * 10, [10] * 20)
    large = ratio_over_clusters(1.0, [100, 900] * 10, [1000] * 20)
    many = ratio_over_clusters(1.0, [1, 9] * 100, [10] * 200)

    assert few.y == large.y == many.y == 0.5
    assert (few.low, few.high) == (large.low, large.high)
    assert few.low is not None
    assert many.low is not None
    assert few.low < many.low < 0.5
    assert share(1.0, 5, 10).n == 10


def test_a_value_without_an_interval_is_judged_as_it_is() -> None:
    assert Point("a", 2.0).ends == (2.0, 2.0)
    assert Point("a", 2.0, 1.0, 3.0).ends == (1.0, 3.0)
