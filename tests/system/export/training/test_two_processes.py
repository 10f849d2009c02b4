"""Two processes train the model that one trains: the same rows, gradients summed."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import torch
from safetensors.torch import load_file

from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.training.runs.checkpoints import CHECKPOINT, OPTIMISER, WEIGHTS

MODULE = "shotglass_export.training"


def by_torchrun(recipe: Path, environment: dict[str, str], runs: Path) -> subprocess.Popen:
    launch = [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node=2", "--standalone"]
    command = [*launch, "-m", MODULE, str(recipe), "--runs", str(runs)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def by_hand(recipe: Path, environment: dict[str, str], runs: Path) -> list[subprocess.Popen]:
    """What torchrun does, without its five seconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shared = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    return [
        subprocess.Popen(
            [sys.executable, "-m", MODULE, str(recipe), "--runs", str(runs)],
            env=environment | shared | {"RANK": rank, "LOCAL_RANK": rank},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
        for rank in ("0", "1")
    ]


def finished(process: subprocess.Popen) -> None:
    said, _ = process.communicate(timeout=500)
    assert process.returncode == 0, said


@pytest.mark.slow  # three trainings in processes of their own, 20 seconds of both cores
def test_two_processes_train_what_one_trains(toy, environment, tmp_path):
    recipe = toy()
    for process in by_hand(recipe, environment, tmp_path / "two"):
        finished(process)
    command = [sys.executable, "-m", MODULE, str(recipe), "--runs", str(tmp_path / "one")]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=500)
    one, two = (load_file(tmp_path / n / "toy" / CHECKPOINT / WEIGHTS) for n in ("one", "two"))
    for name, weight in one.items():
        torch.testing.assert_close(two[name], weight, rtol=1e-4, atol=2e-5)
    assert any(not torch.equal(two[name], weight) for name, weight in one.items())  # other sums


@pytest.mark.slow
def test_two_processes_that_are_killed_go_on_to_the_same_bits(toy, environment, tmp_path):
    recipe = toy(training__tokens=400 * 4 * 16, probes__every=1000)
    finished(by_torchrun(recipe, environment, tmp_path / "whole"))
    for number, runs in ((signal.SIGKILL, tmp_path / "killed"), (signal.SIGTERM, tmp_path / "cut")):
        process = by_torchrun(recipe, environment, runs)
        while steps(runs) < 100:
            assert process.poll() is None
            time.sleep(0.02)
        for one in [process, *psutil.Process(process.pid).children(recursive=True)]:
            one.send_signal(number)
        process.communicate(timeout=100)
        assert steps(runs) < 400
        finished(by_torchrun(recipe, environment, runs))
        for file in (WEIGHTS, OPTIMISER):
            mine, whole = (r / "toy" / CHECKPOINT / file for r in (runs, tmp_path / "whole"))
            assert mine.read_bytes() == whole.read_bytes()


def steps(runs: Path) -> int:
    metrics = runs / "toy" / METRICS
    lines = read(metrics).lines if metrics.exists() else ()
    return sum(line["kind"] == "step" for line in lines)
