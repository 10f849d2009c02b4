"""``shotglass open``: a run from a file, and whether it comes out the same again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from ...engine.library import Library, ModelFolder, default_roots
from ...engine.tasks import MaskedRunner, Runner
from ...engine.trial_load import TrialLoad
from ...errors import InvalidRequest
from ...exporter import with_graph
from ...parsing import read_plain
from ...run_file import MOST_BYTES, SHORT, RunModel, read
from ...run_file.repeated import names, repeated
from ..generate import printable
from ..options import models_option, tell
from .askers import MaskedAsker, RunnerAsker
from .lines import lines

OTHER = 3  # the exit code of a run that does not come out the same


@click.command("open")
@click.argument("run", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--again", is_flag=True, help="Ask the same again, and compare bit for bit.")
@models_option
def open_run(run: Path, again: bool, models: Path | None) -> None:
    """Show RUN, a file that ends in .shotglass, as it was recorded; no model is needed.

    With --again its model is asked the same, and the last line says whether it came out the same
    bit for bit, and if not from which token. The exit code is 3 where it did not.
    """
    try:
        contents = read(read_plain(run, MOST_BYTES + 1))
    except OSError as error:
        raise InvalidRequest(f"{run} cannot be read: {error.strerror}.") from error
    known = [RunModel(**model) for model in contents["models"]]
    click.echo(f"Recorded {contents['made']} by Shotglass {printable(contents['shotglass'])}.")
    for model in known:
        digest = (model.digest or "unknown")[:SHORT]
        click.echo(f"{printable(model.id)}, weights {digest}, {model.precision}")
    for line in lines(contents):
        click.echo(line)
    if not again:
        return
    library = Library(default_roots() if models is None else (models,))
    folders = [library.folder(model.id) for model in known]
    for model, folder in zip(known, folders, strict=True):
        for line in model.changes(folder.manifest):
            tell(line)
    with ExitStack() as opened:
        pairs = zip(folders, known, strict=True)
        view = contents["view"]
        asks = [opened.enter_context(_asker(folder, model, view)) for folder, model in pairs]
        result = repeated(contents, asks)
    tell(result.sentence(names(contents)))
    if not result.is_same:
        sys.exit(OTHER)


@contextmanager
def _asker(folder: ModelFolder, model: RunModel, view: str) -> Iterator[Any]:
    """Raises WrongTask where the model of that name is one of another kind now."""
    if view == "fill" or (view == "inside" and folder.manifest.task == "masked-lm"):
        TrialLoad()(folder)
        with closing(MaskedRunner.open(folder)) as masked:
            yield MaskedAsker(masked)
        return
    precision = model.precision if model.precision in ("fp32", "int8") else None
    folder = with_graph(folder, precision, tell)
    TrialLoad()(folder)
    with closing(Runner.open(folder, context=2048, precision=precision)) as runner:
        yield RunnerAsker(runner)
