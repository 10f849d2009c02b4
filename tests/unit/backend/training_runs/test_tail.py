"""The tail of a metrics file: what is new, once, and one clean curve after a resume."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from support.inputs.small_run import append, small_run, start, step, text_of, write_run

from shotglass.training_runs.metrics import MetricsTail


@pytest.fixture
def metrics(tmp_path: Path) -> Path:
    return write_run(tmp_path, "small", small_run(40))


def steps(lines: list[Any]) -> list[int]:
    return [line["step"] for line in lines if line["kind"] == "step"]


def rewrite(path: Path, lines: list[dict[str, Any]]) -> None:
    other = path.with_name("metrics.tmp")
    other.write_text(text_of(lines))
    os.replace(other, path)


def test_what_is_new_is_told_once(metrics: Path) -> None:
    tail = MetricsTail(metrics, metrics.stat().st_size)
    assert tail.read() == []
    append(metrics, step(50))
    assert steps(tail.read()) == [50]
    assert tail.read() == []


def test_from_the_beginning_all_is_told(metrics: Path) -> None:
    assert steps(MetricsTail(metrics, 0).read()) == [10, 20, 30, 40]


def test_after_a_resume_all_from_it_on_is_told_again(metrics: Path) -> None:
    tail = MetricsTail(metrics, metrics.stat().st_size)
    append(metrics, step(50))
    tail.read()
    resumed = [*small_run(20), {"kind": "resume", "step": 20, "time": 2e9}, step(30, loss=1.0)]
    rewrite(metrics, resumed)
    told = tail.read()
    assert [line["kind"] for line in told] == ["resume", "step"]
    append(metrics, step(40))
    assert steps(tail.read()) == [40]


def test_two_resumes_between_two_looks_are_both_told(metrics: Path) -> None:
    tail = MetricsTail(metrics, 0)
    tail.read()
    lines = [*small_run(10), {"kind": "resume", "step": 10, "time": 2e9}, step(20, at=2e9)]
    rewrite(metrics, [*lines, {"kind": "resume", "step": 20, "time": 2.1e9}, step(30, at=2.1e9)])
    assert [line["kind"] for line in tail.read()] == ["resume", "step", "resume", "step"]


def test_a_run_begun_anew_is_told_from_its_start(metrics: Path) -> None:
    tail = MetricsTail(metrics, metrics.stat().st_size)
    rewrite(metrics, [start(), step(10)])
    assert [line["kind"] for line in tail.read()] == ["start", "step"]


@pytest.mark.parametrize("offset", [7, 10**9])
def test_an_offset_that_is_of_another_file_tells_all(metrics: Path, offset: int) -> None:
    assert steps(MetricsTail(metrics, offset).read()) == [10, 20, 30, 40]


def test_a_file_that_is_gone_says_nothing(metrics: Path) -> None:
    tail = MetricsTail(metrics, 0)
    metrics.unlink()
    assert tail.read() == []
