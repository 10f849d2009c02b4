"""``shotglass experiment``: the list, a run that goes on, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from shotglass.errors import DataFailed, ExperimentFailed
from shotglass_export.progress import silent
from shotglass_research.experiments import run as runs
from shotglass_research.experiments.command import experiment
from shotglass_research.experiments.experiment import Context, Findings
from shotglass_research.experiments.registry import Registered, find
from shotglass_research.experiments.result import Data, Point, Series, read_result
from shotglass_research.experiments.run import Options, is_stale, run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "src/extensions/course/lessons/mixture").mkdir(parents=True)
    return tmp_path


def invoke(*words: object) -> str:
    done = CliRunner().invoke(experiment, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_says_which_have_a_result(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "is_committed", lambda _: True)
    before = invoke("--list", "--page", page)
    invoke("mixture", "--page", page)
    after = invoke("--list", "--page", page)

    assert "mixture\tlesson mixture\tstale\t0.1 min\tDo the epochs" in before
    assert "mixture\tlesson mixture\tthere" in after
    assert "sparse\tlesson sparse\tstale" in after


def test_the_list_loads_none_of_the_packages_that_experiments_compute_with(page: Path) -> None:
    script = (
        "import sys\n"
        "from shotglass_research.experiments.command import experiment\n"
        f"experiment(['--list', '--page', {str(page)!r}], standalone_mode=False)\n"
        "print(sorted({'torch', 'sklearn', 'scipy', 'gensim'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_smoke_run_without_into_writes_nothing(page: Path) -> None:
    said = invoke("mixture", "--smoke", "--page", page)

    assert said.startswith("mixture: refuted, n = 5 sources")
    assert list(page.rglob("result.json")) == []


def test_a_rule_that_is_not_committed_judges_no_lesson(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "is_committed", lambda _: False)

    with pytest.raises(ExperimentFailed, match="Commit it, or name another file with --into"):
        invoke("mixture", "--page", page)


def test_another_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(ExperimentFailed, match="no experiment 'mixtures'; there are .*mixture"):
        invoke("mixtures")


@pytest.mark.parametrize("words", [(), ("mixture", "--stale")])
def test_one_experiment_or_the_stale_ones_must_be_chosen(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(experiment, words)

    assert done.exit_code == 2
    assert "Name one experiment, or --stale" in done.output


def test_without_its_data_a_run_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(DataFailed, match="shotglass data build house-prose"):
        run(find("sparse"), Options(tmp_path, tmp_path), silent)


def interrupted(calls: list[str], fail_at: str) -> Registered:
    """An experiment of two conditions that is cut off at one of them."""

    def measure(key: str) -> float:
        calls.append(key)
        if key == fail_at:
            raise KeyboardInterrupt
        return float(len(key))

    def measured(context: Context) -> Findings:
        values = [context.kept(key, lambda key=key: measure(key)) for key in ("a", "bb")]
        points = tuple(Point(float(i), value) for i, value in enumerate(values))
        return Findings(
            "held", 2, (Series("s", "x", "count", points),), (Data("d", "0", "l", "s"),)
        )

    whole = find("mixture")
    return replace(whole, experiment=replace(whole.experiment, run=measured, holds=lambda _: True))


def test_a_run_that_was_cut_off_computes_only_what_is_missing(tmp_path: Path) -> None:
    calls: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run(interrupted(calls, "bb"), Options(tmp_path, tmp_path), silent)
    result = run(interrupted(calls, ""), Options(tmp_path, tmp_path), silent)

    assert calls == ["a", "bb", "bb"]
    assert [point.y for point in result.series[0].points] == [1.0, 2.0]


def test_what_must_hold_at_any_size_is_checked_in_every_run(tmp_path: Path) -> None:
    whole = find("mixture")
    broken = replace(whole, experiment=replace(whole.experiment, holds=lambda _: False))

    with pytest.raises(ExperimentFailed, match="Epochs times size"):
        run(broken, Options(tmp_path, tmp_path), silent)


def test_a_result_of_other_code_is_stale(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    invoke("mixture", "--into", file, "--smoke")
    fresh = find("mixture")

    assert not is_stale(fresh, file)
    assert is_stale(replace(fresh, code="another"), file)
    assert is_stale(fresh, tmp_path / "none.json")
    assert read_result(file).code == fresh.code
    file.write_text("{")
    assert is_stale(fresh, file)
