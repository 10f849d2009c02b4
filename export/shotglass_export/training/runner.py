"""A recipe's way through a command: read, its data built, trained, published; the exit code."""

from __future__ import annotations

from pathlib import Path

import click

from ..data.build import build_data
from ..data.command import default_packages
from ..data.folder import DataFolder, data_root, folder_of
from ..recipe import Recipe, read_recipe
from ..terminal import progress
from . import run_folder
from .machine import Machine
from .session import Session, train


def run_recipe(path: Path, data: Path | None, runs: Path, *, fresh: bool) -> int:
    """0 when the run is done, 128 + its number when a signal stopped it."""
    recipe, machine = read_recipe(path), Machine.find()
    try:
        if fresh and machine.first and (aside := run_folder.move_aside(runs / recipe.name)):
            click.echo(f"The run that was there is now {aside}.", err=True)
        folder = _data(recipe, data or data_root(), machine)
        outcome = train(Session(recipe, path, folder, runs, machine))
    finally:
        machine.leave()
    if outcome.stopped:
        if machine.first:
            click.echo(
                f"Stopped after step {outcome.state.step:,} and saved; "
                "the same command goes on from there.",
                err=True,
            )
        return 128 + outcome.stopped
    if machine.first:
        click.echo(runs / recipe.name)
    return 0


def _data(recipe: Recipe, root: Path, machine: Machine) -> DataFolder:
    """Built by the first process, then opened by all."""
    if machine.first:
        with progress() as report:
            build_data(recipe.data, root, default_packages(), report)
    machine.any(False)
    return DataFolder.open(folder_of(recipe.data, root))
