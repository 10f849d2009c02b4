"""``shotglass compare``: one task with no examples, one and several."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..engine import compare as run
from ..errors import InvalidJson
from ..events import Done, Event, Failed, Score
from ..parsing import loads
from ..prompting import Prompt
from ..prompting.prompt import Query
from ..prompting.render import lanes_of
from ..run_file.compared import compared_run, finished_lanes
from .generate import printable
from .options import loaded, model_options, settings_of, settings_options
from .runs.saving import model_in, save_option, save_run
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
    """Compare lanes of TASK: a prompt object as JSON, as the page saves it.

    Without --shots: none, one, and all examples of the set. With --json every event of the run is
    a line, as POST /api/v1/compare streams them. The exit code is 1 where a lane failed.
    """
    try:
        prompt = Prompt.from_json(loads(task.read_bytes()))
    except ValueError as error:
        raise InvalidJson(f"{task} is not JSON: {error}.") from error
    settings = settings_of(options)
    if input is not None:
        prompt = replace(prompt, query=Query(input))
    lanes = lanes_of(prompt, shots or _counts(prompt, shot_set), shot_set)
    with loaded(options) as engine:
        events = []
        for event in run(engine, prompt, lanes, settings):
            events.append(event)
            if options["as_json"]:
                click.echo(event.to_json())
        model = model_in(engine)
    if save is not None:
        save_run(save, compared_run(model, prompt, finished_lanes(lanes, settings, events)))
    if not options["as_json"]:
        for lane in lanes:  # one after the other, though they ran together
            click.echo(click.style(lane.id, bold=True))
            for event in (event for event in events if event.lane == lane.id):
                for line in _lines(event):
                    click.echo(f"  {line}", err=isinstance(event, Failed))
    if any(isinstance(event, Failed) for event in events):
        sys.exit(1)


def _counts(prompt: Prompt, name: str | None) -> Sequence[int]:
    """None, one, and all examples of the set."""
    name = next(iter(prompt.shot_sets), None) if name is None else name
    most = len(prompt.shot_sets.get(name or "", ()))
    return tuple(dict.fromkeys((0, min(1, most), most)))


def _lines(event: Event) -> list[str]:
    if isinstance(event, Score):
        return score_lines(event)
    if isinstance(event, Done):
        return [printable(f"[{event.sample}]{event.text}")]
    return [str(event.problem["detail"])] if isinstance(event, Failed) else []
