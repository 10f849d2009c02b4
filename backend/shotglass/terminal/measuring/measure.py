"""``shotglass measure``: a task on many items, under many conditions, with a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

from ...engine.causes.record import is_record, read_record
from ...engine.measurement.earlier import NOTHING
from ...engine.measurement.events import Planned
from ...engine.measurement.plan import Plan, PlanItem, sampled, task_items
from ...engine.measurement.record import Record
from ...engine.measurement.rules import size_fault
from ...engine.measurement.sentences import cost_lines
from ...engine.measurement.standard_plans import plan_items, read_json, read_plan
from ...engine.runs.record_files import write_file
from ...engine.tasks.measure import models_of
from ...errors import InvalidRequest
from ...lab import MeasureResult
from ...prompting import Prompt
from ...rows import ENCODINGS, ReadRows, read_rows_file
from ...run_file import ENDINGS
from ...run_file.measured import other_fingerprints
from ..causes import SEARCHES, request_of, search
from ..options import (
    ExtendedCommand,
    check_files,
    engine_of,
    loaded,
    long_run,
    model_of,
    model_options,
    prompt_of,
    tell,
)
from ..records import tell_sameness
from .items import columns_of, heads_of, lines_on
from .sharded import measure_in_shards
from .unfinished import Unfinished


@click.command(cls=ExtendedCommand)
@click.argument("task", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--items",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV, TSV, JSON or JSON Lines with questions and answers.  [default: the task's own]",
)
@click.option(
    "--columns",
    help="Which column is which: input=text,expected=label.  [default: by their names]",
)
@click.option(
    "--plan",
    default="examples",
    show_default=True,
    help="examples, order, labels, format, which-example, which-head, which-vector, or a JSON "
    "file.",
)
@click.option(
    "--encoding",
    type=click.Choice(tuple(ENCODINGS)),
    help="Of --items.  [default: UTF-8, or UTF-16 with its mark]",
)
@click.option(
    "--questions",
    type=click.IntRange(min=1),
    help="Ask no more than so many, chosen by the plan's seed as the page chooses them.  "
    "[default: all; 32 of the plans that look for causes]",
)
@click.option("--other", "other_model", help="Another model, to be asked the same.")
@click.option("--heads-off", help="Heads that give nothing, as layer.head from 0: 17.5,3.0")
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help="Of each model. The last bits may depend on it.  [default: all processors; 1 with --on]",
)
@click.option("--only-cost", is_flag=True, help="Print what it would cost, and end.")
@click.option(
    "--into",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the record (.json), its readings (.csv) or a run for the page (.shotglass); may be "
    "given again. A run that was cut "
    "off goes on where it was.",
)
@model_options
def measure(
    task: Path,
    items: Path | None,
    columns: str | None,
    plan: str,
    encoding: str | None,
    questions: int | None,
    other_model: str | None,
    only_cost: bool,
    into: tuple[Path, ...],
    **options: Any,
) -> None:
    """Measure TASK, a prompt object as JSON, alone or under "prompt", on many items.

    The standard plans: "examples" asks after 0, 1, 2, 4 and 8 examples in eight draws, "order"
    after four examples in all 24 orders, "labels" after four whose answers are right, wrong,
    renamed or left out, "format" in eight templates that mean the same. "which-example",
    "which-head" and "which-vector" look for what the answers depend on. TASK may be a record too:
    it is then measured again and compared, and the exit code is 1 where a bit differs. With --json
    every event is a line, as POST /api/v1/measure streams them.
    """
    value, chosen = read_json(task), columns_of(columns)
    causes = plan in SEARCHES or is_record(value)
    if (options["heads_off"] or options.get("on")) and (causes or "record" in value):
        raise InvalidRequest(
            "--heads-off and --on are for a task and a plan that measures; a record keeps its own "
            "heads, and a search switches off its own: leave them out."
        )
    check_files(into, (".json",) if causes else (".json", ".csv", *ENDINGS))
    read = partial(read_rows_file, items, chosen, encoding) if items else None
    if plan in SEARCHES:
        if other_model is not None:
            raise InvalidRequest(f"--other is {other_model}; {plan} looks into one model.")
        prompt, named = prompt_of(value), options | {"model": model_of(options)}
        request = request_of(prompt, _items(prompt, read), questions, named)
        search(SEARCHES[plan], request, only_cost, into, options)
    elif is_record(value):
        search(*read_record(value)[:2], only_cost, into, options, value)
    else:
        _measure(value, read, plan, questions, other_model, only_cost, into, options)


def _measure(
    value: Any,
    read: Callable[[], ReadRows] | None,
    name: str,
    questions: int | None,
    other_model: str | None,
    only_cost: bool,
    into: Sequence[Path],
    options: dict[str, Any],
) -> None:
    """``value``: a prompt object or a record, which is then compared with what is measured now."""
    is_record = isinstance(value, dict) and "record" in value
    before = Record.from_json(value) if is_record else None
    plan = before.plan if before else _plan(value, read, name, questions, other_model, options)
    options["precision"] = plan.precision
    if options.get("on") or size_fault(plan) is not None:
        measure_in_shards(plan, into, only_cost, options)
        return
    result = _measured(plan, only_cost, into, options)
    if before is not None and result is not None:
        for reason in other_fingerprints(before, result.record):
            tell(reason)
        tell_sameness(value, result.record.to_json("", ""))


def _measured(
    plan: Plan, only_cost: bool, into: Sequence[Path], options: dict[str, Any]
) -> MeasureResult | None:
    """Prints and writes what is measured; None where the cost alone was asked for."""
    with ExitStack() as stack:
        models = [stack.enter_context(loaded(options | {"model": id})) for id in plan.models]
        unfinished, earlier = None, NOTHING
        if into and not only_cost:
            beside = into[0].with_name(f"{into[0].name}.unfinished")
            named = models_of(plan, list(map(engine_of, models)))
            unfinished = Unfinished(beside, plan, [model.fingerprint for model in named])
            earlier = unfinished.earlier()

        def begin(planned: Planned) -> int:
            for line in cost_lines(plan, planned, len(earlier.measured)):
                tell(line)
            return 0 if only_cost else sum(cost.prompts for cost in planned.costs)

        keep = unfinished.keep if unfinished else None
        progress = stack.enter_context(long_run(begin, options["as_json"], keep))
        other = models[1] if len(models) > 1 else None
        if only_cost:
            models[0].measure_cost(plan, other=other, progress=progress)
            return None
        result = models[0].measure(plan, other=other, progress=progress, earlier=earlier)
    if not options["as_json"]:
        click.echo(result)
    for path in into:
        assert unfinished is not None, "there is one wherever a file is to be written"
        otherwise = f"What was measured is in {unfinished.path}: make room, and run this again."
        write_file(path, result.written_as(path.suffix), otherwise)
    if unfinished:  # it stays until all files are written
        unfinished.remove()
    return result


def _plan(
    value: Any,
    read: Callable[[], ReadRows] | None,
    name: str,
    questions: int | None,
    other: str | None,
    options: dict[str, Any],
) -> Plan:
    prompt = prompt_of(value)
    items = _items(prompt, read)
    plan = read_plan(name, prompt, len(items or prompt.items))
    if questions is not None:
        items = sampled(items or task_items(prompt), questions + plan.pool, plan.seed)
    return Plan(
        model=model_of(options),
        prompt=prompt,
        items=items,
        other_model=other,
        precision=options["precision"],
        **(
            vars(plan) | ({"heads_off": heads} if (heads := heads_of(options["heads_off"])) else {})
        ),
    )


def _items(prompt: Prompt, read: Callable[[], ReadRows] | None) -> tuple[PlanItem, ...]:
    """Returns the items of a file, and prints how it was read, or none. Its rows are let go of
    here, since a million of them take as much memory as the items do."""
    if read is None:
        if not prompt.items:
            raise InvalidRequest(
                "The prompt of the task has no items; questions with their answers were expected: "
                "give them with --items FILE."
            )
        return ()
    rows = read()
    for line in lines_on(rows, prompt.template):
        click.echo(line, err=True)
    return plan_items(rows, prompt.template)
