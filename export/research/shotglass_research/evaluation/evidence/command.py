"""``shotglass evidence``: the gallery's tasks measured by the rule, and what they came to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from shotglass.engine import Library, default_roots

from ...gallery.task import GALLERY
from ...places import default_evidence
from ..record import Measured, put_into, write_record
from .plans import jobs
from .recording import recording, rule_commit
from .rule import PLANS, PRECISION, PlanName
from .runs import Kept, run
from .table import render, render_brief

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
@click.option("--only-record", is_flag=True, help="Measure nothing: record what is there.")
@click.option(
    "--show",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Print all tables of this recording, and do nothing else.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the recording here, as JSON.")
@click.option("--readme", type=click.Path(path_type=Path), help="Put the tables into this file.")
def evidence(
    chosen: tuple[str, ...],
    models: Path | None,
    tasks: tuple[str, ...],
    names: tuple[PlanName, ...],
    threads: int,
    tasks_in: Path,
    records: Path,
    only_record: bool,
    show: Path | None,
    out: Path | None,
    readme: Path | None,
) -> None:
    """Measure the gallery's tasks by the rule that was written before: do examples help, does their
    order matter, are their answers read, does the format matter?

    What is measured already is not measured again; a run that was interrupted continues.
    """
    if show:
        click.echo(render(json.loads(show.read_text("utf-8"))))
        return
    library, found = Library((models,) if models else default_roots()), []
    for model in chosen or MODELS:
        folder = library.folder(model)
        kept = Kept(records, Measured.of(folder.manifest, PRECISION))
        if not only_record:
            run(folder, kept, jobs(model, tasks_in, names or PLANS, tasks), threads, _line)
        found.append((kept, jobs(model, tasks_in)))
    data = recording(found, rule_commit())
    if out:
        write_record(data, out)
    if readme:
        put_into(readme, "evidence", render_brief(data))
    click.echo(render(data))


def _line(text: str) -> None:
    click.echo(text, err=True)
