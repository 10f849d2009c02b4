"""Progress for a person: a bar on a terminal, a line for each stage anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from .progress import Report


@contextmanager
def progress() -> Iterator[Report]:
    """A report for the block, on standard error: standard output is for the result."""
    console = Console(stderr=True)
    if console.is_terminal:
        yield from _bars(console)
    else:
        yield _lines(console)


def _bars(console: Console) -> Iterator[Report]:
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


def _lines(console: Console) -> Report:
    last = ""

    def report(stage: str, done: float) -> None:
        nonlocal last
        if stage != last:
            console.print(stage, markup=False, highlight=False, soft_wrap=True)
        last = stage

    return report
