"""An evaluation from one end to the other: open the model, read, judge, write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from shotglass.engine import Engine, Library, Precision

from ...progress import Report
from ..label_scores import Readings
from ..record import Measured, record
from .task import Task, read_task
from .verdicts import judge


def evaluate(
    library: Library,
    model: str,
    gallery: Path,
    ids: Sequence[str],
    kept: Path,
    report: Report,
    *,
    precision: Precision | None = None,
    limit: int | None = None,
) -> dict[str, Any]:
    """The record. Readings are kept in ``kept``; a second run reads only what is new.

    Raises ModelNotFound, ModelFolderError, NotFound, LabelConflict.
    """
    folder = library.folder(model)
    measured = Measured.of(folder.manifest, precision)
    readings = Readings(kept, measured.digest)
    tasks = [read_task(id, gallery, limit) for id in ids]
    if any(readings.missing(task.all_questions()) for task in tasks):
        engine = Engine.open(folder, precision=precision)
        try:
            for task in tasks:
                _read(engine, task, readings, report)
        finally:
            engine.close()
    verdicts = [judge(task, readings) for task in tasks]
    return record(measured, date.today().isoformat(), verdicts)


def _read(engine: Engine, task: Task, readings: Readings, report: Report) -> None:
    questions = task.all_questions()
    total = len(readings.missing(questions))
    for done in readings.take(engine, questions):
        report(f"Reading {task.entry.id}", done / total)
