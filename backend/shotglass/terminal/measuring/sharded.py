"""A measurement of more items than one record holds: in shards beside its record, by this process
or on the machines that an extension knows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from ...engine.measurement.events import Planned, Summary
from ...engine.measurement.plan import Plan
from ...engine.measurement.sentences import cost_lines, summary_lines
from ...engine.runs.record_files import now, write_parts
from ...engine.runs.record_text import json_text
from ...engine.sharded.folder import ShardFolder
from ...engine.sharded.record import ShardTable, csv_parts, measured_shards, record_of
from ...engine.sharded.shards import Recipe, Shards, read_here
from ...engine.tasks.measure import models_of, planned_of
from ...errors import InvalidRequest
from ...extending import installed
from ..options import OPENED, engine_of, loaded, roots_of, tell


def measure_in_shards(
    plan: Plan, into: Sequence[Path], only_cost: bool, options: dict[str, Any]
) -> None:
    """Raises InvalidRequest where heads are off, or where no file is named."""
    if plan.heads_off:
        raise InvalidRequest("Heads are switched off in up to 1,000 items: ask fewer of them.")
    if not into and not only_cost:
        raise InvalidRequest(
            f"The readings of {len(plan.questions):,} items are kept in files: name the record, "
            "such as --into record.json."
        )
    on = options.get("on")
    shards, threads = Shards(plan), options["threads"] or (1 if on else None)
    options |= {"threads": threads}
    with ExitStack() as stack:
        opened = (stack.enter_context(loaded(options | {"model": id})) for id in plan.models)
        engines = list(map(engine_of, opened))
        models, costs = models_of(plan, engines), shards.costs(engines)
        planned = planned_of(plan, shards.conditions, models, costs)
        for line in cost_lines(plan, planned, 0):
            tell(line)
        tell(f"In {shards.count:,} shards of up to {shards.questions} questions")
        if only_cost:
            return
        fingerprints = tuple(model.fingerprint for model in models)
        folder = ShardFolder(into[0].with_name(f"{into[0].name}.shards"), len(shards.conditions))
        folder.begin(plan.digest, fingerprints)
        read = read_here(engines, shards.conditions)
        if on:
            how = {name: options[name] for name in OPENED}
            recipe = Recipe(roots_of(options), plan.models, how, fingerprints, shards.conditions)
            machines = installed().machines(on)
            read = stack.enter_context(machines.read(recipe, options, tell))
        table, prompts = ShardTable(shards), sum(cost.prompts for cost in costs)
        with click.progressbar(length=prompts, file=sys.stderr, show_pos=True) as bar:
            for shard in measured_shards(table, folder, read):
                bar.update(len(plan.models) * shards.prompts_of(shard.part))
    _write(table, folder, planned, into, options["as_json"])


def _write(
    table: ShardTable, folder: ShardFolder, planned: Planned, into: Sequence[Path], as_json: bool
) -> None:
    plan, summary = table.shards.plan, table.figures()
    record = record_of(table, planned.models, summary, version("shotglass"), now())
    otherwise = f"The shards in {folder.path} stay: make room, and run this again."
    for path in into:
        parts = iter([f"{json_text(record)}\n"])
        if path.suffix == ".csv":
            parts = csv_parts(folder, table.shards, planned.models)
        write_parts(path, map(str.encode, parts), otherwise)
    if as_json:
        click.echo(planned.to_json())
        click.echo(Summary("", summary).to_json())
    else:
        for line in summary_lines(plan, planned.conditions, summary):
            click.echo(line)
    tell(f"Digest of the record: {record['digest']}")
