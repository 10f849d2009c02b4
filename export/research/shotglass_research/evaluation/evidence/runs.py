"""The run of the evidence: each record is a file, kept under the digests of its plan and its model;
what is there is not measured again, and a record that was cut off goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

from shotglass.engine import Engine, ModelFolder
from shotglass.engine import measure as measured
from shotglass.engine.measurement.events import MeasureProgress, Planned
from shotglass.engine.measurement.plan import Plan
from shotglass.engine.measurement.record import Record
from shotglass.engine.measurement.rules import most_prompts
from shotglass.errors import ShotglassError
from shotglass.events import Event
from shotglass.terminal.measuring.unfinished import Unfinished

from ..record import Measured
from .plans import Job

Report = Callable[[str], None]  # a line for people
EVERY = 60.0  # seconds between two lines on one record


@dataclass(frozen=True)
class Kept:
    """The records of one model in ``folder``."""

    folder: Path
    model: Measured

    def path(self, job: Job) -> Path:
        of = hashlib.sha256(f"{job.plan.digest} {self.model.digest}".encode()).hexdigest()
        return self.folder / f"{self.model.id}.{job.task}.{job.name}.{of[:16]}.json"

    def unfinished(self, job: Job) -> Path:
        return self.path(job).with_suffix(".unfinished")

    def read(self, job: Job) -> dict[str, Any] | None:
        """The record as JSON, or None where there is none of this plan and model."""
        try:
            value = json.loads(self.path(job).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        ours = isinstance(value, dict) and value.get("plan") == _plain(job.plan)
        return value if ours else None

    def write(self, job: Job, record: Record) -> None:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        value = record.to_json(version("shotglass"), made)
        beside = self.path(job).with_suffix(".part")
        beside.write_text(json.dumps(value, ensure_ascii=False) + "\n", "utf-8")
        beside.replace(self.path(job))


def _plain(plan: Plan) -> Any:
    """As it comes out of a file: lists for tuples."""
    return json.loads(json.dumps(plan.to_json()))


def run(folder: ModelFolder, kept: Kept, jobs: Sequence[Job], threads: int, report: Report) -> None:
    """Measures what is missing. A plan that cannot be asked of the model is told and left out.

    Raises ModelFolderError.
    """
    missing = [job for job in jobs if kept.read(job) is None]
    report(f"{kept.model.id}: {len(jobs) - len(missing)} of {len(jobs)} records are there.")
    if not missing:
        return
    kept.folder.mkdir(parents=True, exist_ok=True)
    engine = Engine.open(folder, precision=missing[0].plan.precision, threads=threads)
    try:
        _measure(engine, kept, missing, report)
    finally:
        engine.close()


def _measure(engine: Engine, kept: Kept, jobs: Sequence[Job], report: Report) -> None:
    left, done, began = sum(most_prompts(job.plan) for job in jobs), 0, monotonic()
    for number, job in enumerate(jobs, 1):
        title = f"{job.plan.model} {job.task} {job.name} ({number} of {len(jobs)})"
        try:
            beside = Unfinished(kept.unfinished(job), job.plan, [engine.fingerprint])
            kept.write(job, Record.of(job.plan, _events(engine, job, beside, report, title)))
            beside.remove()
        except ShotglassError as error:
            report(f"{title} cannot be asked: {error}")
        done += most_prompts(job.plan)
        seconds = (monotonic() - began) / done * (left - done)
        report(f"{title}: done; about {seconds / 60:.0f} min left for this model")


def _events(
    engine: Engine, job: Job, beside: Unfinished, report: Report, title: str
) -> Iterator[Event]:
    last = monotonic()
    for event in measured(engine, job.plan, earlier=beside.earlier()):
        beside.keep(event)
        if isinstance(event, Planned):
            report(f"{title}: {event.costs[0].prompts:,} prompts")
        elif isinstance(event, MeasureProgress) and monotonic() - last >= EVERY:
            last = monotonic()
            done = f"{event.done:,} of {event.total:,}"
            report(f"{title}: {done}, about {event.seconds_left / 60:.0f} min for this record")
        yield event
