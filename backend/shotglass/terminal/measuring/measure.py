"""``shotglass measure``: a task on many items, under many conditions, with a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import click

from ...engine import Engine
from ...engine import measure as run
from ...engine.causes.record import is_record
from ...engine.measurement.earlier import Earlier
from ...engine.measurement.events import Planned
from ...engine.measurement.plan import Plan, PlanItem, sampled, task_items
from ...engine.measurement.record import Record
from ...engine.measurement.rules import size_fault
from ...engine.measurement.sentences import cost_lines, summary_lines
from ...engine.measurement.standard_plans import plan_items, read_json, read_plan
from ...engine.runs.record_files import now, write_file
from ...engine.runs.record_text import json_text
from ...engine.tasks.measure import models_of
from ...errors import InvalidRequest
from ...events import Event
from ...prompting import Prompt
from ...rows import ENCODINGS, ReadRows, read_rows_file
from ...run_file import ENDINGS, RunModel, written
from ...run_file.measured import measured_run, other_fingerprints
from ..causes import SEARCHES, search, search_again
from ..options import (
    ExtendedCommand,
    check_files,
    counted,
    engine_of,
    loaded,
    model_of,
    model_options,
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
    """Measure TASK, a prompt object as JSON, on many items.

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
        prompt = Prompt.from_json(value)
        named = options | {"model": model_of(options)}
        search(SEARCHES[plan], prompt, _items(prompt, read), questions, only_cost, into, named)
    elif is_record(value):
        search_again(value, only_cost, into, options)
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
    with ExitStack() as stack:
        opened = (stack.enter_context(loaded(options | {"model": id})) for id in plan.models)
        engines = list(map(engine_of, opened))
        unfinished = None
        if into and not only_cost:
            beside = into[0].with_name(f"{into[0].name}.unfinished")
            models = models_of(plan, engines)
            unfinished = Unfinished(beside, plan, [model.fingerprint for model in models])
        events = list(_run(plan, engines, only_cost, unfinished, options))
    if only_cost:
        return
    record = Record.of(plan, events)
    if not options["as_json"]:
        for line in summary_lines(plan, record.figures):
            click.echo(line)
    known = [RunModel.of(engine.manifest, "fp32") for engine in engines]
    _write(record, known, into, unfinished)
    if before is not None:
        for reason in other_fingerprints(before, record):
            tell(reason)
        tell_sameness(value, record.to_json("", ""))


def _plan(
    value: Any,
    read: Callable[[], ReadRows] | None,
    name: str,
    questions: int | None,
    other: str | None,
    options: dict[str, Any],
) -> Plan:
    prompt = Prompt.from_json(value)
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
    """Of a file, which is said how it was read; else none. Its rows are let go of here: a million
    of them take as much memory as the items do."""
    if read is None:
        return ()
    rows = read()
    for line in lines_on(rows, prompt.template):
        click.echo(line, err=True)
    return plan_items(rows, prompt.template)


def _run(
    plan: Plan,
    engines: Sequence[Engine],
    only_cost: bool,
    unfinished: Unfinished | None,
    options: dict[str, Any],
) -> Iterator[Event]:
    other = engines[1] if len(engines) > 1 else None
    earlier = unfinished.earlier() if unfinished else Earlier()
    events = run(engines[0], plan, other, only_cost=only_cost, earlier=earlier)
    planned = next(events)
    assert isinstance(planned, Planned), "a measurement begins with its plan"
    for line in cost_lines(plan, planned, len(earlier.measured)):
        click.echo(line, err=True)
    rest = unfinished.kept(events) if unfinished else events
    total = 0 if only_cost else sum(cost.prompts for cost in planned.costs)
    yield from counted(chain([planned], rest), total, options["as_json"])


def _write(
    record: Record,
    models: Sequence[RunModel],
    into: Sequence[Path],
    unfinished: Unfinished | None,
) -> None:
    """What was measured stays beside the record until all files are written."""
    for path in into:
        assert unfinished is not None, "there is one wherever a file is to be written"
        otherwise = f"What was measured is in {unfinished.path}: make room, and run this again."
        if path.suffix == ".csv":
            text = record.to_csv()
        elif path.suffix in ENDINGS:
            text = written(measured_run(record, now(), models), path.suffix)
        else:
            text = f"{json_text(record.to_json(version('shotglass'), now()))}\n"
        write_file(path, text, otherwise)
    if unfinished:
        unfinished.remove()
