"""``shotglass evaluate MODEL``: whether a model learns from examples, by the rule."""

from __future__ import annotations

from pathlib import Path

import click

from shotglass.engine import Library, default_roots
from shotglass.errors import MissingExtra
from shotglass.statistics.claim import QUERIES

from ...data.episodes.families import FAMILIES
from ..record import write_record

PEER_QUERIES = 200


@click.command()
@click.argument("model")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="The data folder to draw questions from; the model's own if left out.",
)
@click.option(
    "--family", "families", multiple=True, type=click.Choice(FAMILIES), help="One family of tasks."
)
@click.option(
    "--queries",
    type=click.IntRange(min=2),
    default=QUERIES,
    show_default=True,
    help="Queries a cell; with fewer than the default nothing is judged.",
)
@click.option("--twin", "twins", multiple=True, help="The same model trained without examples.")
@click.option("--peer", "peers", multiple=True, help="Another model, asked the same.")
@click.option(
    "--peer-queries",
    type=click.IntRange(min=2),
    default=PEER_QUERIES,
    show_default=True,
    help="Queries a family for each peer.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=200,
    show_default=True,
    help="Texts to draw, to count repetition, real words and copies in; 0 for none.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    default=Path("runs/answers"),
    show_default=True,
    help="The folder where answers are kept, to go on from.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the record here, as JSON.")
@click.option("--write", is_flag=True, help="Put the record into the model's folder.")
def evaluate_house(
    model: str,
    models: Path | None,
    data: Path | None,
    families: tuple[str, ...],
    queries: int,
    twins: tuple[str, ...],
    peers: tuple[str, ...],
    peer_queries: int,
    samples: int,
    answers: Path,
    out: Path | None,
    write: bool,
) -> None:
    """Measure whether MODEL learns from examples, and how well it predicts text; print the tables.

    Questions come from a data folder (shotglass data build). With --gallery: what examples teach
    it on the gallery's tasks (shotglass evaluate --gallery --help). With --unseen: in templates,
    and about words and names, that it was not made for (shotglass evaluate --unseen --help).
    """
    try:
        from ...terminal import progress
        from .evaluate import Other, Plan, evaluate
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Evaluating needs the package {error.name}; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
    from ...data.folder import DataFolder
    from .data import data_folder_of
    from .record_file import write_into
    from .samples import Sampling
    from .table import render_record

    library = Library((models,) if models else default_roots())
    others = [Other("twin", id, queries) for id in twins]
    others += [Other("peer", id, peer_queries) for id in peers]
    chosen = tuple(family for family in FAMILIES if family in families) or FAMILIES
    drawn = Sampling(samples) if samples else None
    plan = Plan(chosen, queries, others=tuple(others), samples=drawn)
    folder = DataFolder.open(data or data_folder_of(library.folder(model).manifest))
    with progress() as report:
        told = evaluate(library, model, folder, plan, answers, report)
    if out:
        write_record(told, out)
    if write:
        write_into(library.folder(model), told)
    click.echo(render_record(told))
