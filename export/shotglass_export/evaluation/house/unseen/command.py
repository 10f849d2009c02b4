"""``shotglass evaluate --unseen MODEL``: a house model in templates that it was not trained on."""

from __future__ import annotations

from pathlib import Path

import click

from shotglass.engine import Library, default_roots
from shotglass.errors import MissingExtra
from shotglass.statistics.claim import QUERIES

from ...record import write_record

FLAG = "--unseen"


@click.command()
@click.option(FLAG, is_flag=True, required=True, help="In templates that it was not trained on.")
@click.argument("model")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="The data folder to draw questions from; the model's own if left out.",
)
@click.option(
    "--queries",
    type=click.IntRange(min=2),
    default=QUERIES,
    show_default=True,
    help="Queries a cell.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    default=Path("runs/answers"),
    show_default=True,
    help="The folder where answers are kept, to go on from.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the record here, as JSON.")
@click.option("--write", is_flag=True, help="Add the record to the evaluation in MODEL's folder.")
def evaluate_unseen(
    unseen: bool,
    model: str,
    models: Path | None,
    data: Path | None,
    queries: int,
    answers: Path,
    out: Path | None,
    write: bool,
) -> None:
    """Measure MODEL in templates that no training episode was written by, and in its own about
    everyday nouns and invented names outside its lexicon; print the tables.

    The questions are those of its card (shotglass evaluate MODEL), otherwise written.
    """
    try:
        from ....terminal import progress
        from .measure import measure_unseen
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Evaluating needs the package {error.name}; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
    from ....data.episodes import Lexicon
    from ....data.folder import LEXICON
    from ..data import data_folder_of
    from ..record_file import write_unseen_into
    from .table import render_unseen

    folder = Library((models,) if models else default_roots()).folder(model)
    lexicon = Lexicon.read((data or data_folder_of(folder.manifest)) / LEXICON)
    with progress() as report:
        told = measure_unseen(folder, lexicon, queries, answers, report)
    if out:
        write_record(told, out)
    if write:
        write_unseen_into(folder, told)
    click.echo(render_unseen(told))
