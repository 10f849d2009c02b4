"""``shotglass experiment``: the experiments behind the lessons, listed and run. ``shotglass
lesson-net``: the network of a lesson, trained again and written beside it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from shotglass.errors import ExperimentFailed, MissingExtra

from ..places import default_experiments

if TYPE_CHECKING:
    from .registry import Registered
    from .run import Options

LESSONS = Path("src/extensions/course/lessons")  # in the folder of the page's sources
NET = "net.json"  # what is recorded of a lesson's network
# Experiments whose result stands beside another one's: by their own lesson, the lesson they are in.
FOLDED = {
    "bands": "scaling",
    "bayes-ten": "bayes",
    "feedforward-ten": "feedforward",
    "meta-ten": "meta",
    "onemodel-tuned": "onemodel",
    "positions-longer": "positions",
}
# What both commands take.
SMOKE = click.option("--smoke", is_flag=True, help="The same code at toy size, in seconds.")
DATA = click.option("--data", type=click.Path(path_type=Path), help="The folder of data folders.")
PAGE = click.option(
    "--page",
    type=click.Path(path_type=Path),
    default="web",
    show_default=True,
    help="The folder of the page's sources, which has the lessons.",
)


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="Say which there are, and change nothing.")
@click.option("--stale", is_flag=True, help="Run each whose result is missing or of older code.")
@SMOKE
@click.option("--seeds", type=click.IntRange(1), help="How many of its seeds; all if left out.")
@click.option("--threads", type=click.IntRange(1), help="For torch; all cores if left out.")
@click.option("--into", type=click.Path(path_type=Path, dir_okay=False), help="The result's file.")
@click.option("--on", "on", type=click.Choice(["ray"]), help="Its parts as tasks of a cluster.")
@click.option("--address", help="Of the Ray cluster: HOST:6379.  [default: this machine alone]")
@DATA
@PAGE
def experiment(
    name: str | None,
    listed: bool,
    stale: bool,
    smoke: bool,
    seeds: int | None,
    threads: int | None,
    into: Path | None,
    on: str | None,
    address: str | None,
    data: Path | None,
    page: Path,
) -> None:
    """Run the experiment NAME and write its result; Ctrl-C ends it, and the same command goes on.

    Without --into the result goes into the lesson's folder of the page; at toy size it is printed.
    """
    try:
        from shotglass_export.data.folder import data_root

        from .registry import experiments, find
        from .run import Options, is_stale
    except ModuleNotFoundError as error:
        raise _missing(error) from error
    threads = threads or os.cpu_count() or 1
    caches = default_experiments()
    options = Options(
        data or data_root(), caches, smoke, seeds, threads, on_ray=on == "ray", address=address
    )
    if listed:
        for one in experiments().values():
            state = "stale" if is_stale(one, _place(page, one.experiment.lesson)) else "there"
            click.echo(f"{one.name}\tlesson {one.experiment.lesson}\t{state}\t"
                       f"{one.experiment.minutes:g} min\t{one.experiment.question}")  # fmt: skip
        return
    if (name is None) == (not stale):
        raise click.UsageError("Name one experiment, or --stale for those without a result.")
    chosen = [find(name)] if name else list(experiments().values())
    for one in chosen:
        file = into or (None if smoke else _place(page, one.experiment.lesson))
        if not stale or is_stale(one, _place(page, one.experiment.lesson)):
            _run_into(one, options, file)


def _place(page: Path, lesson: str) -> Path:
    if lesson in FOLDED:
        return page / LESSONS / FOLDED[lesson] / f"{lesson}.result.json"
    return page / LESSONS / lesson / "result.json"


def _run_into(registered: Registered, options: Options, file: Path | None) -> None:
    from shotglass_export.progress import progress

    from .result import write_result
    from .run import is_committed, run

    of_a_lesson = file is not None and file.parts[:-2][-len(LESSONS.parts) :] == LESSONS.parts
    if of_a_lesson and not is_committed(registered):
        raise ExperimentFailed(
            f"{registered.file} is not committed as it is: its rule must be there before the run "
            "that it judges. Commit it, or name another file with --into."
        )
    try:
        with progress() as report:
            result = run(registered, options, report)
    except ModuleNotFoundError as error:
        raise _missing(error) from error
    if file is not None:
        write_result(result, file)
    click.echo(
        f"{result.name}: {result.outcome}, n = {result.n} {result.counted}, "
        f"{result.minutes:.1f} min" + (f", {file}" if file else "")
    )


def _missing(error: ModuleNotFoundError) -> MissingExtra:
    return MissingExtra(
        f"This experiment needs the package {error.name}; "
        "install it with: pip install -e export/research"
    )


@click.command()
@click.argument("lesson", type=click.Choice(["patches", "experts"]))
@SMOKE
@DATA
@PAGE
def lesson_net(lesson: str, smoke: bool, data: Path | None, page: Path) -> None:
    """Train the network of LESSON again, by its experiment's code and first seed, on one thread.

    Writes it into the lesson's folder, with a record of its files and of what it was measured at.
    """
    from shotglass_export.data.folder import data_root
    from shotglass_export.progress import progress

    from .experiment import Context
    from .nets.trained import NETS, SEED

    folder = page / LESSONS / lesson
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as cache, progress() as report:
        context = Context(smoke, (SEED,), 1, data or data_root(), Path(cache), report)
        net = NETS[lesson](context)
    for name, content in net.files.items():
        (folder / name).write_bytes(content)
    files = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in net.files.items()
    }
    record = {"seed": SEED, "smoke": smoke, "files": files, "measured": net.measured}
    (folder / NET).write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    click.echo(f"{lesson}: {net.measured}, {sum(map(len, net.files.values())):,} bytes")
