"""``shotglass generate``: continue a text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ..engine.measurement.standard_plans import read_json
from ..errors import InvalidRequest, escaped
from ..events import Done, Token
from .options import loaded, model_options, save_option, settings_of, settings_options, text_of


def printable(text: str) -> str:
    """Returns the text as it is into a file or a pipe; on a terminal, where it could be commands,
    escaped."""
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
    if (json_schema, regex, grammar).count(None) < 2:
        raise InvalidRequest("One of --json-schema, --regex and --grammar at most was expected.")
    held: dict[str, Any] = {} if regex is None else {"regex": regex}
    if json_schema is not None:
        held = {"json_schema": read_json(json_schema)}
    elif grammar is not None:
        held = {"grammar": grammar.read_text("utf-8")}
    settings, text = settings_of(options, **held), text_of(prompt)
    is_one, as_json = settings["n"] == 1, options["as_json"]
    with loaded(options) as model, model.generate(text, stream=True, **settings) as stream:
        for event in stream.events():
            if as_json:
                click.echo(event.to_json())
            elif is_one and isinstance(event, Token):
                click.echo(printable(event.text), nl=False)
            elif not is_one and isinstance(event, Done):
                click.echo(f"[{event.sample}] {printable(event.text)}")
        if is_one and not as_json:
            click.echo()
        if save is not None:
            stream.result().save(save)
