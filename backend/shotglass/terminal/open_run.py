"""``shotglass open``: a run from a file, and whether it comes out the same again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..engine import compare
from ..engine.library import Library, default_roots
from ..errors import InvalidRequest
from ..events import Done, Score
from ..parsing import read_plain
from ..run_file import MOST_BYTES, SHORT, RunModel, Sameness, read
from ..run_file.compared import Compare, repeated, saved_lanes
from .generate import printable
from .options import loaded, models_option, tell
from .score import score_lines

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
    lanes = saved_lanes(contents)
    click.echo(f"Recorded {contents['made']} by Shotglass {contents['shotglass']}.")
    for model in known:
        digest = (model.digest or "unknown")[:SHORT]
        click.echo(f"{model.id}, weights {digest}, {model.precision}")
    for lane in lanes:
        click.echo(click.style(f"{lane.lane.id}, {len(lane.lane.shots)} examples", bold=True))
        for event in lane.events:
            if isinstance(event, Score) and event.sample is None:
                for line in score_lines(event):
                    click.echo(f"  {line}")
            elif isinstance(event, Done):
                click.echo(f"  {printable(f'[{event.sample}]{event.text}')}")
    if not again:
        return
    result = _repeat(contents, known, models)
    tell(result.sentence([lane.lane.id for lane in lanes]))
    if not result.is_same:
        library = Library(default_roots() if models is None else (models,))
        for model in known:
            for line in model.changes(library.folder(model.id).manifest):
                tell(line)
        sys.exit(OTHER)


def _repeat(contents: Mapping[str, Any], known: list[RunModel], models: Path | None) -> Sameness:
    with ExitStack() as opened:
        asks: list[Compare] = []
        for model in known:
            precision = model.precision if model.precision in ("fp32", "int8") else None
            options = {"model": model.id, "models": models, "precision": precision}
            engine = loaded({**options, "context": 2048, "provider": "auto"})
            asks.append(partial(compare, opened.enter_context(engine)))
        return repeated(contents, asks)
