"""An evaluation on the gallery's tasks: open the model, score every label, judge, record; and the
record as Markdown tables, with their place in a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from shotglass.engine import Engine, Library, Precision
from shotglass_export.progress import Report

from .answers import LabelScores
from .record import Measured, cell, markdown, origin
from .verdicts import KS, Task, TaskVerdict, judge, read_task

FORMAT = 1
SHOTS = "The first k examples of the set, in the order of the page, the same for every item."
RULE = (
    "k = 0 against k = 8 over the same items, fixed before measuring. Task learned: the mass on "
    "the labels at k = 8 is above 10 % and more items went from wrong to right than back (exact "
    "paired test, p < 0.05), ending above chance. Form learned: that mass rose by more than 10 "
    "points, the choice did not improve. Null: all else, a better choice among answers it hardly "
    "ever gives included. All bounds are those of 95 % intervals."
)


def evaluate(
    library: Library,
    model: str,
    gallery: Path,
    ids: Sequence[str],
    answers: Path,
    report: Report,
    *,
    precision: Precision | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The record. Readings are kept in ``answers``; a second run reads only what is new.

    Raises ModelNotFound, ModelFolderError, NotFound, LabelConflict.
    """
    folder = library.folder(model)
    measured = Measured.of(folder.manifest, precision)
    scores = LabelScores(answers, measured.digest)
    tasks = [read_task(id, gallery, limit) for id in ids]
    if any(scores.missing(task.all_questions()) for task in tasks):
        engine = Engine.open(folder, precision=precision)
        try:
            for task in tasks:
                _read(engine, task, scores, report)
        finally:
            engine.close()
    verdicts = [judge(task, scores) for task in tasks]
    return record(measured, date.today().isoformat(), verdicts)


def _read(engine: Engine, task: Task, scores: LabelScores, report: Report) -> None:
    questions = task.all_questions()
    total = len(scores.missing(questions))
    for done in scores.take(engine, questions):
        report(f"Reading {task.entry.id}", done / total)


def record(model: Measured, recorded: str, tasks: Sequence[TaskVerdict]) -> dict[str, Any]:
    """``recorded``: the day as 2026-11-24."""
    return {
        "format": FORMAT,
        "model": asdict(model),
        "recorded": recorded,
        "ks": list(KS),
        "shots": SHOTS,
        "rule": RULE,
        "tasks": [task.to_json() for task in tasks],
    }


def render_table(data: Mapping[str, Any]) -> str:
    """``data`` as ``record`` makes it: one row a set, with the first and the last k."""
    first, last = data["ks"][0], data["ks"][-1]
    sides = [f"{measure}, k = {k}" for measure in ("form", "right") for k in (first, last)]
    return "\n".join(
        [
            f"{origin(data['model'], data['recorded'])}. Percent with 95 % intervals.",
            "",
            *markdown(["task", "examples of", "n", *sides, "verdict"], _short(data)),
            "",
            f"{data['shots']} {data['rule']}",
            "",
            "Every k stands on the page, beside its task, and in the record.",
        ]
    )


def _short(data: Mapping[str, Any]) -> Iterator[list[str]]:
    for task in data["tasks"]:
        for shot_set in task["sets"]:
            ends = (shot_set["by_k"][0], shot_set["by_k"][-1])
            cells = [cell(at[measure]) for measure in ("form", "right") for at in ends]
            verdict = f"**{shot_set['verdict']}**"
            yield [task["id"], shot_set["set"], str(task["n"]), *cells, verdict]
