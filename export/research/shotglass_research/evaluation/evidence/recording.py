"""The recording that ships: of each task and plan the figures and their answers, not the readings.

``web/src/core/gallery/evidence.ts`` reads the file; an interval is [value, low, high], rounded.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from shotglass.errors import ShotglassError
from shotglass.statistics import Interval, crossed_share, minimum_detectable, spread, wilson

from ..record import DIGITS, Triple, triple
from .findings import Readable, finding
from .plans import Job
from .rule import (
    ASKED,
    DIFFERENCE,
    DRAWS,
    FORMATS,
    ITEMS,
    ORDERS,
    PLANS,
    SEED,
    Finding,
    Judgement,
    PlanName,
    judge,
)
from .runs import Kept

FORMAT = 1
RULE = Path(__file__).with_name("rule.py")


class MeasuredBeforeTheRule(ShotglassError):
    """A record is older than what was to be asked."""


def recording(models: Sequence[tuple[Kept, Sequence[Job]]], committed: tuple[str, str]) -> Any:
    """As JSON. ``committed``: the rule's commit and its time, as ``rule_commit`` gives them.

    Raises MeasuredBeforeTheRule for readings that are older than what was to be asked.
    """
    found = [_of_model(kept, jobs, ASKED[1]) for kept, jobs in models]
    made = [one["made"] for model in found for one in plans_of(model)]
    numbers = {"items": ITEMS, "draws": DRAWS, "orders": ORDERS, "formats": FORMATS}
    return {
        "format": FORMAT,
        "rule": {
            "commit": committed[0],
            "asked": ASKED[0],
            "seed": SEED,
            "difference": DIFFERENCE,
            **numbers,
        },
        "recorded": max(made, default="")[:10],
        "models": found,
    }


def rule_commit() -> tuple[str, str]:
    """The last commit that changed the rule, and when; "" twice outside a checkout. One that only
    moved its file did not change it."""
    changes = ["--follow", "--diff-filter=AM"]
    command = ["git", "log", "-1", "--format=%H %cI", *changes, "--", RULE.name]
    done = subprocess.run(command, cwd=RULE.parent, capture_output=True, text=True, check=False)
    commit, _, at = done.stdout.strip().partition(" ")
    return commit, at


def plans_of(model: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for task in model["tasks"]:
        yield from (one for one in task["plans"].values() if one is not None)


@dataclass(frozen=True)
class _Found:
    """A record, and what it came to."""

    job: Job
    made: str
    readable: Readable
    finding: Finding

    @classmethod
    def of(cls, kept: Kept, job: Job, since: str) -> _Found | None:
        record = kept.read(job)
        if record is None:
            return None
        _check_age(job, record["made"], since)
        readable = Readable.of(record)
        return cls(job, record["made"], readable, finding(job.name, readable))


def _of_model(kept: Kept, jobs: Sequence[Job], since: str) -> dict[str, Any]:
    found = [_Found.of(kept, job, since) for job in jobs]
    judged = judge([None if one is None else one.finding for one in found])
    plans = [
        None if one is None or judgement is None else _plan(one, judgement)
        for one, judgement in zip(found, judged, strict=True)
    ]
    return {
        "model": asdict(kept.model),
        "judged": len(jobs),
        "tasks": list(_tasks(jobs, plans)),
    }


def _check_age(job: Job, made: str, since: str) -> None:
    if since and datetime.fromisoformat(made) < datetime.fromisoformat(since):
        raise MeasuredBeforeTheRule(
            f"{job.plan.model} {job.task} {job.name} was measured at {made}, and the rule was "
            f"committed at {since}; delete the record and measure again."
        )


def _tasks(jobs: Sequence[Job], plans: Sequence[Any]) -> Iterator[dict[str, Any]]:
    by_task: dict[str, list[tuple[Job, Any]]] = {}
    for job, plan in zip(jobs, plans, strict=True):
        by_task.setdefault(job.task, []).append((job, plan))
    for task, found in by_task.items():
        plan = found[0][0].plan
        labels = [len(plan.labels_of(item)) for item in plan.questions]
        yield {
            "id": task,
            "set": plan.shot_set,
            "n": len(plan.questions),
            "detectable": minimum_detectable(len(plan.questions), len(jobs)),
            "chance": round(sum(1 / count for count in labels) / len(labels), DIGITS),
            "plans": {job.name: one for name in PLANS for job, one in found if job.name == name},
        }


def _plan(found: _Found, judged: Judgement) -> dict[str, Any]:
    name, record = found.job.name, found.readable
    return {
        "made": found.made,
        "plan": found.job.plan.digest,
        "figure": triple(judged.figure),
        "level": judged.level,
        "p": _short(judged.p),
        "holm": _short(judged.holm),
        "answer": judged.answer,
        "points": _points(name, record),
        "calibrated": _calibrated(record) if name == "order" else None,
    }


def _points(name: PlanName, record: Readable) -> list[dict[str, Any]]:
    """What was right at each k, share, format or order; ``lowest`` and ``highest`` of the draws."""
    if name == "order":
        rows = record.each()
        rights = [wilson(int(row.sum()), len(row)) for row in rows]
        return [_point(at + 1, one, [one.value]) for at, one in enumerate(rights)]
    at = {"examples": "k", "labels": "labels", "format": "format"}[name]
    return [
        _point(
            getattr(cell, at),
            crossed_share(record.values(cell)),
            record.values(cell).mean(axis=1).tolist(),
            float(record.values(cell, "form").mean()),
        )
        for cell in record.cells
    ]


def _point(
    at: object, right: Interval, draws: Sequence[float], form: float | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"at": at, "right": triple(right)}
    if form is not None:
        found["form"] = round(form, DIGITS)
    if len(draws) > 1:
        found |= {"lowest": round(min(draws), DIGITS), "highest": round(max(draws), DIGITS)}
    return found


def _calibrated(record: Readable) -> Triple | None:
    """The range over orders once each answer is calibrated; None where it was not asked."""
    if not record.plan.conditions.content_free:
        return None
    return triple(spread(record.each("calibrated")).range)


def _short(p: float) -> float:
    return float(f"{p:.3g}")
