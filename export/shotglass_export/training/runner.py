"""A recipe's way through the command: read, its data built, trained, published; an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from shotglass.errors import TrainingFailed

from ..data.build import build_data
from ..data.folder import DataFolder, folder_of
from ..importers.run_folder import identity, is_run
from ..importing import IdTaken, import_source, is_installed
from ..places import default_packages
from ..progress import progress
from ..recipe import Recipe, find_recipe, read_recipe
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
        if machine.first:
            # Before the first step, not after the last: there is a model of that name, and
            # not of this run.
            run = folders.runs / recipe.name
            source = identity(run) if is_run(run) else {"run": recipe.name, "sha256": None}
            try:
                if recipe.publish:
                    is_installed(folders.models / recipe.name, source, "half")
            except IdTaken:
                click.echo(
                    f"There is a model {recipe.name} already, which this run will not replace: "
                    f"when it is done, {_ways_to_import(run, recipe.name)}.",
                    err=True,
                )
        # Built by the first process, then opened by all.
        if machine.first:
            with progress() as report:
                build_data(recipe.data, folders.data, default_packages(), report)
        machine.any(False)
        data = DataFolder.open(folder_of(recipe.data, folders.data))
        more = {"tensorboard": tensorboard, "fresh": fresh}
        outcome = train(Session(recipe, path, data, folders.runs, machine, **more))
    finally:
        machine.leave()
    return _end(recipe, folders, outcome) if machine.first else _code(outcome)


def _ways_to_import(run: Path, name: str) -> str:
    return (
        f"replace it with shotglass import {run} --id {name} --force, or import the run under "
        "another --id"
    )


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
        try:
            click.echo(import_source(str(run), recipe.name, folders.models, folders.runs))
        except IdTaken as error:
            raise TrainingFailed(
                f"{run} is done, and there is a model {recipe.name} already, of another source: "
                f"{_ways_to_import(run, recipe.name)}."
            ) from error
        click.echo(f"Prompt it: shotglass serve --model {recipe.name}")
    else:
        click.echo(f"{run} is done. Make a model of it: shotglass import {run}")
    return _code(outcome)


def _code(outcome: Outcome) -> int:
    return 128 + outcome.stopped if outcome.stopped else 0
