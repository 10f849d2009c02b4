"""``shotglass evaluate``: measure the gallery's tasks and record the verdicts."""

from __future__ import annotations

from pathlib import Path

import click

from shotglass.engine import Library, default_roots

from ..data.entries import GALLERY, IDS
from .record import write_record
from .run import evaluate as run
from .table import put_into, render_table


@click.command()
@click.option("--model", default="smollm2-135m", show_default=True, help="The model to measure.")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--task", "tasks", multiple=True, help="One task of the gallery; all if left out.")
@click.option("--limit", type=click.IntRange(min=2), help="Only so many items a task.")
@click.option(
    "--gallery", type=click.Path(path_type=Path), default=GALLERY, help="The folder of the tasks."
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
def evaluate(
    model: str,
    models: Path | None,
    tasks: tuple[str, ...],
    limit: int | None,
    gallery: Path,
    readings: Path,
    out: Path | None,
    readme: Path | None,
) -> None:
    """Measure what examples teach a model on the gallery's tasks, and print the table."""
    from ..terminal import progress  # needs the extra's package; other commands need not

    library = Library((models,) if models else default_roots())
    with progress() as report:
        data = run(library, model, gallery, tasks or IDS, readings, report, limit=limit)
    if out:
        write_record(data, out)
    table = render_table(data)
    if readme:
        put_into(readme, table)
    click.echo(table)
