"""Which plans a model is asked: the gallery's tasks by the rule, each as a ``Plan``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shotglass.engine.measurement.plan import Plan, PlanItem
from shotglass.engine.measurement.randomness import POOL, permutation
from shotglass.prompting import Label
from shotglass_export.evaluation.recording.lanes import TASK, task_ids

from ...gallery.task import Entry, ItemFile, items_path, read_entry
from .rule import DIFFERENCE, ITEMS, PLANS, PRECISION, SEED, PlanName, conditions


@dataclass(frozen=True)
class Job:
    """One record: a task asked by one plan."""

    task: str
    name: PlanName
    plan: Plan


def jobs(
    model: str, gallery: Path, names: Sequence[PlanName] = PLANS, tasks: Sequence[str] = ()
) -> list[Job]:
    """The records of ``model``, plan after plan. ``tasks``: only these, in this order; all if
    empty. Raises NotFound, InvalidRequest."""
    chosen = tasks or ids_for(model, gallery)
    found = [job for task in chosen for job in _of_task(model, task, gallery)]
    return [job for name in names for job in found if job.name == name]


def ids_for(model: str, gallery: Path) -> list[str]:
    """The tasks for any model, and those that name this one."""
    files = [json.loads(path.read_text("utf-8")) for path in sorted(gallery.glob(f"*/{TASK}"))]
    own = [file["id"] for file in files if file.get("model") == model]
    return [*task_ids(gallery), *own]


def _of_task(model: str, task: str, gallery: Path) -> list[Job]:
    entry = read_entry(task, gallery)
    first = entry.sets[0]
    labels = entry.labels_by_set.get(first) or tuple(one.text for one in entry.prompt.labels)
    prompt = replace(entry.prompt, labels=tuple(map(Label, labels)), items=())
    items = _items(entry, gallery, first)
    shared = not any(item.labels for item in items)
    return [
        Job(
            task,
            name,
            Plan(
                model, prompt, items, varied, precision=PRECISION, shot_set=first, seed=SEED,
                difference=DIFFERENCE,
            ),
        )
        for name, varied in conditions(prompt.template, shared).items()
    ]  # fmt: skip


def _items(entry: Entry, gallery: Path, set_name: str) -> tuple[PlanItem, ...]:
    """Those that the seed chooses, in the order of the file; or the task's own questions."""
    path = items_path(entry.id, gallery)
    if path.is_file():
        items = ItemFile.read(path).items
        every = [PlanItem(one.input, one.expected[set_name], one.labels) for one in items]
    else:
        file = json.loads((gallery / entry.id / TASK).read_text("utf-8"))
        every = [PlanItem(one["input"], one["expected"][set_name]) for one in file["queries"]]
    chosen = sorted(permutation(SEED, POOL, len(every))[:ITEMS])
    return tuple(every[place] for place in chosen)
