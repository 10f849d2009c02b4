"""``shotglass score``: how probable labels are after a text, or after each text of a file.

The file is JSON Lines, each a text or an object with labels of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from ..engine import Batch, PromptScore
from ..errors import InvalidJson, InvalidRequest
from ..events import Score
from ..parsing import Unfit, loads, parsed
from .options import engine_of, loaded, model_options, percent, text_of

COLUMNS = {  # of ``statistics``' measures
    "logprob": "sum",
    "per_token": "per token",
    "per_byte": "per byte",
    "over_baseline": "over base",
}


@click.command()
@click.argument("texts", nargs=-1, metavar="[PROMPT] LABELS...")
@click.option("--file", help='Prompts as JSON Lines, instead of PROMPT; "-" is standard input.')
@click.option("--content-free", multiple=True, help="With --file: a prompt without content.")
@model_options
def score(
    texts: tuple[str, ...], file: str | None, content_free: tuple[str, ...], **options: Any
) -> None:
    """How probable each of LABELS is after PROMPT; "-" reads that from standard input.

    A label is the text that would follow, so it mostly begins with a space. Two numbers for each:
    its probability, and its share of what all labels have together.

    With --file, a line is a prompt as JSON text, or {"prompt": ..., "labels": [...]} where it has
    labels of its own. A label's share is told by its probability, by that per token and per byte,
    and, where there are --content-free prompts ("N/A" for what is asked; the option may be given
    again), by how much likelier it is than after those. With --json an object a line, as POST
    /api/v1/scores answers for a prompt.
    """
    if file is not None:
        _score_file(file, texts, content_free, options)
    elif len(texts) < 2 or content_free:
        raise click.UsageError("PROMPT and LABELS were expected; --content-free needs --file.")
    else:
        with loaded(options) as model:
            scored = model.score(text_of(texts[0]), texts[1:]).score
        lines = [scored.to_json()] if options["as_json"] else score_lines(scored)
        click.echo("\n".join(lines))


def _score_file(
    file: str, labels: Sequence[str], content_free: Sequence[str], options: dict[str, Any]
) -> None:
    batch = read_batch(file, labels, content_free)
    with loaded(options) as model:
        events = engine_of(model).score_batch(batch)
        scores = [event for event in events if isinstance(event, PromptScore)]
    for number, score in enumerate(scores, 1):
        if options["as_json"]:
            click.echo(json.dumps(asdict(score)))
            continue
        click.echo(f"{number:5}  {'  '.join(f'{name:>9}' for name in COLUMNS.values())}")
        for label in score.labels:
            values = asdict(label.shares)
            columns = (values[name] for name in COLUMNS)
            shares = (f"{'-' if share is None else percent(share):>9}" for share in columns)
            click.echo(f"{'':5}  {'  '.join(shares)}  {label.text!r}")


def score_lines(score: Score) -> list[str]:
    """A line a label, then their mass, then what is worth knowing."""
    lines = [
        f"{percent(label.p)}  share {percent(label.share)}  {label.text!r}"
        for label in score.labels
    ]
    lines.append(f"{percent(score.mass)}  on all of them")
    if score.boundary_moved:
        moved = ", ".join(map(repr, score.boundary_moved))
        lines.append(f"Written right after the prompt, other tokens would begin: {moved}")
    return lines


@dataclass(frozen=True)
class _Question:
    prompt: str
    labels: tuple[str, ...] | None = None


def read_batch(file: str, labels: Sequence[str], content_free: Sequence[str]) -> Batch:
    """``file``: a path, or "-" for what comes in. ``labels``: of the lines without their own.
    Raises InvalidJson, InvalidRequest, naming the line."""
    lines = [
        _line(number, text, tuple(labels))
        for number, text in enumerate(lines_of(file).split("\n"), 1)
        if text.strip()
    ]
    if not lines:
        raise InvalidRequest(f"{file} holds no prompts; at least one line was expected.")
    prompts, of_each = zip(*lines, strict=True)
    return Batch(prompts, of_each, tuple(content_free))


def lines_of(file: str) -> str:
    if file == "-":
        return text_of(file)
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest(f"{file} cannot be read as UTF-8 text: {error}.") from error


def _line(number: int, text: str, labels: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    try:
        value = loads(text)
    except ValueError as error:
        raise InvalidJson(
            f"Line {number} is not JSON: {error}. Write a prompt in double quotes, its line ends "
            "as \\n."
        ) from error
    try:
        line = parsed(_Question, {"prompt": value} if isinstance(value, str) else value)
    except Unfit:
        raise InvalidRequest(
            f'Line {number} is neither a text nor {{"prompt": text, "labels": [texts]}}.'
        ) from None
    own = labels if line.labels is None else line.labels
    if not own:
        raise InvalidRequest(
            f"Line {number} has no labels: write some after the options for all lines, or "
            '"labels" in the line.'
        )
    return line.prompt, own
