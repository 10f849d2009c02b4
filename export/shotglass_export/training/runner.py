"""A recipe's way through the command: read, its data built, trained, published; an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from ..data.build import build_data
from ..data.command import default_packages
from ..data.folder import DataFolder, folder_of
from ..importing import import_source
from ..recipe import Recipe, read_recipe
from ..shipped_recipes import find_recipe
from ..terminal import progress
from . import run_folder
from .machine import Machine
from .session import Outcome, Session, train


@dataclass(frozen=True)
class Folders:
    """Of data folders, of runs, of model folders."""

    data: Path
    runs: Path
    models: Path


def run_recipe(path: Path, folders: Folders, *, fresh: bool, tensorboard: bool) -> int:
    """0 when the run is done, 128 + its number when a signal stopped it. Raises ShotglassError."""
    path = find_recipe(path)
    recipe, machine = read_recipe(path), Machine.find()
    try:
        if fresh and machine.first:
            _move_aside(folders.runs / recipe.name)
        data = _data(recipe, folders.data, machine)
        outcome = train(Session(recipe, path, data, folders.runs, machine, tensorboard=tensorboard))
    finally:
        machine.leave()
    return _end(recipe, folders, outcome) if machine.first else _code(outcome)


def _move_aside(run: Path) -> None:
    if aside := run_folder.move_aside(run):
        click.echo(f"The run that was there is now {aside}.", err=True)


def _data(recipe: Recipe, root: Path, machine: Machine) -> DataFolder:
    """Built by the first process, then opened by all."""
    if machine.first:
        with progress() as report:
            build_data(recipe.data, root, default_packages(), report)
    machine.any(False)
    return DataFolder.open(folder_of(recipe.data, root))


def _end(recipe: Recipe, folders: Folders, outcome: Outcome) -> int:
    """Says what there is now, and makes a model of it if the recipe wants that."""
    run = folders.runs / recipe.name
    if outcome.stopped:
        click.echo(
            f"Stopped after step {outcome.state.step:,} and saved; "
            "the same command goes on from there.",
            err=True,
        )
    elif recipe.publish:
        click.echo(import_source(str(run), recipe.name, folders.models, folders.runs))
        click.echo(f"Prompt it: shotglass serve --model {recipe.name}")
    else:
        click.echo(f"{run} is done. Make a model of it: shotglass import {run}")
    return _code(outcome)


def _code(outcome: Outcome) -> int:
    return 128 + outcome.stopped if outcome.stopped else 0
