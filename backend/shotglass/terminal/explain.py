"""``shotglass explain``: what a model computes inside with each text of a file, as numpy arrays."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Any

import click
import numpy as np

from ..engine import Engine
from ..engine.runs.record_files import array_file
from ..engine.tasks.inside.many import InsideChoice, encoded, insides
from ..errors import InvalidJson, InvalidRequest
from ..parsing import Unfit, loads, parsed
from .options import check_files, engine_of, loaded, model_options, tell
from .score import lines_of

MOST_TEXTS = 100_000
LONGEST_ID = 200  # characters
LAYERS = 'Layers from 0, such as 0,5, or "all".'


@click.command()
@click.option("--file", required=True, help='Texts as JSON Lines; "-" is standard input.')
@click.option(
    "--into",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of arrays (.npz).",
)
@click.option("--hidden", help=f"The residual stream that layers read. {LAYERS}")
@click.option("--attention", help=f"Attention probabilities. {LAYERS}")
@click.option("--logits", is_flag=True, help="The logits after each token.")
@click.option("--last", is_flag=True, help="Of the last token of each text alone.")
@model_options
def explain(
    file: str, into: Path, hidden: str | None, attention: str | None, logits: bool, last: bool,
    **options: Any,
) -> None:  # fmt: skip
    """What a model computes inside with each text of a file, as numpy arrays, in fp32.

    A line is a text as JSON, or {"id": ..., "text": ...}; without an id it is the line's number. A
    text has at most 512 tokens. The file has "ids", and of the text at place 0 "0/tokens" and
    arrays such as "0/blocks.5.hook_resid_pre", "0/blocks.5.attn.hook_pattern" and "0/logits".

    Texts are run and written one after another, so that memory does not grow with them. A run that
    is cut off leaves no file and begins anew: split a file of many hours.
    """
    check_files([into], [".npz"])
    texts = _texts(file)
    with loaded(options) as model:
        engine, config = engine_of(model), model.manifest.architecture
        of_stream = _layers(hidden, config.layers + 1, "--hidden")
        of_heads = _layers(attention, config.layers, "--attention")
        choice = InsideChoice(of_stream, of_heads, logits, last)
        size = _write(engine, texts, choice, into)
    summary = {"texts": len(texts), "bytes": size, "into": str(into)}
    if options["as_json"]:
        click.echo(json.dumps(summary))
    else:
        tell(f"{len(texts):,} texts, {size / 1e6:,.1f} MB of arrays in {into}")


def _write(engine: Engine, texts: Sequence[_NamedText], choice: InsideChoice, into: Path) -> int:
    """The bytes of all arrays, which are known before the first is computed. Raises InvalidRequest
    for a text that cannot be read and where there is no room, RecordNotWritten."""
    try:
        ids = encoded(engine, [text.text for text in texts])
    except InvalidRequest as error:
        id = texts[int(error.pointer[1:])].id
        raise InvalidRequest(f"The text {id!r}: {error.detail}") from error
    size = sum(choice.size(engine.manifest.architecture, len(tokens)) for tokens in ids)
    if size > (free := disk_usage(into.parent).free):
        raise InvalidRequest(
            f"The arrays of {len(ids):,} texts are {size / 1e6:,.1f} MB, and there are "
            f"{free / 1e6:,.1f} MB of room at {into.parent}: choose fewer layers, or --last."
        )
    with (
        array_file(into) as add,
        click.progressbar(length=len(ids), file=sys.stderr, show_pos=True) as bar,
    ):
        add("ids", np.array([text.id for text in texts]))
        arrays = insides(engine, ids, choice)
        for place, (tokens, each) in enumerate(zip(ids, arrays, strict=True)):
            add(f"{place}/tokens", np.array(tokens))
            for name, array in each.items():
                add(f"{place}/{name}", array)
            bar.update(1)
    return size


@dataclass(frozen=True)
class _NamedText:
    text: str
    id: str = ""


def _texts(file: str) -> Sequence[_NamedText]:
    """Raises InvalidJson, InvalidRequest, naming the line."""
    texts: dict[str, _NamedText] = {}
    for number, line in enumerate(lines_of(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = loads(line)
            text = parsed(_NamedText, {"text": value} if isinstance(value, str) else value)
        except Unfit:
            raise InvalidRequest(
                f'Line {number} is neither a text nor {{"id": text, "text": text}}.'
            ) from None
        except ValueError as error:
            raise InvalidJson(
                f"Line {number} is not JSON: {error}. Write a text in double quotes, its line ends "
                "as \\n."
            ) from error
        id = text.id or str(number)
        if id in texts or len(id) > LONGEST_ID or "\0" in id:
            raise InvalidRequest(
                f"The id of line {number} is {id[:40]!r}; one that no other line has, of up to "
                f"{LONGEST_ID} characters without a zero character, was expected."
            )
        texts[id] = _NamedText(text.text, id)
    if not 1 <= len(texts) <= MOST_TEXTS:
        raise InvalidRequest(
            f"{file} holds {len(texts):,} texts; 1 to {MOST_TEXTS:,} were expected: split it."
        )
    return list(texts.values())


def _layers(given: str | None, count: int, option: str) -> tuple[int, ...]:
    """Raises InvalidRequest for what is no list of numbers."""
    if given is None:
        return ()
    if given == "all":
        return tuple(range(count))
    try:
        return tuple(int(part) for part in given.split(","))
    except ValueError:
        raise InvalidRequest(
            f'{option} is {given[:80]!r}; layers such as 0,5, or "all", were expected.'
        ) from None
