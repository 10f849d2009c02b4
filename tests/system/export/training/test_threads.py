"""How many threads torch computes with where a run begins, where it goes on, and when asked."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from system.export.training.test_train import stopped, trained

from shotglass_export.training import threads
from shotglass_export.training.runs.checkpoints import CHECKPOINT, STATE
from shotglass_export.training.threads import choose_threads, counts, fastest


def test_fewer_threads_are_taken_only_where_they_are_plainly_faster() -> None:
    assert counts(1) == [1]
    assert counts(2) == [2, 1]
    assert counts(12) == [12, 6, 3, 1]
    rates = {8: 10.0, 4: 12.0, 2: 30.0, 1: 33.0}
    assert fastest([8, 4, 2, 1], rates.__getitem__) == 2
    assert fastest([4, 2], {4: 1.0, 2: 1.2}.__getitem__) == 4
    assert fastest([1], rates.__getitem__) == 1


def test_one_bad_moment_does_not_decide() -> None:
    seen: list[int] = []

    def rate(count: int) -> float:
        seen.append(count)
        return 1.0 if seen == [2] else 10.0 * count

    assert fastest([2, 1], rate) == 2
    assert seen == [2, 1, 2, 1], "in turns"


def test_a_count_is_chosen_by_training_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    before = torch.get_num_threads()
    monkeypatch.setattr(threads, "TRIED", 0.01)
    try:
        assert 1 <= choose_threads(32) <= before
    finally:
        torch.set_num_threads(before)


@pytest.mark.by_need
def test_a_run_goes_on_with_the_threads_that_it_began_with(
    toy: Callable[..., Path], environment: dict[str, str], tmp_path: Path
) -> None:
    recipe, run = toy(training__tokens=300 * 4 * 32, training__length=32), tmp_path / "runs" / "toy"
    ended = stopped(recipe, environment, run, signal.SIGTERM)
    with ended.stderr, ended.stdout:
        assert "on cpu, 1 thread." in ended.stderr.read()
    state = json.loads((run / CHECKPOINT / STATE).read_text())
    assert state["threads"] == 1

    begun_with_two = json.dumps(state | {"threads": 2})
    (run / CHECKPOINT / STATE).write_text(begun_with_two)
    assert trained(recipe, environment, "--threads", "0").returncode == 2
    again = stopped(recipe, environment, run, signal.SIGTERM)
    with again.stderr, again.stdout:
        again.stderr.read()
    assert json.loads((run / CHECKPOINT / STATE).read_text())["threads"] == 2
    assert trained(recipe, environment, "--threads", "1").returncode == 0
    assert json.loads((run / CHECKPOINT / STATE).read_text())["threads"] == 1
