"""``shotglass export``: a model that is here, as files for elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shotglass.engine.library import Library, default_roots
from shotglass.errors import ExportFailed, MissingExtra, ShotglassError

if TYPE_CHECKING:
    from ..progress import Report
    from .report import ExportReport


class _WithFormats(click.Command):
    """A command whose help ends with the formats, as the registry has them."""

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        try:
            from .registry import FORMATS  # needs the extra's packages
        except ModuleNotFoundError as error:
            formatter.write_text(f"The formats are listed where {error.name} is installed.")
            return
        with formatter.section("Formats"):
            lines = (
                f"{format.purpose} ({', '.join(format.precisions)})" for format in FORMATS.values()
            )
            formatter.write_dl(list(zip(FORMATS, lines, strict=True)))


@click.command("export", cls=_WithFormats)
@click.argument("model")
@click.option("--format", "format", required=True, help="One of those below.")
@click.option("--precision", help="fp32, fp16, int8 or int4; the format's own if left out.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="The folder to be made."
)
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--force", is_flag=True, help="Replace the export that is there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, progress too.")
def export(
    model: str,
    format: str,
    precision: str | None,
    out: Path,
    models: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write MODEL, the id of an installed one or a model folder, as files that run elsewhere.

    The folder appears whole, with everything checked and recorded in export.json, or not at all.
    Its README.md has a program that runs it.
    """

    def made(report: Report) -> ExportReport:
        from .export import export_model  # needs the extra's packages

        return export_model(_folder(model, models), format, precision, out, report, force=force)

    try:
        from ..progress import progress, report_json, write_json_line

        if as_json:
            try:
                write_json_line({"type": "done", "report": made(report_json).to_json()})
            except ShotglassError as error:  # a failure is a line too
                write_json_line({**error.problem(), "type": "failed"})
                sys.exit(error.exit_code)
        else:
            from .report import card

            with progress() as report:
                result = made(report)
            click.echo(card(result, out))
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Exporting needs the package {error.name}; "
            "install it with: pip install 'shotglass[export]'"
        ) from error


def _folder(model: str, models: Path | None) -> Path:
    """A path that has a separator is a folder; all else is an id first. Raises ModelNotFound."""
    path = Path(model)
    if path.is_dir() and path != Path(path.name):
        return path
    if path != Path(path.name):
        raise ExportFailed(f"There is no model folder {model}; the id of a model will do too.")
    return Library((models,) if models else default_roots()).folder(model).path
