"""``shotglass evaluate MODEL``: whether a model learns from examples, by the rule; with
``--unseen`` in templates that it was not trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shotglass.engine import Library, default_roots
from shotglass.errors import MissingExtra
from shotglass.statistics.claim import QUERIES
from shotglass_export.data.episodes.families import FAMILIES
from shotglass_export.data.folder import LEXICON
from shotglass_export.evaluation.held_out import data_folder_of

from ..record import write_record

if TYPE_CHECKING:
    from .evaluate import Plan

PEER_QUERIES = 200
UNSEEN = "--unseen"


def _shared_options(queries: str, write: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command with the options of every evaluation of a house model; ``queries`` and ``write``
    are the help of two of them."""
    path = click.Path(path_type=Path)
    options = (
        click.argument("model"),
        click.option("--models", type=path, help="The folder of model folders."),
        click.option(
            "--data",
            type=path,
            help="The data folder to draw questions from; the model's own if left out.",
        ),
        click.option(
            "--queries",
            type=click.IntRange(min=2),
            default=QUERIES,
            show_default=True,
            help=queries,
        ),
        click.option(
            "--answers",
            type=path,
            default=Path("runs/answers"),
            show_default=True,
            help="The folder where answers are kept, to go on from.",
        ),
        click.option("--out", type=path, help="Write the record here, as JSON."),
        click.option("--write", is_flag=True, help=write),
    )

    def decorate(function: Callable[..., None]) -> click.Command:
        for option in reversed(options):
            function = option(function)
        return click.command()(function)

    return decorate


@_shared_options(
    "Queries a cell; with fewer than the default nothing is judged.",
    "Put the record into the model's folder.",
)
@click.option(
    "--family", "families", multiple=True, type=click.Choice(FAMILIES), help="One family of tasks."
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
    "--templates",
    type=click.Choice(("own", "held-out")),
    default="own",
    show_default=True,
    help="What the questions are written by: the card's, or the grammar's held-out templates.",
)
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
    templates: str,
    answers: Path,
    out: Path | None,
    write: bool,
) -> None:
    """Measure whether MODEL learns from examples, and how well it predicts text; print the tables.

    Questions come from a data folder (shotglass data build). With --gallery: what examples teach
    it on the gallery's tasks (shotglass evaluate --gallery --help). With --unseen: in templates,
    and about words and names, that it was not made for (shotglass evaluate --unseen --help). With
    --gaps: how well a masked model fills in text (shotglass evaluate --gaps --help). With --text:
    how well it predicts a text of one's own (shotglass evaluate --text --help).
    """
    if write and templates != "own":
        raise click.UsageError("--templates held-out goes into a file: --out, not --write")
    with _packages():
        plan = _plan(families, queries, twins, peers, peer_queries, samples, templates)
    from .table import render_record, write_into

    library = Library((models,) if models else default_roots())
    record = _record(library, model, data, plan, answers)
    _keep(record, out, partial(write_into, library.folder(model)) if write else None)
    click.echo(render_record(record))


@_shared_options("Queries a cell.", "Add the record to the evaluation in MODEL's folder.")
@click.option(UNSEEN, is_flag=True, required=True, help="In templates that it was not trained on.")
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
    with _packages():
        from shotglass_export.progress import progress

        from .formats.unseen import measure_unseen
    from shotglass_export.data.episodes import Lexicon

    from .table import render_unseen, write_unseen_into

    folder = Library((models,) if models else default_roots()).folder(model)
    lexicon = Lexicon.read((data or data_folder_of(folder.manifest)) / LEXICON)
    with progress() as report:
        record = measure_unseen(folder, lexicon, queries, answers, report)
    _keep(record, out, partial(write_unseen_into, folder) if write else None)
    click.echo(render_unseen(record))


def _keep(
    record: dict[str, Any], out: Path | None, write: Callable[[dict[str, Any]], None] | None
) -> None:
    """In a file, in the model's folder, in both or in none, as was asked for."""
    if out:
        write_record(record, out)
    if write:
        write(record)


def _record(
    library: Library, model: str, data: Path | None, plan: Plan, answers: Path
) -> dict[str, Any]:
    """What ``model`` makes of the questions of ``plan``, drawn from ``data`` or its own folder."""
    with _packages():
        from shotglass_export.progress import progress

        from .evaluate import evaluate
    from shotglass_export.data.folder import DataFolder

    folder = DataFolder.open(data or data_folder_of(library.folder(model).manifest))
    with progress() as report:
        return evaluate(library, model, folder, plan, answers, report)


def _plan(
    families: tuple[str, ...],
    queries: int,
    twins: tuple[str, ...],
    peers: tuple[str, ...],
    peer_queries: int,
    samples: int,
    templates: str,
) -> Plan:
    from .evaluate import Other, Plan, in_held_out_templates
    from .samples import Sampling

    others = [Other("twin", id, queries) for id in twins]
    others += [Other("peer", id, peer_queries) for id in peers]
    chosen = tuple(family for family in FAMILIES if family in families) or FAMILIES
    drawn = Sampling(samples) if samples else None
    plan = Plan(chosen, queries, others=tuple(others), samples=drawn)
    return plan if templates == "own" else in_held_out_templates(plan)


@contextmanager
def _packages() -> Iterator[None]:
    """Where one is missing that evaluating needs, how it is installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Evaluating needs the package {error.name}; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
