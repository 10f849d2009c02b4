"""A training that is killed at any moment goes on to the same weights, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from shotglass_export.training.runs.checkpoints import CHECKPOINT, OPTIMISER, WEIGHTS
from shotglass_export.training.runs.metrics import METRICS

HERE = Path(__file__).parent
CALLS = 20  # to the system during one save, and more


def killed(recipe: Path, tmp_path: Path, plan: list[Any]) -> list[dict[str, Any]]:
    command = [sys.executable, str(HERE / "killing.py"), str(recipe), str(tmp_path / "runs")]
    done = subprocess.run(
        [*command, json.dumps(plan)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def random_kills(count: int, seed: int) -> list[float]:
    random = Random(seed)
    return [random.uniform(0.0, 0.8) for _ in range(count)]


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


@pytest.mark.by_need
def test_kills_at_steps_of_saving_change_no_bit(toy, tmp_path):
    plan = [*at_each_call(1, 9)[::3], ["half", 1], ["half", 2]]
    results = killed(toy(), tmp_path, plan)
    assert not any(result["done"] for result in results[:-1])  # each of them did die there
    assert_same_as_whole(tmp_path, results)


@pytest.mark.slow
def test_a_hundred_kills_change_no_bit(toy, tmp_path):
    results = killed(toy(), tmp_path, random_kills(140, seed=2))
    kills = sum(not result["done"] for result in results)
    print(f"{kills} kills, {len(results) - kills} runs that came to their end")
    assert kills >= 100
    assert_same_as_whole(tmp_path, results)


@pytest.mark.slow
def test_kills_at_each_call_of_every_save_change_no_bit(toy, tmp_path):
    plan = [*at_each_call(1, CALLS + 1), *(["half", number] for number in range(1, 7))]
    results = killed(toy(training__tokens=60 * 4 * 16), tmp_path, plan)
    assert not any(result["done"] for result in results[:-1])
    assert_same_as_whole(tmp_path, results)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("g++"), reason="torch.compile writes C++, which needs g++")
def test_five_kills_of_a_compiled_run_change_no_bit(toy, tmp_path):
    recipe = toy(training__compile=True, training__precision="bf16", training__tokens=30 * 4 * 16)
    assert compiled(recipe, tmp_path / "runs" / "whole", kill_after=None)
    for steps in (3, 8, 13, 18, 23):
        assert not compiled(recipe, tmp_path / "runs" / "killed", kill_after=steps)
    done = compiled(recipe, tmp_path / "runs" / "killed", kill_after=None)
    assert_same_as_whole(tmp_path, [{"run": "killed", "done": done}])


def compiled(recipe: Path, runs: Path, kill_after: int | None) -> bool:
    """Trains in a process of its own; whether it came to its end."""
    program = (
        "import sys; from pathlib import Path; from toy import toy_session\n"
        "from shotglass_export.training.session import train\n"
        "train(toy_session(Path(sys.argv[1]), Path(sys.argv[2]), save_seconds=0.0))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(recipe), str(runs)], env=environment(),
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        while kill_after and steps_of(runs / "toy") < kill_after:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.01)
        if kill_after:
            process.kill()
        _, said = process.communicate(timeout=500)
    assert process.returncode in (0, -signal.SIGKILL), said
    return process.returncode == 0


def steps_of(run: Path) -> int:
    metrics = run / METRICS
    lines = metrics.read_text("utf-8").splitlines() if metrics.exists() else []
    return sum(line.startswith('{"kind": "step"') for line in lines)


def environment() -> dict[str, str]:
    """The tests' own modules can be imported; one thread."""
    path = os.pathsep.join([str(HERE.parents[2]), os.environ.get("PYTHONPATH", "")])
    return os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
