"""Progress of a long job: one callable, so that the job knows neither terminal nor log.

For a person it is a bar on a terminal or a line a stage elsewhere; for a program one JSON object a
line on standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

Report = Callable[[str, float], None]  # what is being done, and which fraction of it is done


def silent(stage: str, done: float) -> None:
    """Reports nothing."""


# How much of an export, or of adding a graph, each stage is, about: a share must not go back.
_STAGES = {
    "Verifying the model": (0.0, 0.1),
    "Writing weights": (0.1, 0.35),
    "Checking graphs": (0.35, 0.45),
    "Comparing logits": (0.35, 0.45),
    "Comparing predictions": (0.45, 0.85),
    "Writing the manifest": (0.85, 1.0),
    "Timing": (0.85, 0.95),
    "Checking the graph": (0.95, 1.0),
}


def report_json(stage: str, done: float) -> None:
    """A ``Report`` as one JSON object a line: ``share`` is the part of the whole job, 0 to 1."""
    start, end = _STAGES.get(stage, (0.0, 0.0))
    write_json_line(
        {"type": "progress", "text": stage, "share": round(start + (end - start) * done, 4)}
    )


def write_json_line(line: dict[str, Any]) -> None:
    """Writes one JSON object as a line to standard output, and flushes it."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


@contextmanager
def progress() -> Iterator[Report]:
    """A report for the block, on standard error: standard output is for the result. Bars on a
    terminal, with the extra's rich; else lines."""
    try:
        from rich.console import Console
    except ModuleNotFoundError:
        yield _lines()
        return
    console = Console(stderr=True)
    if console.is_terminal:
        yield from _bars(console)
    else:
        yield _lines()


def _bars(console: Console) -> Iterator[Report]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        tasks: dict[str, object] = {}

        def report(stage: str, done: float) -> None:
            if stage not in tasks:
                for task in shown.tasks:
                    shown.update(task.id, completed=1.0)
                    shown.stop_task(task.id)
                tasks[stage] = shown.add_task(stage, total=1.0)
            shown.update(shown.tasks[-1].id, completed=done)

        yield report


def _lines() -> Report:
    last = ""

    def report(stage: str, done: float) -> None:
        nonlocal last
        if stage != last:
            print(stage, file=sys.stderr, flush=True)
        last = stage

    return report
