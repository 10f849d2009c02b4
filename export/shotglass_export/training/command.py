"""``shotglass train``: a recipe in, a run folder out; the same command goes on with a run."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from shotglass.engine.library import default_roots
from shotglass.errors import MissingExtra
from shotglass.machine.processors import MOST_THREADS

from ..places import default_models, default_runs, default_wheels
from ..recipe import find_recipe, read_recipe


@click.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="The folder of data folders.")
@click.option("--runs", type=click.Path(path_type=Path), help="The folder of runs.")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--fresh", is_flag=True, help="Begin anew; the old run is moved aside, not deleted.")
@click.option(
    "--threads",
    type=click.IntRange(1, MOST_THREADS),
    help="Of torch on a CPU.  [default: as many as are fast when the run begins; then as it began]",
)
@click.option("--tensorboard", is_flag=True, help="Also write the curves for TensorBoard.")
def train(
    recipe: Path,
    data: Path | None,
    runs: Path | None,
    models: Path | None,
    fresh: bool,
    threads: int | None,
    tensorboard: bool,
) -> None:
    """Train the model that RECIPE describes, or go on where its run was interrupted.

    RECIPE is a .toml file, or the name of one that comes with Shotglass, such as gpt2-tiny.

    Ctrl-C saves and ends; the same command goes on from there, to the same weights.
    """
    recipe = find_recipe(recipe)
    read_recipe(recipe)  # what is wrong with it is said before torch is imported, for seconds
    try:
        from ..data.folder import data_root
        from .runner import Folders, run_recipe  # needs torch
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Training needs the package {error.name}; "
            "install it with: pip install 'shotglass[train]'"
        ) from error
    folders = Folders(
        data or data_root(), runs or default_runs(), models or default_models(),
        default_roots(), default_wheels(),
    )  # fmt: skip
    sys.exit(run_recipe(recipe, folders, fresh=fresh, tensorboard=tensorboard, threads=threads))
