"""The 8-bit graph of a model, made when a command first asks for it."""

from __future__ import annotations

import click

from ..engine.batching.cancellation import CancellationToken
from ..engine.library import ModelFolder
from ..exporter import Exporter
from ..precisions import Precision, offers


def with_graph(
    folder: ModelFolder, precision: Precision | None, exporter: Exporter | None = None
) -> ModelFolder:
    """The folder with the graph of ``precision``; what is done is said on standard error.

    Raises MissingExtra, and what the exporter says. A model that cannot have the graph is left as
    it is: whoever loads it is told.
    """
    if all(offer.made or offer.name != precision for offer in offers(folder.manifest)):
        return folder
    maker, last = exporter or Exporter(), ""
    maker.require()
    click.echo(f"{folder.manifest.id} has no 8-bit graph yet: it is made now.", err=True)
    for step in maker.add(folder.path, "int8", CancellationToken()):
        if step.text != last:
            click.echo(step.text, err=True)
        last = step.text
    return ModelFolder.open(folder.path)
