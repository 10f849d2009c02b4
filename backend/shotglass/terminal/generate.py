"""``shotglass generate``: continue a text."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..engine import generate as run
from ..errors import escaped
from ..events import Done, Token
from .options import loaded, model_options, settings_of, settings_options, text_of


def printable(text: str) -> str:
    """As it is into a file or a pipe; on a terminal, where it could be commands, escaped."""
    return escaped(text) if sys.stdout.isatty() else text


@click.command()
@click.argument("prompt")
@settings_options
@model_options
def generate(prompt: str, **options: Any) -> None:
    """Continue PROMPT; "-" reads it from standard input.

    One sample is written as it comes, several when each has ended. With --json every event of the
    run is a line, as POST /api/v1/generate streams them.
    """
    settings, text = settings_of(options), text_of(prompt)
    with loaded(options) as engine:
        events = run(engine, text, settings)
        for event in events:
            if options["as_json"]:
                click.echo(event.to_json())
            elif settings.n > 1 and isinstance(event, Done):
                click.echo(f"[{event.sample}] {printable(event.text)}")
            elif settings.n == 1 and isinstance(event, Token):
                click.echo(printable(event.text), nl=False)
        if settings.n == 1 and not options["as_json"]:
            click.echo()
