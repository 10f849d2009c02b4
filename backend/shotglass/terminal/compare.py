"""``shotglass compare``: one task with no examples, one and several."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import click

from ..engine.measurement.standard_plans import read_json
from ..events import Done, Event, Score
from ..prompting import Prompt, check_lanes
from ..prompting.prompt import Query
from ..prompting.render import lanes_of
from .generate import printable
from .options import loaded, model_options, prompt_of, save_option, settings_of, settings_options
from .score import score_lines


@click.command()
@click.argument("task", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--shots", type=int, multiple=True, help="A lane of the first so many examples.")
@click.option("--set", "shot_set", help="Which examples.  [default: the first set]")
@click.option("--input", help="Another question than the task's own.")
@settings_options
@save_option
@model_options
def compare(
    task: Path,
    shots: tuple[int, ...],
    shot_set: str | None,
    input: str | None,
    save: Path | None,
    **options: Any,
) -> None:
    """Compare lanes of TASK: a prompt object as JSON, alone or under "prompt".

    Without --shots: none, one, and all examples of the set. With --json every event of the run is
    a line, as POST /api/v1/compare streams them. The exit code is 1 where a lane failed.
    """
    prompt, settings = prompt_of(read_json(task)), settings_of(options)
    if input is not None:
        prompt = replace(prompt, query=Query(input))
    if not prompt.labels:
        prompt = replace(prompt, readout="text")  # only answers that TASK names are scored
    counts = shots or _counts(prompt, shot_set)
    check_lanes(prompt, lanes_of(prompt, counts, shot_set))
    progress = (lambda event: click.echo(event.to_json())) if options["as_json"] else None
    chosen: Any = settings | {"shots": counts, "shot_set": shot_set, "progress": progress}
    with loaded(options) as model:
        result = model.compare(prompt, **chosen)
    if save is not None:
        result.save(save)
    if not options["as_json"]:
        for lane in result.lanes:  # one after the other, though they ran together
            click.echo(click.style(lane.id, bold=True))
            for line in chain.from_iterable(map(_lines, lane.events)):
                click.echo(f"  {line}")
            if lane.problem is not None:
                click.echo(f"  {lane.problem['detail']}", err=True)
    if any(lane.problem is not None for lane in result.lanes):
        sys.exit(1)


def _counts(prompt: Prompt, name: str | None) -> Sequence[int]:
    """None, one, and all examples of the set."""
    name = next(iter(prompt.shot_sets), None) if name is None else name
    most = len(prompt.shot_sets.get(name or "", ()))
    return tuple(dict.fromkeys((0, min(1, most), most)))


def _lines(event: Event) -> list[str]:
    if isinstance(event, Score):
        return score_lines(event)
    return [printable(f"[{event.sample}]{event.text}")] if isinstance(event, Done) else []
