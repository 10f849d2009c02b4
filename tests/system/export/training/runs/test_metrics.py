"""The file of a run: whole lines, and after a resume none from beyond it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.processes.waiting import ends_within

from shotglass.errors import TrainingFailed
from shotglass.training_runs.metrics import read
from shotglass_export.training.runs.metrics import METRICS, Metrics, drop_after, nobody


def lines(run: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run / METRICS).read_text("utf-8").splitlines()]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    with Metrics(tmp_path, nobody) as metrics:
        metrics.write("start", name="x", recipe={}, parameters=1, tokens_total=30, steps_total=3)
        for step in (1, 2, 3):
            metrics.write("step", step=step, tokens=10 * step, loss=1.0 / step)
    return tmp_path


def test_the_kind_comes_first_and_the_servers_reader_knows_every_line(run):
    assert [line["kind"] for line in lines(run)] == ["start", "step", "step", "step"]
    assert all(next(iter(line)) == "kind" for line in lines(run))
    reading = read(run / METRICS)
    assert (len(reading.lines), reading.faulty) == (4, 0)


def test_lines_from_beyond_the_resumed_step_are_dropped(run):
    drop_after(run, 1)
    assert [line.get("step") for line in lines(run)] == [None, 1]


def test_half_a_line_is_dropped(run):
    with (run / METRICS).open("a") as file:
        file.write('{"kind": "step", "step": 1, "tok')
    drop_after(run, 3)
    assert len(lines(run)) == 4


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        '{"kind": "step", "step": 2, "loss": }',
        "[" * 100_000 + "}",
        '["a list"]',
        '{"kind": "step", "step": "two"}',
        '{"kind": "step", "step": null}',
        '{"kind": "step", "step": {"a": 1}}',
        "\x00\x00\x00}",
    ],
)
def test_a_line_that_nobody_can_read_is_left_out_and_counted(run, line):
    path = run / METRICS
    first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([first, f"{line}\n", *rest]), "utf-8")
    assert drop_after(run, 2) == 1
    assert [line.get("step") for line in lines(run)] == [None, 1, 2]


def test_a_run_that_begins_anew_begins_an_empty_file(run):
    drop_after(run, -1)
    assert lines(run) == []


def test_what_is_no_number_is_not_written(run):
    with Metrics(run, nobody) as metrics, pytest.raises(ValueError, match="JSON"):
        metrics.write("step", step=4, loss=float("nan"))
    assert len(lines(run)) == 4


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / METRICS)
    with ends_within(20), pytest.raises(TrainingFailed, match="it is a pipe, a folder or a device"):
        drop_after(tmp_path, 1)
