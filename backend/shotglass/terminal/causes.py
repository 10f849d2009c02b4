"""``shotglass measure --plan which-example``, ``which-head`` and ``which-vector``: what the answers
to a task depend on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from ..engine.causes.events import (
    CausesPlanned,
    CausesProgress,
    ExamplesFound,
    HeadsFound,
    VectorsFound,
)
from ..engine.causes.plan import CausePlan, task_with
from ..engine.measurement.plan import PlanItem
from ..engine.model import Engine
from ..engine.tasks.causes import which_example, which_head, which_vector
from ..events import Event
from ..prompting import Prompt
from ..statistics import Interval
from .options import loaded
from .record_files import write_file

SEARCHES: dict[str, Callable[..., Iterator[Event]]] = {
    "which-example": which_example,
    "which-head": which_head,
    "which-vector": which_vector,
}
MOST_SHOWN = 4  # examples, unless the task has fewer


def search(
    name: str,
    prompt: Prompt,
    items: tuple[PlanItem, ...],
    only_cost: bool,
    into: tuple[Path, ...],
    options: dict[str, Any],
) -> None:
    """Prints what one of ``SEARCHES`` finds, or each event as a line of JSON; ``into``: files that
    get the events as JSON. Raises InvalidRequest."""
    shots = max((len(shots) for shots in prompt.shot_sets.values()), default=0)
    task = task_with(
        min(MOST_SHOWN, shots),
        model=options["model"],
        prompt=prompt,
        items=items,
        precision=options["precision"],
    )
    with loaded(options) as engine:
        events = list(_counted(name, engine, CausePlan(task), only_cost, options["as_json"]))
    for path in into:
        write_file(path, f"[{','.join(event.to_json() for event in events)}]\n", "Make room.")
    if not options["as_json"]:
        for event in events:
            for line in lines(event):
                click.echo(line)


def _counted(
    name: str, engine: Engine, plan: CausePlan, only_cost: bool, as_json: bool
) -> Iterator[Event]:
    """All events but those of progress."""
    bar = None
    for event in SEARCHES[name](engine, plan, only_cost=only_cost):
        if as_json:
            click.echo(event.to_json())
        if isinstance(event, CausesPlanned):
            click.echo(_cost(event), err=True)
            bar = click.progressbar(length=event.runs, file=sys.stderr, show_pos=True)
        if isinstance(event, CausesProgress):
            assert bar is not None, "what is planned comes first"
            bar.update(event.done - bar.pos)
        else:
            yield event


def _cost(planned: CausesPlanned) -> str:
    return (
        f"{planned.model}: {planned.runs:,} runs of {planned.tokens:,} tokens for "
        f"{len(planned.judged)} questions after {planned.k} examples, about "
        f"{planned.seconds:,.0f} s"
    )


def lines(event: Event) -> Iterator[str]:
    """What was found, in words; nothing for other events."""
    if isinstance(event, ExamplesFound):
        yield from _examples(event)
    elif isinstance(event, HeadsFound):
        yield from _heads(event)
    elif isinstance(event, VectorsFound):
        yield from _vectors(event)


def _examples(event: ExamplesFound) -> Iterator[str]:
    found = event.figures
    yield f"log-odds of the expected answer {_number(found.log_odds)}, n = {found.n}; they lose"
    for one in found.examples:
        shown = json.dumps(one.input + one.output, ensure_ascii=False)
        yield (
            f"{shown}: left out {_number(one.deleted)}, hidden {_number(one.hidden)}, without its "
            f"answer {_number(one.answer_hidden)}; attention {_percent(one.attention)}"
        )
    for pair in found.correlations:
        value = "no order" if pair.correlation is None else _number(pair.correlation)
        yield f"rank correlation of {pair.one} and {pair.other}: {value}"


def _heads(event: HeadsFound) -> Iterator[str]:
    found = event.figures
    yield f"no head off: right {_percent(found.right)}, form {_percent(found.form)}, n = {found.n}"
    for ranking in found.rankings:
        top = ", ".join(f"{one.layer}.{one.head} {one.score:.2f}" for one in ranking.heads[:5])
        yield f"by {ranking.by}: {top}"
    for one in found.ablations:
        yield (
            f"{one.heads} heads by {one.by} to {one.ablating}: right {_percent(one.right)}, form "
            f"{_percent(one.form)}"
        )


def _vectors(event: VectorsFound) -> Iterator[str]:
    found = event.figures
    for name, outcome in (("no examples", found.none), ("all examples", found.examples)):
        yield f"{name}: right {_percent(outcome.right)}, form {_percent(outcome.form)}"
    for one in found.vectors:
        judged = next(at.judged for at in one.layers if at.layer == one.chosen)
        yield (
            f"{one.kind} vector at layer {one.chosen}: right {_percent(judged.right)}, form "
            f"{_percent(judged.form)}, n = {found.n}"
        )


def _number(value: Interval) -> str:
    return f"{value.value:+.2f} [{value.low:+.2f}, {value.high:+.2f}]"


def _percent(value: Interval) -> str:
    return f"{100 * value.value:.1f} % [{100 * value.low:.1f}, {100 * value.high:.1f}]"
