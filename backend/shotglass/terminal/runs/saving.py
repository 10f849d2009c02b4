"""``--save``: a run into a file that ends in .shotglass."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ...engine import Engine
from ...engine.runs.record_files import write_file
from ...errors import InvalidRequest
from ...precisions import computed_in
from ...run_file import ENDINGS, RunModel, written


def _checked(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Before anything is asked. Raises InvalidRequest for a name with another ending."""
    if path is not None and path.suffix not in ENDINGS:
        endings = " or ".join(ENDINGS)
        raise InvalidRequest(f"--save is {path}; a name that ends in {endings} was expected.")
    return path


save_option = click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_checked,
    help="Write the run into a file that ends in .shotglass, which the page and shotglass open "
    "show, or in .html, a page by itself.",
)


def model_in(engine: Engine) -> RunModel:
    """As a run names it."""
    return RunModel.of(engine.manifest, computed_in(engine.writes.precision, engine.provider))


def save_run(path: Path, run: Mapping[str, Any]) -> None:
    """Raises InvalidRequest for a run that the form does not take, RecordNotWritten."""
    write_file(path, written(run, path.suffix), "Make room, or name another file.")
