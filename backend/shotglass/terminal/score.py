"""``shotglass score``: how probable labels are after a text."""

from __future__ import annotations

from typing import Any

import click

from ..engine import score as run
from ..events import Score
from .options import loaded, model_options, percent, text_of


@click.command()
@click.argument("prompt")
@click.argument("labels", nargs=-1, required=True)
@model_options
def score(prompt: str, labels: tuple[str, ...], **options: Any) -> None:
    """How probable each of LABELS is after PROMPT; "-" reads that from standard input.

    A label is the text that would follow, so it mostly begins with a space. Two numbers for each:
    its probability, and its share of what all labels have together.
    """
    text = text_of(prompt)
    with loaded(options) as engine:
        found = run(engine, text, labels)
    if options["as_json"]:
        click.echo(found.to_json())
        return
    for line in score_lines(found):
        click.echo(line)


def score_lines(found: Score) -> list[str]:
    """A line a label, then their mass, then what is worth knowing."""
    lines = [
        f"{percent(label.p)}  share {percent(label.share)}  {label.text!r}"
        for label in found.labels
    ]
    lines.append(f"{percent(found.mass)}  on all of them")
    if found.boundary_moved:
        moved = ", ".join(map(repr, found.boundary_moved))
        lines.append(f"Written right after the prompt, other tokens would begin: {moved}")
    return lines
