"""``shotglass measure --plan which-example``, ``which-head`` and ``which-vector``: what the answers
to a task depend on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ..engine.causes.events import CausesPlanned
from ..engine.causes.plan import QUESTIONS, CausePlan, task_with
from ..engine.causes.record import SEARCHES as RECORDED
from ..engine.causes.record import CauseRequest, SearchName
from ..engine.measurement.plan import PlanItem
from ..prompting import Prompt
from .options import loaded, long_run, tell
from .records import tell_sameness

SEARCHES: dict[str, SearchName] = {f"which-{name}": name for name in RECORDED}
MOST_SHOWN = 4  # examples, unless the task has fewer


def request_of(
    prompt: Prompt, items: tuple[PlanItem, ...], questions: int | None, options: dict[str, Any]
) -> CauseRequest:
    """Raises InvalidRequest."""
    shots = max((len(shots) for shots in prompt.shot_sets.values()), default=0)
    named = {name: options[name] for name in ("model", "precision")}
    task = task_with(min(MOST_SHOWN, shots), prompt=prompt, items=items, **named)
    return CauseRequest.of(CausePlan(task, questions or QUESTIONS))


def search(
    name: SearchName,
    request: CauseRequest,
    only_cost: bool,
    into: tuple[Path, ...],
    options: dict[str, Any],
    before: Mapping[str, Any] | None = None,
) -> None:
    """Prints what is found, or each event as a line of JSON; ``into``: files that get the record.
    ``before``: the record that is searched for again; the exit code is 1 where a figure has other
    bits than there. Raises InvalidRequest, RecordNotWritten."""

    def begin(planned: CausesPlanned) -> int:
        tell(
            f"{planned.model}: {planned.runs:,} runs of {planned.tokens:,} tokens for "
            f"{len(planned.judged)} questions after {planned.k} examples, about "
            f"{planned.seconds:,.0f} s"
        )
        return 0 if only_cost else planned.runs

    named = options | {"model": request.model, "precision": request.precision}
    with loaded(named) as model, long_run(begin, options["as_json"]) as progress:
        if only_cost:
            model.causes_cost(name, request, progress=progress)
            return
        result = model.causes(name, request, progress=progress)
    if not options["as_json"]:
        click.echo(result)
    for path in into:
        result.save(path)
    if before is not None:
        tell_sameness(before, result.record())
