"""``shotglass compare-logs``: two runs that other programs measured, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from ...engine.measurement.sentences import ANSWERS, certainty, percent, points, power_line
from ...errors import one_line
from ...statistics import Interval
from .comparison import SMALLEST, LogComparison, TaskComparison, compare_logs
from .files import read_logs

_LISTED = 10  # disagreements of a task
_SCORE_ANSWERS = {
    "higher": "the scores are higher",
    "lower": "the scores are lower",
    "none as large": "no difference as large as {points:g} % of the span of all scores",
    "not enough": "n is not enough to say",
}


@click.command("compare-logs")
@click.argument("first", metavar="A", type=click.Path(exists=True, path_type=Path))
@click.argument(
    "second", metavar="[B]", required=False, type=click.Path(exists=True, path_type=Path)
)
@click.option("--metric", help="The score to compare.  [default: the first that both runs have]")
@click.option(
    "--smallest",
    type=click.FloatRange(0, 100, min_open=True),
    default=100 * SMALLEST,
    show_default=True,
    help="The smallest difference that matters, in points.",
)
@click.option("--all", "all_listed", is_flag=True, help=f"List all disagreements, not {_LISTED}.")
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object.")
def compare_logs_command(
    first: Path,
    second: Path | None,
    metric: str | None,
    smallest: float,
    all_listed: bool,
    as_json: bool,
) -> None:
    """Compare two runs on the same questions: logs of inspect_ai (.eval, .json), samples of
    lm-evaluation-harness (samples_*.jsonl) or promptfoo's JSON.

    A and B are files, or folders with a run's files, a task each. Of one file with several columns,
    such as promptfoo's, all are compared with the first. Questions are paired by id; an exact test
    and Tango's interval judge right or wrong, the same interval scores between; Holm's correction
    is over all tasks.
    """
    comparison = compare_logs(
        read_logs(first),
        None if second is None else read_logs(second),
        metric=metric,
        smallest=smallest / 100,
    )
    if as_json:
        click.echo(json.dumps(comparison.to_json(), ensure_ascii=False))
        return
    for task in comparison.tasks:
        for line in _lines(task, comparison, (first, second), None if all_listed else _LISTED):
            text = line.lstrip()
            click.echo(line[: len(line) - len(text)] + one_line(text))


def _lines(
    task: TaskComparison,
    comparison: LogComparison,
    files: tuple[Path, Path | None],
    most: int | None,
) -> Iterator[str]:
    first, second = task.runs
    name = first.task if first.task == second.task else f"{first.task} and {second.task}"
    how = "id" if task.paired_by == "id" else "the question itself"
    others = [metric for metric in task.metrics if metric != task.metric]
    there = f"; there are {', '.join(others)} too (--metric)" if others else ""
    yield f"{name}: {task.metric} of n = {task.n:,} questions, paired by {how}{there}"
    models = [run.model for run in task.runs]
    if first.model == second.model and files[1] is not None:
        models = [
            f"{side}: {first.model} in {file}" for side, file in zip("AB", files, strict=True)
        ]
    for model, run in zip(models, task.runs, strict=True):
        yield f"  {model:{max(34, *map(len, models))}}  {_right(task, run.right)}"
    yield f"  {_difference(task, comparison.smallest)}"
    if task.detectable is not None:
        yield f"  {power_line(task.n, len(comparison.tasks), task.detectable)}"
    yield from _notes(task)
    if task.differing:
        yield f"  {task.differing:,} questions are scored differently:"
    for row in task.disagreements[:most]:
        (before, after), (old, new) = row.answers, row.scores
        expected = f" (expected {row.expected})" if row.expected else ""
        yield f"    {row.id}: {row.input}{expected}: {before} {old:g} -> {after} {new:g}"
    if most is not None and task.differing > most:
        yield f"    and {task.differing - most:,} more (--all, or --json)"
    yield ""


def _right(task: TaskComparison, value: Interval) -> str:
    if task.kind == "right or wrong":
        return f"right {percent(value)}"
    return f"mean {value.value:.4g} [{value.low:.4g}, {value.high:.4g}]"


def _difference(task: TaskComparison, smallest: float) -> str:
    difference, change = task.difference, task.difference.change
    counts = f"{difference.gained:,} gained, {difference.lost:,} lost"
    if task.kind == "right or wrong":
        answer = ANSWERS[difference.answer].format(points=100 * smallest)
        return f"{points(change)}{certainty(difference)}: {answer}; {counts}"
    answer = _SCORE_ANSWERS[difference.answer].format(points=100 * smallest)
    ends = f"{change.value:+.4g} [{change.low:+.4g}, {change.high:+.4g}]"
    return f"{ends}{certainty(difference)}: {answer}; {counts}"


def _notes(task: TaskComparison) -> Iterator[str]:
    """Returns what was left out, and what to beware of."""
    for run, place in zip(task.runs, ("first", "second"), strict=True):
        if run.only:
            yield f"  Left out: {run.only:,} that stand in the {place} log alone"
        if run.status:
            yield f"  The {place} run did not end well: {run.status}"
    if task.unscored:
        yield f"  Left out: {task.unscored:,} that have no such score in one of the logs"
