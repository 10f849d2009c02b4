"""``shotglass evaluate --gallery``: what examples teach a model on the gallery's tasks."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from shotglass.engine import Library, Precision, default_roots

from ..gallery.task import GALLERY, measured_ids
from .gallery import evaluate as run
from .gallery import render_table
from .record import put_into, write_record

FLAG = "--gallery"


@click.command()
@click.option(FLAG, is_flag=True, required=True, help="On the gallery's tasks.")
@click.argument("model", default="smollm2-135m")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--task", "tasks", multiple=True, help="One task of the gallery; all if left out.")
@click.option("--limit", type=click.IntRange(min=2), help="Only so many items a task.")
@click.option(
    "--precision",
    type=click.Choice(get_args(Precision)),
    help="What the model computes in: fp32 is exact, int8 faster.  [default: fp32]",
)
@click.option(
    "--tasks-in", type=click.Path(path_type=Path), default=GALLERY, help="The folder of the tasks."
)
@click.option(
    "--readings",
    type=click.Path(path_type=Path),
    default=Path("runs/readings.jsonl"),
    show_default=True,
    help="Where what was read is kept, to go on from.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the record here, as JSON.")
@click.option("--readme", type=click.Path(path_type=Path), help="Put the table into this file.")
def evaluate_gallery(
    gallery: bool,
    model: str,
    models: Path | None,
    tasks: tuple[str, ...],
    limit: int | None,
    precision: Precision | None,
    tasks_in: Path,
    readings: Path,
    out: Path | None,
    readme: Path | None,
) -> None:
    """Measure what examples teach MODEL on the gallery's tasks, and print the table.

    MODEL is smollm2-135m if left out.
    """
    from shotglass_export.progress import (
        progress,  # needs the extra's package; other commands need not
    )

    library = Library((models,) if models else default_roots())
    with progress() as report:
        chosen = tasks or measured_ids(tasks_in)
        data = run(
            library, model, tasks_in, chosen, readings, report, precision=precision, limit=limit
        )
    if out:
        write_record(data, out)
    table = render_table(data)
    if readme:
        put_into(readme, "verdicts", table)
    click.echo(table)
