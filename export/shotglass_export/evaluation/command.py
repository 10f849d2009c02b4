"""``shotglass evaluate``: how well a model predicts a text, or fills in gaps of it.

``shotglass_research`` adds what examples teach a model, where it is installed.
"""

from __future__ import annotations

from typing import Any

import click

from .gaps import FLAG as GAPS
from .gaps import evaluate_gaps
from .text import FLAG as TEXT
from .text import evaluate_text


class FlaggedCommand(click.Command):
    """A command that stands for several: with a flag of ``flagged``, wherever it stands, that one
    is run, and ``usual`` without any."""

    def __init__(self, name: str, usual: click.Command, flagged: dict[str, click.Command]) -> None:
        super().__init__(name)
        self._flagged: dict[str, click.Command] = {}
        self.extend(usual, flagged)

    def extend(self, usual: click.Command, flagged: dict[str, click.Command]) -> None:
        """Adds commands by their flags, and takes another for the usual one."""
        self._usual, self.help = usual, usual.help
        self._flagged |= flagged

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> click.Context:
        flags = {argument.partition("=")[0] for argument in args}
        named = [command for flag, command in self._flagged.items() if flag in flags]
        chosen = named[0] if named else self._usual
        if "--help" in flags:
            args = ["--help"]  # not the value of an option before it
        return chosen.make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        return ctx.command.invoke(ctx)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def refuse(arguments: tuple[str, ...]) -> None:
    """Measure how well a model predicts a text, or fills in gaps of it.

    With --text FILE MODEL: bits per byte and perplexity (shotglass evaluate --text --help). With
    --gaps MODEL: how well a masked model fills in held-out text (shotglass evaluate --gaps --help).
    """
    raise click.UsageError(
        "Name what to measure: --text FILE MODEL, or --gaps MODEL for a masked model. What "
        "examples teach a model is measured in a checkout of the repository, with its research "
        "package: pip install -e export/research"
    )


evaluate = FlaggedCommand("evaluate", refuse, {GAPS: evaluate_gaps, TEXT: evaluate_text})
