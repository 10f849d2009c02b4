"""A recipe's way through the command: read, its data built, trained, published; an exit code."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click

from shotglass.errors import TrainingFailed

from ..data.build import build_data
from ..data.folder import DataFolder, folder_of
from ..importers.run_folder import identity, is_run
from ..importing import IdTaken, import_source, is_installed
from ..places import default_packages, default_wheels
from ..progress import progress
from ..recipe import Recipe, read_recipe
from .machine import Machine
from .session import Outcome, Session, train
from .tuning.result import ADAPTER, measure_line, write_result
from .tuning.row_batches import of_data
from .tuning.start import StartModel, open_start


@dataclass(frozen=True)
class Folders:
    """The folders of data, of runs and of models; ``shipped`` are more model folders to read from,
    and ``wheels`` those of downloads."""

    data: Path
    runs: Path
    models: Path
    shipped: tuple[Path, ...] = ()
    wheels: Path = field(default_factory=default_wheels)


def run_recipe(
    path: Path, folders: Folders, *, fresh: bool, tensorboard: bool, threads: int | None = None
) -> int:
    """0 when the run is done, 128 + its number when a signal stopped it. Raises ShotglassError."""
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
        with ExitStack() as stack:
            roots = (folders.models, *folders.shipped)
            with progress() as report:
                opened = open_start(recipe, path.parent, roots, folders.wheels, report)
                start = stack.enter_context(opened)
            recipe, data = _data(recipe, folders, machine, start)
            session = Session(
                recipe, path, data, folders.runs, machine, tensorboard=tensorboard, fresh=fresh,
                start=start, threads=threads,
            )  # fmt: skip
            outcome = train(session)
            if machine.first and not outcome.stopped and start is not None:
                write_result(folders.runs / recipe.name, recipe, data, start)
    finally:
        machine.leave()
    return _end(recipe, folders, outcome, start) if machine.first else _code(outcome)


def _data(
    recipe: Recipe, folders: Folders, machine: Machine, start: StartModel | None
) -> tuple[Recipe, DataFolder]:
    """Built by the first process, then opened by all; and the recipe with what follows from it."""
    base = start.base if start else None
    if machine.first:
        with progress() as report:
            build_data(recipe.data, folders.data, default_packages(), report, base)
    machine.any(False)
    data = DataFolder.open(folder_of(recipe.data, folders.data, base))
    return of_data(recipe, data), data


def _ways_to_import(run: Path, name: str) -> str:
    return (
        f"replace it with shotglass import {run} --id {name} --force, or import the run under "
        "another --id"
    )


def _end(recipe: Recipe, folders: Folders, outcome: Outcome, start: StartModel | None) -> int:
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
            click.echo(_published(recipe, run, folders, start))
        except IdTaken as error:
            raise TrainingFailed(
                f"{run} is done, and there is a model {recipe.name} already, of another source: "
                f"{_ways_to_import(run, recipe.name)}."
            ) from error
        click.echo(f"Prompt it: shotglass serve --model {recipe.name}")
        if start is not None and (line := measure_line(run, start, recipe.name)):
            click.echo(f"Ask both models the held-out rows:\n{line}")
    else:
        source = str(run)
        if start is not None and recipe.training.lora is not None:
            source = f"{start.source} --adapter {run / ADAPTER} --id {recipe.name}"
        click.echo(f"{run} is done. Make a model of it: shotglass import {source}")
    return _code(outcome)


def _published(recipe: Recipe, run: Path, folders: Folders, start: StartModel | None) -> str:
    """A model of the run; of an adapter the start with it merged in. Raises IdTaken."""
    if start is None or recipe.training.lora is None:
        return import_source(str(run), recipe.name, folders.models, folders.runs)
    adapter = run / ADAPTER
    return import_source(start.source, recipe.name, folders.models, folders.wheels, adapter=adapter)


def _code(outcome: Outcome) -> int:
    return 128 + outcome.stopped if outcome.stopped else 0
