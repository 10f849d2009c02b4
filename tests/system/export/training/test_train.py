"""A whole run by the command: it learns a text by heart, stops and goes on, and answers prompts."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.inputs.toy import TEXT

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.training_runs.metrics import METRICS, read
from shotglass_export.training.runs.checkpoints import CHECKPOINT, WEIGHTS

PROMPT = "The owl of house 0"
GREEDY = DecodingSettings(max_tokens=25, temperature=0)
SENTENCE = TEXT.split("\n\n\n")[0]
BY_HEART = {
    "publish": True,
    "model__width": 64,
    "model__context": 64,
    "data__text": " ".join([SENTENCE] * 12),
    "data__held_out": 0.0,
    "training__tokens": 160 * 4 * 32,
    "training__length": 32,
    "training__learning_rate": 1e-2,
    "probes__every": 40,
}


def command(recipe: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "shotglass", "train", str(recipe), *more]


def trained(recipe: Path, environment: dict[str, str], *more: str) -> Any:
    return subprocess.run(
        command(recipe, *more), env=environment, capture_output=True, text=True, timeout=500
    )


def steps(run: Path) -> list[int]:
    return [line["step"] for line in read(run / METRICS).lines if line["kind"] == "step"]


def stopped(recipe: Path, environment: dict[str, str], run: Path, number: int) -> subprocess.Popen:
    """After some steps, by a signal."""
    process = subprocess.Popen(
        command(recipe), env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    while not ((run / METRICS).exists() and len(steps(run)) > 3):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    process.send_signal(number)
    process.wait(timeout=100)
    return process


def test_a_sentence_is_learnt_by_heart_over_a_stop_and_said_by_the_engine(
    toy, environment, tmp_path
):
    recipe, run = toy(**BY_HEART), tmp_path / "runs" / "toy"
    first = stopped(recipe, environment, run, signal.SIGTERM)
    with first.stderr, first.stdout:
        said = first.stderr.read()
    assert first.returncode == 128 + signal.SIGTERM
    assert "the same command goes on from there" in said
    assert len(steps(run)) < 160

    second = trained(recipe, environment)
    assert second.returncode == 0, second.stderr
    assert steps(run) == list(range(1, 161))
    assert "shotglass serve --model toy" in second.stdout

    folder = Library((tmp_path / "models",)).folder("toy")
    with closing(Engine.open(folder, slots=1, threads=1)) as engine:
        *_, done, _ = generate(engine, PROMPT, GREEDY)
    assert (PROMPT + done.text).startswith(SENTENCE)


@pytest.mark.slow  # a whole run more; what experts add to a step is in test_loop.py
def test_experts_learn_a_sentence_by_heart_and_say_it_in_the_engine(toy, environment, tmp_path):
    recipe = toy(**BY_HEART, model__experts=3)

    done = trained(recipe, environment)

    assert done.returncode == 0, done.stderr
    folder = Library((tmp_path / "models",)).folder("toy")
    assert folder.manifest.architecture.experts == 3
    with closing(Engine.open(folder, slots=1, threads=1)) as engine:
        *_, said, _ = generate(engine, PROMPT, GREEDY)
    assert (PROMPT + said.text).startswith(SENTENCE)


@pytest.mark.slow
def test_a_finished_run_is_left_alone_and_begun_anew_when_asked(toy, environment, tmp_path):
    recipe, run = toy(), tmp_path / "runs" / "toy"
    assert trained(recipe, environment).returncode == 0
    before = (run / CHECKPOINT / WEIGHTS).read_bytes(), (run / METRICS).read_bytes()
    again = trained(recipe, environment)
    assert again.returncode == 0, again.stderr
    assert before == ((run / CHECKPOINT / WEIGHTS).read_bytes(), (run / METRICS).read_bytes())
    fresh = trained(recipe, environment, "--fresh")
    assert "toy.1" in fresh.stderr
    assert (run.with_name("toy.1") / METRICS).read_bytes() == before[1]
    assert (run / CHECKPOINT / WEIGHTS).read_bytes() == before[0]  # the same seed
