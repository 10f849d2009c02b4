"""The pairing of runs, and of the samples of two runs that are the same question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ...errors import InvalidRequest, quoted
from .records import LoggedSample, TaskLog

PairedBy = Literal["id", "question"]
_LISTED = 8  # names in a sentence


@dataclass(frozen=True)
class PairedSamples:
    """``only``: how many samples stand in the first log alone, and in the second."""

    pairs: tuple[tuple[LoggedSample, LoggedSample], ...]
    by: PairedBy
    only: tuple[int, int]


def paired_runs(
    first: Sequence[TaskLog], second: Sequence[TaskLog] | None
) -> list[tuple[TaskLog, TaskLog]]:
    """Pairs of two logs the runs of the same task, and of one log all runs of a task with its
    first. Where a task stands several times in a log, its runs are paired by their models. Raises
    InvalidRequest for none."""
    if second is None:
        tasks = dict.fromkeys(log.task for log in first)
        of_tasks = [[log for log in first if log.task == task] for task in tasks]
        pairs = [(runs[0], other) for runs in of_tasks for other in runs[1:]]
        if not pairs:
            raise InvalidRequest(
                "This log holds one run of each task, and nothing to compare it with: give a "
                "second log."
            )
        return pairs
    if len(first) == len(second) == 1:
        return [(first[0], second[0])]
    counts = Counter(log.task for log in first) | Counter(log.task for log in second)
    before, after = (
        {(log.task, log.model if counts[log.task] > 1 else ""): log for log in logs}
        for logs in (first, second)
    )
    pairs = [(before[key], after[key]) for key in before if key in after]
    if not pairs:
        raise InvalidRequest(
            f"The logs have no run in common: there are {_names(first)} in the first and "
            f"{_names(second)} in the second."
        )
    return pairs


def _names(logs: Sequence[TaskLog]) -> str:
    names = [f"{quoted(log.task)} of {quoted(log.model)}" for log in logs]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def paired_samples(first: TaskLog, second: TaskLog) -> PairedSamples:
    """Pairs samples by id, or by the question itself where an id asks something else in the other
    log. Raises InvalidRequest where no question stands in both."""
    before, after = ({sample.id: sample for sample in log.samples} for log in (first, second))
    shared = [(before[id], after[id]) for id in before if id in after]
    by: PairedBy = "id"
    if not shared or any(left.question != right.question for left, right in shared):
        by = "question"
        before, after = (log.by_question() for log in (first, second))
        shared = [(before[key], after[key]) for key in before if key in after]
    if not shared:
        raise InvalidRequest(
            f"No question of {_names([first])} stands in {_names([second])}: two runs on the same "
            "questions were expected."
        )
    only = len(first.samples) - len(shared), len(second.samples) - len(shared)
    return PairedSamples(tuple(shared), by, only)
