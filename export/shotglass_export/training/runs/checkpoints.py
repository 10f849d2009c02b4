"""A checkpoint: weights, optimiser and state in one folder, which is there whole or not at all.

    checkpoint/weights.safetensors     the model, by canonical name; of a LoRA run its adapter
               optimiser.safetensors   AdamW's moments by parameter and moment, torch's RNG
               state.json              steps done, tokens seen, the recipe

Written beside its place, synced, then renamed: a process that is killed at any moment leaves the
old one or the new one. Never pickle.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from shotglass.errors import TrainingFailed, quoted
from shotglass.machine.processors import MOST_THREADS
from shotglass.parsing import loads, open_plain

from ..optimiser import moments, restore, steps_made
from ..tuning.lora import learnt, take_back

CHECKPOINT, STABLE = "checkpoint", "stable"
WEIGHTS, OPTIMISER, STATE = "weights.safetensors", "optimiser.safetensors", "state.json"
FORMAT = 1
_RNG = "torch.rng"
_MOST = 1 << 62  # steps, tokens and seconds


@dataclass(frozen=True)
class State:
    """The progress of a run. ``recipe`` is plain JSON; ``data`` is the digest of what it trains on.

    ``architecture`` is the model's ModelConfig as JSON, by which the run is published without
    torch; ``commit`` the one of this code, None outside a checkout; ``threads``, with which torch
    computes, None in a checkpoint from before they were kept.
    """

    recipe: Mapping[str, Any]
    data: str
    step: int = 0
    tokens: int = 0
    label_predictions: int = 0
    seconds: float = 0.0
    optimiser_steps: int = 0  # more than ``step`` where the run took another one up
    architecture: Mapping[str, Any] = field(default_factory=dict)
    commit: str | None = None
    threads: int = 0
    format: int = FORMAT


def save(folder: Path, model: nn.Module, optimiser: torch.optim.Optimizer, state: State) -> None:
    """Raises TrainingFailed when the disk is full; the checkpoint that was there stays."""
    building = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(building, ignore_errors=True)
    try:
        building.mkdir(parents=True)
        save_file(
            {name: tensor.contiguous() for name, tensor in learnt(model).items()},
            building / WEIGHTS,
        )
        save_file(moments(model, optimiser) | {_RNG: torch.get_rng_state()}, building / OPTIMISER)
        facts = asdict(state) | {"optimiser_steps": steps_made(optimiser)}
        (building / STATE).write_text(json.dumps(facts, indent=1), "utf-8")
        for path in (*building.iterdir(), building):
            _sync(path)
    except (OSError, SafetensorError) as error:
        shutil.rmtree(building, ignore_errors=True)
        raise TrainingFailed(
            f"The checkpoint of step {state.step} could not be written to {folder.parent} "
            f"({error}): make room there and give the same command again."
        ) from error
    old = folder.with_name(f".{folder.name}.old")
    if folder.exists():
        folder.rename(old)
    building.rename(folder)
    _sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def recover(folder: Path) -> bool:
    """Finishes what a killed process left; whether there is a checkpoint then."""
    old = folder.with_name(f".{folder.name}.old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (old, folder.with_name(f".{folder.name}.new")):
        shutil.rmtree(left, ignore_errors=True)
    return folder.exists()


def read_state(folder: Path) -> State:
    """Raises TrainingFailed."""
    try:
        with open_plain((folder / STATE).resolve()) as file:
            state = State(**loads(file.read()))
        for name in ("step", "tokens", "label_predictions", "optimiser_steps", "threads"):
            value = getattr(state, name)
            if type(value) is not int or not 0 <= value < _MOST:
                raise ValueError(f"{name} is {quoted(value, 40)}; a whole number was expected")
        if state.threads > MOST_THREADS:
            raise ValueError(f"threads is {state.threads}; at most {MOST_THREADS} were expected")
        if type(state.seconds) not in (int, float) or not 0 <= state.seconds < _MOST:
            raise ValueError(f"seconds is {quoted(state.seconds, 40)}; a number was expected")
        if not isinstance(state.recipe, dict) or not isinstance(state.architecture, dict):
            raise ValueError("recipe and architecture are no objects")
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(folder, error) from error
    if state.format != FORMAT:
        raise _damaged(folder, f"format {state.format}, and {FORMAT} was expected")
    return state


def load(folder: Path, model: nn.Module, optimiser: torch.optim.Optimizer) -> State:
    """Puts weights, moments and RNG back where ``save`` took them. Raises TrainingFailed."""
    state = read_state(folder)
    try:
        for name in (WEIGHTS, OPTIMISER):  # a pipe would be waited for
            open_plain((folder / name).resolve()).close()
        weights, saved = load_file(folder / WEIGHTS), load_file(folder / OPTIMISER)
        torch.set_rng_state(saved.pop(_RNG))
        take_back(model, weights)  # copies: a mapped file is not aligned as torch's memory is
        restore(model, optimiser, saved, state.optimiser_steps)
    except (OSError, SafetensorError, KeyError, RuntimeError, TypeError, ValueError) as error:
        raise _damaged(folder, error) from error
    return state


def _sync(path: Path) -> None:
    """Writes to the disk; Windows cannot sync folders."""
    if path.is_dir() and os.name == "nt":
        return
    file = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _damaged(folder: Path, why: object) -> TrainingFailed:
    return TrainingFailed(
        f"The checkpoint {folder} cannot be read ({why}): "
        "begin anew with --fresh, which keeps the old run beside it."
    )
