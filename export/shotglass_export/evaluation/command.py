"""``shotglass evaluate``: what examples teach a model, on episodes, in templates that it was not
trained on, or on the gallery's tasks; how well it predicts a text, or fills in gaps of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import click

from shotglass.engine import Library, Precision, default_roots

from ..data.gallery.task import GALLERY, measured_ids
from .gallery import evaluate as run
from .gallery import render_table
from .gaps import FLAG as GAPS
from .gaps import evaluate_gaps
from .house.command import UNSEEN, evaluate_house, evaluate_unseen
from .record import put_into, write_record
from .text import FLAG as TEXT
from .text import evaluate_text

FLAG = "--gallery"


class _Either(click.Command):
    """One name for several commands: with a flag, wherever it stands, that one is meant."""

    def __init__(
        self, name: str, usual: click.Command, flagged: Mapping[str, click.Command]
    ) -> None:
        super().__init__(name, help=usual.help, short_help=usual.short_help)
        self._usual, self._flagged = usual, flagged

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> click.Context:
        flags = [argument.partition("=")[0] for argument in args]
        named = [command for flag, command in self._flagged.items() if flag in flags]
        chosen = named[0] if named else self._usual
        return chosen.make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        return ctx.command.invoke(ctx)


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
    from ..progress import progress  # needs the extra's package; other commands need not

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


evaluate = _Either(
    "evaluate",
    evaluate_house,
    {FLAG: evaluate_gallery, UNSEEN: evaluate_unseen, GAPS: evaluate_gaps, TEXT: evaluate_text},
)
