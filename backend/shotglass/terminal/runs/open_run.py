"""``shotglass open``: a run from a file, and whether it comes out the same again."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from ...engine.asking import Asker
from ...engine.library import Library, default_roots
from ...lab import load
from ...lab import open_run as saved_run
from ...precisions import Precision
from ...run_file import SHORT, RunModel, Sameness
from ...run_file.again.repeated import changes, names, repeated
from ..generate import printable
from ..options import models_option, tell
from .lines import lines

OTHER = 3  # the exit code of a run that does not come out the same


@click.command("open")
@click.argument("run", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--again", is_flag=True, help="Ask the same again, and compare bit for bit.")
@models_option
def open_run(run: Path, again: bool, models: Path | None) -> None:
    """Show RUN, a file that ends in .shotglass, as it was recorded; no model is needed.

    With --again its model is asked the same, and the last line says whether all that the file says
    of the answers came out the same bit for bit, and if not what was the first that did not. The
    exit code is 3 where it did not, or where nothing could be compared.
    """
    saved = saved_run(run)
    click.echo(f"Recorded {saved.made} by Shotglass {printable(saved.shotglass)}.")
    for model in saved.models:
        digest = (model.digest or "unknown")[:SHORT]
        click.echo(f"{printable(model.id)}, weights {digest}, {model.precision}")
    for line in lines(saved.contents):
        click.echo(line)
    if again:
        result = _repeated(saved.contents, saved.models, models)
        tell(result.sentence(names(saved.contents)))
        if not result.is_same:
            sys.exit(OTHER)


def _repeated(run: Mapping[str, Any], known: Sequence[RunModel], models: Path | None) -> Sameness:
    """Tells what is known to be another now; other weights before they are read, since they may be
    of no model of this kind."""
    library = Library(default_roots() if models is None else (models,))
    folders = [library.folder(model.id) for model in known]
    before = [
        line
        for at, (model, folder) in enumerate(zip(known, folders, strict=True))
        for line in changes(run, at, folder.manifest, model.precision)
    ]
    for line in before:
        tell(line)
    with ExitStack() as opened:
        askers: list[Asker] = [
            opened.enter_context(load(folder.path, precision=_precision(model))).backend
            for model, folder in zip(known, folders, strict=True)
        ]
        after = [
            line
            for at, each in enumerate(askers)
            for line in changes(run, at, each.manifest, each.computed)
        ]
        result = repeated(run, askers)
    for line in (*after, *result.reasons):
        if line not in before:
            tell(line)
    return result


def _precision(model: RunModel) -> Precision | None:
    """Returns the precision of a graph of ours; other names are of whatever else has answered."""
    return model.precision if model.precision in ("fp32", "int8") else None
