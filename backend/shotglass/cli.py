"""The ``shotglass`` command: demo, serve, models, generate, compare, measure, score, fill,
explain, open, plugins.

Extensions add commands (``extending.py``). Errors of our own tree are one sentence and exit code 1,
or 2 where a recipe is wrong.
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from .engine.library import Library
from .errors import (
    MissingExtra,
    ShotglassError,
    escaped,
    lacks_memory,
    of_disk,
    one_line,
)
from .extending import installed
from .machine.hub_cache import cached_models, default_cache, import_lines
from .shapes import shape_lines
from .terminal import compare, demo, explain, fill, generate, measure, open_run, score, serve
from .terminal.options import models_option, roots_of


class Plugged(click.Group):
    """A group that looks for a command it does not know in other packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        added = (command.name for each in installed().extensions for command in each.commands())
        return sorted({*super().list_commands(ctx), *filter(None, added)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Raises MissingExtra when the command may be one of those that cannot be loaded."""
        if (own := super().get_command(ctx, cmd_name)) is not None:
            return own
        extensions = installed()
        command = extensions.command(cmd_name)
        if command is None and extensions.faults:
            raise MissingExtra(f"There is no command {cmd_name!r} here. {extensions.faults[0]}")
        return command


@click.group(cls=Plugged, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shotglass")
def cli() -> None:
    """A glass-box GPT lab: compare zero-, one- and few-shot on a real model and see why."""


@cli.command()
@models_option
def models(models: Path | None) -> None:
    """List the models that are installed, those that are not in order, and those of this machine's
    Hugging Face cache that can be imported."""
    library = Library(roots_of({"models": models}))
    for manifest in library.manifests():
        size = f"{manifest.architecture.parameters:,} parameters"
        words = f"{one_line(manifest.licence)}\t{one_line(manifest.name)}"
        click.echo(f"{manifest.id}\t{manifest.task}\t{size}\t{words}")
    imported = {manifest.provenance.get("hub") for manifest in library.manifests()}
    cached = cached_models(default_cache())
    for line in import_lines([model for model in cached if model.name not in imported]):
        click.echo(line, err=True)
    for id, why in library.broken().items():
        click.echo(f"{one_line(id)}\tnot usable: {one_line(why)}", err=True)
    if not library.manifests():
        click.echo("No model is installed. One way to get one: shotglass import smollm2-135m")


@cli.command()
def shapes() -> None:
    """Print the published shapes, GPT-1 to GPT-4 and BERT, with their exact counts."""
    for line in shape_lines():
        click.echo(line)


COMMANDS = (
    demo,
    serve,
    generate,
    compare,
    measure,
    score,
    fill,
    explain,
    open_run,
)
for command in COMMANDS:
    cli.add_command(command)


def main(command: click.Command = cli) -> None:
    """Run the command and exit: 0, 1 for an error of ours, 2 for wrong usage or a wrong recipe."""
    _speak_utf8()
    try:
        # What standard output does not take is an error of the command, and not of the
        # interpreter's end, which would try again.
        try:
            command()
        finally:
            if sys.stdout is not None:
                try:
                    sys.stdout.flush()
                except OSError:
                    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                    raise
    except ShotglassError as error:
        click.echo(escaped(f"Error: {error}"), err=True)
        sys.exit(error.exit_code)
    except (MemoryError, RuntimeError, OSError) as error:
        if lacks_memory(error):
            reason = "There is not enough memory for this: close other programs."
        elif isinstance(error, OSError):
            reason = of_disk(error)
        else:
            raise
        click.echo(escaped(f"Error: {reason}"), err=True)
        sys.exit(1)


def _speak_utf8() -> None:
    """Where the locale is C and Python was told to believe it, arguments come as halves of
    characters, and no letter beyond ASCII could be written."""
    if sys.getfilesystemencoding() == "utf-8":
        return
    sys.argv[1:] = [os.fsencode(each).decode("utf-8", "surrogateescape") for each in sys.argv[1:]]
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
