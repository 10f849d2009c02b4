"""``shotglass data``: build what models are trained on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from shotglass.errors import MissingExtra, RecipeInvalid

from ..places import default_packages
from ..recipe import find_recipe, read_recipe
from .folder import SourceRecord

SHIPPING = {True: "yes", False: "no", None: "not known"}


@click.group()
def data() -> None:
    """Build data from its sources."""


@data.command("build")
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--data", "root", type=click.Path(path_type=Path), help="The folder of data folders.")
@click.option("--packages", type=click.Path(path_type=Path), help="Where downloads are kept.")
def build_folder(recipe: Path, root: Path | None, packages: Path | None) -> None:
    """Build the training data that RECIPE names.

    What exists already is kept. Prints the licence table, then the folder.
    """
    try:
        from .build import build_data  # the only place that needs the extra's packages
        from .folder import DataFolder, data_root
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Building data needs the package {error.name}; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
    from ..progress import progress

    whole = read_recipe(find_recipe(recipe))
    if whole.model is None:
        raise RecipeInvalid(
            f"{whole.name} is cut by the tokenizer of its start, when it is trained: shotglass "
            f"train {recipe}."
        )
    with progress() as report:
        path = build_data(whole.data, root or data_root(), packages or default_packages(), report)
    click.echo(licence_table(DataFolder.open(path).sources))
    click.echo(path)


def licence_table(sources: Sequence[SourceRecord]) -> str:
    """A table for people, one line a source."""
    head = ("source", "package", "documents", "tokens", "held out", "weights may ship", "licence")
    rows = [head] + [
        (
            source.name,
            f"{source.origin} {source.package} {source.version}".strip(),
            f"{source.documents:,}",
            f"{source.tokens:,}",
            f"{source.held_tokens:,}",
            SHIPPING[source.may_ship],
            source.licence,
        )
        for source in sources
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
