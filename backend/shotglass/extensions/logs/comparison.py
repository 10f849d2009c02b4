"""The comparison of two runs on the same questions by the tests of ``statistics``: the exact paired
test and Tango's interval for right or wrong, the same interval for scores between, and Holm's
correction over all tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import InvalidRequest, quoted
from ...statistics import Difference, Interval, crossed_share, differences, minimum_detectable
from .pairing import PairedBy, PairedSamples, paired_runs, paired_samples
from .records import LoggedSample, TaskLog

SMALLEST = 0.1  # the smallest difference that matters, where none is given: as in a measurement
Kind = Literal["right or wrong", "score"]


@dataclass(frozen=True)
class LogRun:
    """``right``: the share of right samples, or the mean score. ``only``: how many of its samples
    the other run lacks. ``status``: how it ended, if not well; else empty."""

    task: str
    model: str
    right: Interval
    only: int
    status: str


@dataclass(frozen=True)
class Disagreement:
    """A question whose ``scores`` differ; ``answers`` and scores of the first run, then of the
    second. Texts are cut where they are long."""

    id: str
    input: str
    expected: str
    answers: tuple[str, str]
    scores: tuple[float, float]


@dataclass(frozen=True)
class TaskComparison:
    """``metrics``: all that both runs have, ``metric`` among them. ``n``: questions that both were
    scored on; ``unscored``: those that stand in both, and were not. ``span``: from the lowest score
    to the highest, in units of which the test sees them; 1 where all lie between 0 and 1.
    ``difference``: from the first run to the second, in the metric's own units. ``detectable``: the
    difference that so many questions show in four runs of five; null for scores between.
    ``differing``: how many questions are scored differently; the first of them are
    ``disagreements``."""

    metric: str
    metrics: tuple[str, ...]
    kind: Kind
    n: int
    paired_by: PairedBy
    unscored: int
    runs: tuple[LogRun, LogRun]
    span: float
    difference: Difference
    detectable: float | None
    differing: int
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True)
class LogComparison:
    """``smallest``: the smallest difference that matters, as a share of ``span``."""

    smallest: float
    tasks: tuple[TaskComparison, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class _Scores:
    """The scores of a task: ``values`` (2, n) float64 of the first run, and of the second."""

    runs: tuple[TaskLog, TaskLog]
    metric: str
    metrics: tuple[str, ...]
    paired: PairedSamples
    pairs: Sequence[tuple[LoggedSample, LoggedSample]]
    values: NDArray[np.float64]

    @classmethod
    def of(cls, first: TaskLog, second: TaskLog, metric: str | None) -> _Scores:
        """Raises InvalidRequest."""
        paired = paired_samples(first, second)
        metrics = tuple(name for name in first.metrics if name in second.metrics)
        if not metrics or metric not in (None, *metrics):
            raise InvalidRequest(
                f"Both runs of {quoted(first.task)} were expected to have "
                f"{'a score' if metric is None else repr(metric)}; there are "
                f"{', '.join(first.metrics[:20]) or 'none'} in the first and "
                f"{', '.join(second.metrics[:20]) or 'none'} in the second: name one of both with "
                "--metric."
            )
        name = metrics[0] if metric is None else metric
        pairs = [pair for pair in paired.pairs if all(name in sample.scores for sample in pair)]
        if not pairs:
            raise InvalidRequest(
                f"No question of {quoted(first.task)} has the score {name!r} in both runs: name "
                f"another of {', '.join(metrics[:20])} with --metric."
            )
        rows = [[before.scores[name], after.scores[name]] for before, after in pairs]
        return cls((first, second), name, metrics, paired, pairs, np.array(rows, np.float64).T)

    @property
    def between(self) -> tuple[float, float]:
        """0 and 1, if all scores lie between them; else the lowest, and that plus the span."""
        low, high = float(self.values.min()), float(self.values.max())
        if low >= 0 and high <= 1:
            return 0.0, 1.0
        return low, high if high > low else low + max(1.0, abs(low))

    @property
    def shares(self) -> NDArray[np.float64]:
        """The values as shares from 0 to 1."""
        low, high = self.between
        shares: NDArray[np.float64] = np.clip((self.values - low) / (high - low), 0, 1)
        return shares

    def compared(self, change: Difference, comparisons: int, most: int | None) -> TaskComparison:
        """``change``: of the shares. ``comparisons``: how many there are with this one."""
        low, high = self.between
        is_right = bool(np.isin(self.values, (0, 1)).all())
        runs = []
        for log, shares, only in zip(self.runs, self.shares, self.paired.only, strict=True):
            mean = _times(crossed_share(shares), high - low, low)
            runs.append(LogRun(log.task, log.model, mean, only, log.status))
        differing = [
            Disagreement(
                before.id, before.input, before.expected, (before.answer, after.answer), (old, new)
            )
            for (before, after), (old, new) in zip(self.pairs, self.values.T.tolist(), strict=True)
            if old != new
        ]
        n = len(self.pairs)
        return TaskComparison(
            self.metric,
            self.metrics,
            "right or wrong" if is_right else "score",
            n,
            self.paired.by,
            len(self.paired.pairs) - n,
            (runs[0], runs[1]),
            high - low,
            replace(change, change=_times(change.change, high - low)),
            minimum_detectable(n, comparisons) if is_right else None,
            len(differing),
            tuple(differing[:most]),
        )


def compare_logs(
    first: Sequence[TaskLog],
    second: Sequence[TaskLog] | None = None,
    *,
    metric: str | None = None,
    smallest: float = SMALLEST,
    most: int | None = None,
) -> LogComparison:
    """Compares two logs, task by task, or the runs of one. ``metric`` is the score that is
    compared, or else the first that both runs have. ``most`` is how many disagreements of a task
    are listed. Raises InvalidRequest where nothing can be paired, or nothing has the score."""
    scores = [_Scores.of(*runs, metric) for runs in paired_runs(first, second)]
    changes = differences([(each.shares[0], each.shares[1]) for each in scores], smallest)
    return LogComparison(
        smallest,
        tuple(
            each.compared(change, len(scores), most)
            for each, change in zip(scores, changes, strict=True)
        ),
    )


def _times(interval: Interval, span: float, start: float = 0.0) -> Interval:
    ends = (interval.value, interval.low, interval.high)
    return Interval(*(start + span * end for end in ends))
