"""``shotglass train``: a recipe in, a run folder out; the same command goes on with a run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import platformdirs

from shotglass.errors import MissingExtra


@click.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="The folder of data folders.")
@click.option("--runs", type=click.Path(path_type=Path), help="The folder of runs.")
@click.option("--fresh", is_flag=True, help="Begin anew; the old run is moved aside, not deleted.")
def train(recipe: Path, data: Path | None, runs: Path | None, fresh: bool) -> None:
    """Train the model that RECIPE describes, or go on where its run was interrupted.

    Ctrl-C saves and ends; the same command goes on from there, to the same weights.
    """
    try:
        from .runner import run_recipe  # needs torch
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Training needs the package {error.name}; "
            "install it with: pip install 'shotglass[train]'"
        ) from error
    sys.exit(run_recipe(recipe, data, runs or default_runs(), fresh=fresh))


def default_runs() -> Path:
    chosen = os.environ.get("SHOTGLASS_RUNS")
    home = platformdirs.user_data_dir("shotglass", appauthor=False)
    return Path(chosen) if chosen else Path(home) / "runs"
