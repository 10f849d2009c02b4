"""How far a long run is, beside its events."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from ..engine.causes.events import CausesProgress
from ..engine.measurement.events import MeasureProgress
from ..events import Event


def counted(events: Iterable[Event], total: int, as_json: bool) -> Iterator[Event]:
    """Passes events on, beside a bar of their progress to ``total``; with ``as_json`` each is
    printed as a line."""
    with click.progressbar(length=total, file=sys.stderr, show_pos=True) as bar:
        for event in events:
            if isinstance(event, MeasureProgress | CausesProgress):
                bar.update(event.done - bar.pos)
            if as_json:
                click.echo(event.to_json())
            yield event
        bar.update(total - bar.pos)
