"""Quick experiments repeated in full: what is committed comes out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from shotglass_export.data.folder import data_root
from shotglass_export.progress import silent
from shotglass_research.experiments.registry import experiments
from shotglass_research.experiments.result import Result, read_result
from shotglass_research.experiments.run import Options, run

LESSONS = Path(__file__).parents[4] / "web/src/extensions/course/lessons"
QUICK = ("mixture", "sparse", "norms", "bayes", "descent")


@pytest.mark.slow
@pytest.mark.timeout(3600)  # minutes of processor time, beside other work more
@pytest.mark.parametrize("name", QUICK)
def test_a_quick_one_repeated_in_full_is_within_the_intervals_of_what_is_committed(
    name: str, tmp_path: Path
) -> None:
    registered = experiments()[name]
    committed = read_result(LESSONS / registered.experiment.lesson / "result.json")

    again = run(registered, Options(_built_data(), tmp_path), silent)

    assert again.outcome == committed.outcome
    assert again.n == committed.n
    assert outside(again, committed) == []


def outside(again: Result, committed: Result) -> list[str]:
    """Points of ``again`` that are not within the committed intervals, but for rounding."""
    found = []
    for series in committed.series:
        for point in series.points:
            y = again.point(series.name, point.x).y
            low = point.y if point.low is None else point.low
            high = point.y if point.high is None else point.high
            room = 1e-5 * max(1.0, abs(point.y))
            if not low - room <= y <= high + room:
                found.append(f"{series.name} at {point.x}: {y} not in [{low}, {high}]")
    return found


def _built_data() -> Path:
    from shotglass_export.data.build import build_data
    from shotglass_export.data.command import default_packages
    from shotglass_export.recipe import find_recipe, read_recipe

    build_data(
        read_recipe(find_recipe(Path("house-prose"))).data, data_root(), default_packages(), silent
    )
    return data_root()
