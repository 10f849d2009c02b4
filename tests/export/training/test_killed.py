"""A training that is killed at any moment goes on to the same weights, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shotglass_export.training.checkpoints import CHECKPOINT, OPTIMISER, WEIGHTS
from shotglass_export.training.metrics import METRICS

HERE = Path(__file__).parent
CALLS = 20  # to the system during one save, and more


def killed(recipe: Path, tmp_path: Path, plan: list[Any]) -> list[dict[str, Any]]:
    tests = os.pathsep.join([str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, str(HERE / "killing.py"), str(recipe), str(tmp_path / "runs")]
    done = subprocess.run(
        [*command, json.dumps(plan)],
        env=os.environ | {"PYTHONPATH": tests, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def random_kills(count: int, seed: int) -> list[float]:
    random = Random(seed)
    return [random.uniform(0.0, 1.2) for _ in range(count)]


def at_each_call(first: int, last: int) -> list[list[Any]]:
    return [["call", number] for number in range(first, last)]


def assert_same_as_whole(tmp_path: Path, results: list[dict[str, Any]]) -> None:
    whole = tmp_path / "runs" / "whole" / "toy"
    finished = [result["run"] for result in results if result["done"]]
    assert finished
    for name in finished:
        run = tmp_path / "runs" / name / "toy"
        for file in (f"{CHECKPOINT}/{WEIGHTS}", f"{CHECKPOINT}/{OPTIMISER}"):
            assert (run / file).read_bytes() == (whole / file).read_bytes()
        assert curve(run) == curve(whole)
        assert not [path.name for path in run.iterdir() if path.name.endswith((".new", ".old"))]


def curve(run: Path) -> list[dict[str, Any]]:
    """The metrics without what depends on the clock; and no line twice."""
    lines = [json.loads(line) for line in (run / METRICS).read_text("utf-8").splitlines()]
    clock = ("time", "tokens_per_second", "mfu", "eta", "seconds", "ceiling_flops")
    return [
        {key: value for key, value in line.items() if key not in clock}
        for line in lines
        if line["kind"] != "resume"
    ]


def test_kills_at_random_moments_change_no_bit(toy, tmp_path):
    results = killed(toy(), tmp_path, random_kills(6, seed=1))
    assert any(not result["done"] for result in results)
    assert_same_as_whole(tmp_path, results)


def test_kills_at_steps_of_saving_change_no_bit(toy, tmp_path):
    plan = [*at_each_call(1, 9), ["half", 1], ["half", 2]]
    results = killed(toy(), tmp_path, plan)
    assert not any(result["done"] for result in results[:-1])  # each of them did die there
    assert_same_as_whole(tmp_path, results)


@pytest.mark.slow
def test_a_hundred_kills_change_no_bit(toy, tmp_path):
    plan = [*random_kills(100 - CALLS, seed=2), *at_each_call(1, CALLS + 1)]
    results = killed(toy(), tmp_path, plan)
    print(f"{sum(not result['done'] for result in results)} kills")
    assert sum(not result["done"] for result in results) >= 60
    assert_same_as_whole(tmp_path, results)
