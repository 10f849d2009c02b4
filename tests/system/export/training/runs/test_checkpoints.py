"""A checkpoint is there whole or not at all, and says in a sentence what is wrong with it."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from support.inputs.nested import nested
from support.processes.waiting import ends_within
from torch import nn

from shotglass.errors import TrainingFailed
from shotglass_export.recipe import TrainingRecipe
from shotglass_export.training.optimiser import adamw
from shotglass_export.training.runs import checkpoints
from shotglass_export.training.runs.checkpoints import OPTIMISER, STATE, WEIGHTS, State, load, save

RECIPE = TrainingRecipe(tokens=100, batch=1, length=10)


def learner(seed: int) -> tuple[nn.Module, torch.optim.Optimizer]:
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4))
    optimiser = adamw(model, RECIPE)
    for _ in range(2):
        model(torch.randn(5, 3)).square().mean().backward()
        optimiser.step()
        optimiser.zero_grad()
    return model, optimiser


def state(step: int) -> State:
    return State(recipe={"name": "x"}, data="d", step=step, tokens=10 * step)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "checkpoint", *learner(0), state(2))
    return tmp_path / "checkpoint"


def test_weights_moments_and_random_numbers_come_back(folder):
    model, optimiser = learner(0)
    drawn = torch.randn(3)  # the next random numbers after the checkpoint
    other, restored = learner(1)
    found = load(folder, other, restored)
    assert torch.equal(torch.randn(3), drawn)
    assert (found.step, found.tokens, found.optimiser_steps) == (2, 20, 2)
    for mine, theirs in zip(other.parameters(), model.parameters(), strict=True):
        assert torch.equal(mine, theirs)
        for name, value in optimiser.state[theirs].items():
            assert torch.equal(restored.state[mine][name], value)


def test_decay_is_for_matrices_alone():
    _, optimiser = learner(0)
    groups = optimiser.param_groups
    decays = {p.ndim: group["weight_decay"] for group in groups for p in group["params"]}
    assert decays == {2: RECIPE.weight_decay, 1: 0.0}


def test_a_full_disk_is_one_sentence_and_the_old_checkpoint_stays(folder, monkeypatch):
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(checkpoints, "save_file", full)
    with pytest.raises(TrainingFailed, match=r"step 3 could not be written .*No space left.*room"):
        save(folder, *learner(1), state(3))
    assert load(folder, *learner(2)).step == 2
    assert [path.name for path in folder.parent.iterdir()] == ["checkpoint"]


@pytest.mark.parametrize("file", [WEIGHTS, OPTIMISER, STATE])
@pytest.mark.parametrize("damage", ["missing", "cut", "nonsense"])
def test_a_damaged_checkpoint_is_one_sentence(folder, file, damage):
    path = folder / file
    if damage == "missing":
        path.unlink()
    else:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if damage == "cut" else b"\x00" * 40)
    with pytest.raises(TrainingFailed, match=r"checkpoint cannot be read .*--fresh"):
        load(folder, *learner(1))


def test_weights_of_another_shape_are_refused(folder):
    model = nn.Sequential(nn.Linear(3, 5), nn.LayerNorm(5))
    with pytest.raises(TrainingFailed, match="size mismatch"):
        load(folder, model, adamw(model, RECIPE))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 100_000,
        '{"recipe": {}, "data": "d", "more": 1}',
        *(
            json.dumps({"recipe": {"name": "x"}, "data": "d", "architecture": {}} | change)
            for change in (
                {"step": "2"},
                {"step": -1},
                {"step": 1 << 70},
                {"tokens": None},
                {"seconds": "long"},
                {"optimiser_steps": 0.5},
                {"recipe": None},
                {"architecture": [1]},
                {"format": 2},
                {"recipe": nested(900)},
            )
        ),
    ],
)
def test_a_state_that_nobody_wrote_is_one_sentence(folder, text):
    (folder / STATE).write_text(text)
    with pytest.raises(TrainingFailed, match=r"checkpoint cannot be read .*--fresh"):
        load(folder, *learner(1))


@pytest.mark.parametrize(
    "change",
    [
        lambda saved: saved.pop("torch.rng"),
        lambda saved: saved.update({"torch.rng": torch.zeros(7, dtype=torch.uint8)}),
        lambda saved: saved.update({"torch.rng": torch.zeros(5056)}),
        lambda saved: saved.pop("0.weight.exp_avg_sq"),
        lambda saved: saved.update({"0.weight.exp_avg": torch.zeros(9)}),
    ],
)
def test_an_optimiser_of_other_tensors_is_one_sentence(folder, change):
    saved = load_file(folder / OPTIMISER)
    change(saved)
    save_file(saved, folder / OPTIMISER)
    with pytest.raises(TrainingFailed, match=r"checkpoint cannot be read .*--fresh"):
        load(folder, *learner(1))


@pytest.mark.parametrize("name", [STATE, WEIGHTS, OPTIMISER])
def test_a_pipe_is_refused_and_not_waited_for(folder, name):
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with ends_within(20), pytest.raises(TrainingFailed, match="it is a pipe, a folder or a device"):
        load(folder, *learner(0))
