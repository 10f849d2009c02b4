"""``shotglass evidence``: the gallery's tasks measured by the rule, and what they came to."""

from __future__ import annotations

import os
from pathlib import Path

import click

from shotglass.engine import Library, default_roots

from ...data.gallery.task import GALLERY
from ...places import default_evidence
from ..record import Measured
from .plans import jobs
from .rule import PLANS, PRECISION, PlanName
from .runs import Kept, run

MODELS = ("smollm2-135m", "house-gpt2", "house-prose")


@click.command()
@click.option("--model", "chosen", multiple=True, help=f"May be given again.  [default: {MODELS}]")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--task", "tasks", multiple=True, help="One task of the gallery; all if left out.")
@click.option(
    "--plan", "names", multiple=True, type=click.Choice(PLANS), help="One plan; all if left out."
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    help="Of the processor.  [default: all]",
)
@click.option(
    "--tasks-in", type=click.Path(path_type=Path), default=GALLERY, help="The folder of the tasks."
)
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    default=default_evidence,
    help="Where records are kept, to go on from.  [default: in the user's data folder]",
)
def evidence(
    chosen: tuple[str, ...],
    models: Path | None,
    tasks: tuple[str, ...],
    names: tuple[PlanName, ...],
    threads: int,
    tasks_in: Path,
    records: Path,
) -> None:
    """Measure the gallery's tasks by the rule that was written before: do examples help, does their
    order matter, are their answers read, does the format matter?

    What is measured already is not measured again; a run that was interrupted continues.
    """
    library = Library((models,) if models else default_roots())
    for model in chosen or MODELS:
        folder = library.folder(model)
        kept = Kept(records, Measured.of(folder.manifest, PRECISION))
        wanted = jobs(model, tasks_in, names or PLANS, tasks)
        run(folder, kept, wanted, threads, lambda line: click.echo(line, err=True))
