"""``shotglass evaluate --text``: how well a model predicts a text of one's own.

Bits per byte compare models whatever their tokens are; the perplexity is of a token, and so
compares only models with the same tokenizer. Each document (two blank lines part them) stands by
itself after the token that opens a text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click

from shotglass.engine import Engine, Library, Precision, default_roots
from shotglass.errors import DataFailed, WrongTask

from ..data.own_text import documents_of, read_own_text
from .bits_per_byte import BitsPerByte, text_nats

FLAG = "--text"


@dataclass(frozen=True)
class TextFigures:
    """``perplexity``: e to the mean negative log-probability of ``tokens`` tokens."""

    bits: BitsPerByte
    tokens: int
    perplexity: float


def figures(engine: Engine, documents: Sequence[str], nats: Sequence[float]) -> TextFigures:
    """Returns the figures of ``nats`` of each document as a whole."""
    tokens = sum(len(engine.tokenizer.encode(document)) for document in documents)
    perplexity = math.exp(-math.fsum(nats) / tokens)
    return TextFigures(BitsPerByte.of(nats, documents), tokens, perplexity)


@click.command()
@click.option(
    FLAG, "file", type=click.Path(path_type=Path), required=True, help="A text file, in UTF-8."
)
@click.argument("model")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option(
    "--precision",
    type=click.Choice(get_args(Precision)),
    help="What the model computes in: fp32 is exact, int8 faster.  [default: fp32]",
)
def evaluate_text(file: Path, model: str, models: Path | None, precision: Precision | None) -> None:
    """Measure how well MODEL predicts the text in FILE: bits per byte, and perplexity."""
    from ..progress import progress  # needs the extra's package; other commands need not

    documents = documents_of(read_own_text(file))
    if not documents:
        raise DataFailed(f"{file} holds no text: name a file with some.")
    folder = Library((models,) if models else default_roots()).folder(model)
    if folder.manifest.architecture.bidirectional:
        raise WrongTask(
            f"{model} is a masked model: it sees both sides of a token and has no bits per byte. "
            f"How well it fills gaps: shotglass evaluate --gaps {model}."
        )
    nats = []
    engine = Engine.open(folder, precision=precision)
    try:
        with progress() as report:
            for document in documents:
                nats.append(text_nats(engine, document))
                report(f"{model}: {file.name}", len(nats) / len(documents))
        click.echo(sentence(model, file.name, figures(engine, documents, nats)))
    finally:
        engine.close()


def sentence(model: str, name: str, text: TextFigures) -> str:
    """Returns a sentence for people, with an interval where there are enough documents for one."""
    bits = text.bits
    between = (
        f" [{bits.interval[0]:.4f}, {bits.interval[1]:.4f}] (95 %, over documents)"
        if bits.interval
        else ""
    )
    return (
        f"{model} on {name}: {bits.value:.4f} bits per byte{between}, "
        f"perplexity {text.perplexity:.2f} a token.\n"
        f"{bits.documents:,} document{'s' if bits.documents != 1 else ''}, {bits.bytes:,} bytes, "
        f"{text.tokens:,} tokens."
    )
