"""``shotglass measure --plan which-example``, ``which-head`` and ``which-vector``: what the answers
to a task depend on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import click

from ..engine.causes.events import (
    CausesPlanned,
    ExamplesFound,
    HeadsFound,
    VectorsFound,
)
from ..engine.causes.plan import QUESTIONS, CausePlan, task_with
from ..engine.causes.record import SEARCHES as RECORDED
from ..engine.causes.record import CauseRequest, Found, SearchName, read_record, record_of
from ..engine.measurement.plan import PlanItem
from ..engine.runs.record_files import now, write_file
from ..engine.runs.record_text import json_text
from ..engine.tasks.causes import which_example, which_head, which_vector
from ..events import Event
from ..prompting import Prompt
from ..statistics import Interval
from .options import counted, engine_of, loaded
from .records import tell_sameness

SEARCHES: dict[str, SearchName] = {f"which-{name}": name for name in RECORDED}
_RUNS: dict[SearchName, Callable[..., Iterator[Event]]] = {
    "example": which_example,
    "head": which_head,
    "vector": which_vector,
}
MOST_SHOWN = 4  # examples, unless the task has fewer


def search(
    name: SearchName,
    prompt: Prompt,
    items: tuple[PlanItem, ...],
    questions: int | None,
    only_cost: bool,
    into: tuple[Path, ...],
    options: dict[str, Any],
) -> None:
    """Prints what is found, or each event as a line of JSON; ``into``: files that get the record.
    Raises InvalidRequest, RecordNotWritten."""
    shots = max((len(shots) for shots in prompt.shot_sets.values()), default=0)
    task = task_with(
        min(MOST_SHOWN, shots),
        model=options["model"],
        prompt=prompt,
        items=items,
        precision=options["precision"],
    )
    _search(
        name, CauseRequest.of(CausePlan(task, questions or QUESTIONS)), only_cost, into, options
    )


def search_again(
    record: dict[str, Any], only_cost: bool, into: tuple[Path, ...], options: dict[str, Any]
) -> None:
    """As ``search``; the exit code is 1 where a figure has other bits than in the record."""
    name, request, _ = read_record(record)
    named = options | {"model": request.model, "precision": request.precision}
    again = _search(name, request, only_cost, into, named)
    if again is not None:
        tell_sameness(record, again)


def _search(
    name: SearchName,
    request: CauseRequest,
    only_cost: bool,
    into: tuple[Path, ...],
    options: dict[str, Any],
) -> dict[str, Any] | None:
    """The record; None where the cost alone was asked for."""
    with loaded(options) as model:
        run = partial(_RUNS[name], engine_of(model), request.plan(), **request.own(name))
        events = run(only_cost=only_cost)
        planned = next(events)
        assert isinstance(planned, CausesPlanned), "a search begins with its plan"
        click.echo(
            f"{planned.model}: {planned.runs:,} runs of {planned.tokens:,} tokens for "
            f"{len(planned.judged)} questions after {planned.k} examples, about "
            f"{planned.seconds:,.0f} s",
            err=True,
        )
        total = 0 if only_cost else planned.runs
        results = [
            event
            for event in counted(chain([planned], events), total, options["as_json"])
            if isinstance(event, Found)
        ]
    if not results:
        return None
    (result,) = results
    if not options["as_json"]:
        for line in lines(result):
            click.echo(line)
    record = record_of(name, request, planned, result, version("shotglass"), now())
    for path in into:
        write_file(path, f"{json_text(record)}\n", "Make room, and search again.")
    return record


def lines(event: Event) -> Iterator[str]:
    """What was found, in words; nothing for other events."""
    if isinstance(event, ExamplesFound):
        yield from _examples(event)
    elif isinstance(event, HeadsFound):
        yield from _heads(event)
    elif isinstance(event, VectorsFound):
        yield from _vectors(event)


def _examples(event: ExamplesFound) -> Iterator[str]:
    figures = event.figures
    yield f"log-odds of the expected answer {_number(figures.log_odds)}, n = {figures.n}; they lose"
    for example in figures.examples:
        shown = json.dumps(example.input + example.output, ensure_ascii=False)
        yield (
            f"{shown}: left out {_number(example.deleted)}, hidden {_number(example.hidden)}, "
            f"without its answer {_number(example.answer_hidden)}; "
            f"attention {_percent(example.attention)}"
        )
    for pair in figures.correlations:
        value = "no order" if pair.correlation is None else _number(pair.correlation)
        yield f"rank correlation of {pair.one} and {pair.other}: {value}"


def _heads(event: HeadsFound) -> Iterator[str]:
    figures = event.figures
    right, form = _percent(figures.right), _percent(figures.form)
    yield f"no head off: right {right}, form {form}, n = {figures.n}"
    for ranking in figures.rankings:
        top = ", ".join(f"{head.layer}.{head.head} {head.score:.2f}" for head in ranking.heads[:5])
        yield f"by {ranking.by}: {top}"
    for ablation in figures.ablations:
        yield (
            f"{ablation.heads} heads by {ablation.by} to {ablation.ablating}: "
            f"right {_percent(ablation.right)}, form {_percent(ablation.form)}"
        )


def _vectors(event: VectorsFound) -> Iterator[str]:
    figures = event.figures
    for name, outcome in (("no examples", figures.none), ("all examples", figures.examples)):
        yield f"{name}: right {_percent(outcome.right)}, form {_percent(outcome.form)}"
    for vector in figures.vectors:
        judged = next(at.judged for at in vector.layers if at.layer == vector.chosen)
        yield (
            f"{vector.kind} vector after layer {vector.chosen - 1}: "
            f"right {_percent(judged.right)}, form {_percent(judged.form)}, n = {figures.n}"
        )


def _number(value: Interval) -> str:
    return f"{value.value:+.2f} [{value.low:+.2f}, {value.high:+.2f}]"


def _percent(value: Interval) -> str:
    return f"{100 * value.value:.1f} % [{100 * value.low:.1f}, {100 * value.high:.1f}]"
