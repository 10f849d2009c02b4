"""``shotglass fill``: what stands at the gaps of a text, by a masked model."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from .generate import printable
from .options import loaded, models_option, percent, text_of


@click.command()
@click.argument("model")
@click.argument("text")
@click.option("--candidate", "candidates", multiple=True, help="A text of one token to be scored.")
@click.option("--top", type=click.IntRange(1), default=5, show_default=True, help="Tokens a gap.")
@models_option
@click.option("--json", "as_json", is_flag=True, help="JSON, as POST /api/v1/fill has for a text.")
def fill(text: str, candidates: tuple[str, ...], top: int, as_json: bool, **options: Any) -> None:
    """Fill the gaps of TEXT by MODEL, a masked model such as BERT; "-" reads the text from standard
    input.

    A gap is written [MASK], and all gaps are predicted at once. A candidate mostly begins with a
    space, as the words of a text do:

        shotglass fill house-bert "The capital of [MASK] is Paris." --candidate " France"
    """
    with loaded(options) as model:
        result = model.fill(text_of(text), candidates, top=top)
    if as_json:
        click.echo(json.dumps(asdict(result.filled)))
        return
    for number, gap in enumerate(result.gaps, 1):
        click.echo(click.style(f"gap {number}", bold=True))
        shown = gap.distribution
        for token in shown.alternatives:
            click.echo(f"  {percent(token.p)}  {printable(repr(token.text))}")
        click.echo(f"  {percent(shown.rest)}  on {shown.rest_tokens:,} other tokens")
        for candidate in gap.candidates:
            score = f"logprob {candidate.logprob:.4f}, rank {candidate.rank + 1}"
            text = printable(repr(candidate.text))
            click.echo(f"  {percent(candidate.p)}  {text}, {score}")
