"""``shotglass open``: a run from a file, and whether it comes out the same again."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
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
from ...run_file import MOST_BYTES, SHORT, RunModel, Sameness, read
from ...run_file.again.repeated import changes, names, repeated
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

    With --again its model is asked the same, and the last line says whether all that the file says
    of the answers came out the same bit for bit, and if not what was the first that did not. The
    exit code is 3 where it did not, or where nothing could be compared.
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
    if again:
        result = _repeated(contents, known, models)
        tell(result.sentence(names(contents)))
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
        asks: list[Any] = []
        for at, (model, folder) in enumerate(zip(known, folders, strict=True)):
            fills = run["view"] == "fill" and at == 0
            looked_into = run["view"] == "inside" and folder.manifest.task == "masked-lm"
            asks.append(opened.enter_context(_asker(folder, model, fills or looked_into)))
        after = [
            line
            for at, ask in enumerate(asks)
            for line in changes(run, at, ask.manifest, ask.computed)
        ]
        result = repeated(run, asks)
    for line in (*after, *result.reasons):
        if line not in before:
            tell(line)
    return result


@contextmanager
def _asker(folder: ModelFolder, model: RunModel, masked: bool) -> Iterator[Any]:
    """``masked``: whether it is asked what a masked model answers. Raises WrongTask where the model
    of that name is one of another kind now."""
    if masked:
        TrialLoad()(folder)
        with closing(MaskedRunner.open(folder)) as runner:
            yield MaskedAsker(runner)
        return
    precision = model.precision if model.precision in ("fp32", "int8") else None
    folder = with_graph(folder, precision, tell)
    TrialLoad()(folder)
    with closing(Runner.open(folder, context=2048, precision=precision)) as writer:
        yield RunnerAsker(writer)
