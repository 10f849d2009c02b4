"""``shotglass evaluate --everyday MODEL``: what a house model makes of everyday words."""

from __future__ import annotations

from pathlib import Path

import click

from shotglass.engine import Library, default_roots
from shotglass_export.data.folder import DataFolder
from shotglass_export.evaluation.held_out import data_folder_of

from ...record import write_record
from .rule import QUERIES

FLAG = "--everyday"
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("model")
@click.option(FLAG, is_flag=True, required=True, help="About everyday nouns, in sentences too.")
@click.option("--than", help="Another model: where is MODEL worse than it?")
@click.option("--models", type=_PATH, help="The folder of model folders.")
@click.option("--data", type=_PATH, help="The data folder; the model's own if left out.")
@click.option("--queries", type=click.IntRange(min=2), default=QUERIES, show_default=True,
              help="Queries a line.")  # fmt: skip
@click.option("--answers", type=_PATH, default=Path("runs/answers"), show_default=True,
              help="The folder where answers are kept, to go on from.")  # fmt: skip
@click.option("--out", type=_PATH, help="Write the record here, as JSON.")
def evaluate_everyday(
    everyday: bool, model: str, than: str | None, models: Path | None, data: Path | None,
    queries: int, answers: Path, out: Path | None,
) -> None:  # fmt: skip
    """Ask MODEL about everyday nouns under names and in sentences that no episode had, by the rule
    of house-everyday; with --than, compare it on every line of house-templates' tables."""
    from shotglass_export.progress import progress

    from .measure import measure_everyday, render_everyday

    library = Library((models,) if models else default_roots())
    folder = library.folder(model)
    other = library.folder(than) if than else None
    texts = DataFolder.open(data or data_folder_of(folder.manifest))
    with progress() as report:
        record = measure_everyday(folder, other, texts, queries, answers, report)
    if out:
        write_record(record, out)
    click.echo(render_everyday(record))
