"""``shotglass generate``: continue a text."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..decoding import Constraint
from ..engine import generate as run
from ..errors import InvalidJson, InvalidRequest, escaped
from ..events import Done, Token
from ..parsing import loads
from ..run_file.texts import written_run
from .options import loaded, model_options, settings_of, settings_options, text_of
from .runs.saving import model_in, save_option, save_run


def printable(text: str) -> str:
    """As it is into a file or a pipe; on a terminal, where it could be commands, escaped."""
    return escaped(text) if sys.stdout.isatty() else text


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("prompt")
@settings_options
@click.option("--json-schema", type=_FILE, help="File with a JSON schema that each text fits.")
@click.option("--regex", help="Regular expression that each whole text fits.")
@click.option("--grammar", type=_FILE, help="File with a grammar, in Lark's notation or GBNF.")
@save_option
@model_options
def generate(
    prompt: str,
    save: Path | None,
    json_schema: Path | None,
    regex: str | None,
    grammar: Path | None,
    **options: Any,
) -> None:
    """Continue PROMPT; "-" reads it from standard input.

    One sample is written as it comes, several when each has ended. With --json every event of the
    run is a line, as POST /api/v1/generate streams them.
    """
    settings, text = settings_of(options), text_of(prompt)
    settings = replace(settings, constraint=constraint_of(json_schema, regex, grammar))
    seen = []
    with loaded(options) as engine:
        for event in run(engine, text, settings):
            seen.append(event)
            if options["as_json"]:
                click.echo(event.to_json())
            elif settings.n > 1 and isinstance(event, Done):
                click.echo(f"[{event.sample}] {printable(event.text)}")
            elif settings.n == 1 and isinstance(event, Token):
                click.echo(printable(event.text), nl=False)
        if settings.n == 1 and not options["as_json"]:
            click.echo()
        if save is not None:
            save_run(save, written_run(model_in(engine), text, settings, seen))


def constraint_of(
    json_schema: Path | None, regex: str | None, grammar: Path | None
) -> Constraint | None:
    """Raises InvalidJson, and InvalidRequest where several are given."""
    if (json_schema, regex, grammar).count(None) < 2:
        raise InvalidRequest("One of --json-schema, --regex and --grammar at most was expected.")
    if json_schema is not None:
        try:
            return Constraint.of_schema(loads(json_schema.read_bytes()))
        except ValueError as error:
            raise InvalidJson(f"{json_schema} is not JSON: {error}.") from error
    if grammar is not None:
        return Constraint("grammar", grammar.read_text("utf-8"))
    return None if regex is None else Constraint("regex", regex)
