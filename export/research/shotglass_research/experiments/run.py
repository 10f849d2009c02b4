"""One run of an experiment: its context, its findings, and where they came from."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from shotglass.errors import ExperimentFailed
from shotglass_export.progress import Report

from .experiment import Context, Findings
from .on_ray import spread
from .points import within_bounds
from .registry import Registered
from .result import Result, read_result

MINUTE = 60


@dataclass(frozen=True)
class Options:
    """How a run is wanted. ``seeds``: how many of the experiment's; None for all. ``on_ray``: its
    parts as tasks of the cluster at ``address``, or of this machine."""

    data_root: Path
    caches: Path
    smoke: bool = False
    seeds: int | None = None
    threads: int = os.cpu_count() or 1
    on_ray: bool = False
    address: str | None = None


def run(registered: Registered, options: Options, report: Report) -> Result:
    """Raises ExperimentFailed, DataFailed, what ``spread`` does; ModuleNotFoundError without
    a package of the extra."""
    experiment = registered.experiment
    commits = _commits(registered)  # before the run: the checkout may change meanwhile
    seeds = experiment.seeds[: 1 if options.smoke and options.seeds is None else options.seeds]
    with _cache(registered, options) as cache:
        threads = 1 if options.smoke else options.threads  # starting more takes longer
        context = Context(options.smoke, seeds, threads, options.data_root, cache, report)
        start, before = time.process_time(), _seconds(cache)
        if options.on_ray:
            findings = spread(registered, context, options.address)
            before = _seconds(cache)  # what others computed too
        else:
            findings = experiment.run(context)
        seconds = before + time.process_time() - start
    if not experiment.holds(findings):
        raise ExperimentFailed(f"{registered.name} broke what holds at any size: "
                               f"{experiment.invariant}")  # fmt: skip
    return _result(registered, options, seeds, findings, seconds, commits)


def is_stale(registered: Registered, file: Path) -> bool:
    """Whether ``file`` is not there or cannot be read, or is of other code than this."""
    try:
        return read_result(file).code != registered.code
    except ExperimentFailed:
        return True


def is_committed(registered: Registered) -> bool:
    """Whether the experiment's file is as its last commit has it; so outside a checkout."""
    return not _git(registered.file, "status", "--porcelain")


@contextmanager
def _cache(registered: Registered, options: Options) -> Iterator[Path]:
    """Its folder; at toy size one that is gone afterwards."""
    if options.smoke:
        with TemporaryDirectory() as folder:
            yield Path(folder)
        return
    cache = options.caches / registered.name / registered.code[:16]
    cache.mkdir(parents=True, exist_ok=True)
    yield cache


def _seconds(cache: Path) -> float:
    """Of processor time, that what is kept took."""
    return float(sum(json.loads(file.read_text())["seconds"] for file in cache.glob("*.json")))


def _result(
    registered: Registered,
    options: Options,
    seeds: Sequence[int],
    findings: Findings,
    seconds: float,
    commits: tuple[str, str],
) -> Result:
    stated = registered.experiment
    return Result(
        name=registered.name,
        lesson=stated.lesson,
        question=stated.question,
        hypothesis=stated.hypothesis,
        rule=stated.rule,
        null=stated.null,
        outcome=findings.outcome,
        n=findings.n,
        counted=stated.counted,
        seeds=tuple(seeds),
        tokens=findings.tokens,
        minutes=seconds / MINUTE,
        machine=_machine(),
        series=tuple(within_bounds(one) for one in findings.series),
        tables=findings.tables,
        data=findings.data,
        code=registered.code,
        rule_commit=commits[0],
        run_commit=commits[1],
        date=datetime.now(UTC).date().isoformat(),
        smoke=options.smoke,
        command=f"shotglass experiment {registered.name}"
        + (" --smoke" if options.smoke else "")
        + (f" --seeds {options.seeds}" if options.seeds is not None else ""),
    )


def _commits(registered: Registered) -> tuple[str, str]:
    """Of the rule and of the run; that of a rule which is not committed as it is, is empty."""
    rule = _git(registered.file, "log", "-1", "--format=%H") if is_committed(registered) else ""
    return rule, _git(None, "rev-parse", "HEAD")


def _machine() -> str:
    names = [platform.processor() or platform.machine()]
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        pass  # not Linux
    return f"{os.cpu_count()} cores, {(names or [platform.machine()])[0]}"


def _git(file: Path | None, *words: str) -> str:
    """What git says of the checkout, or of one file; empty where there is no git or no checkout."""
    command = ["git", "-C", str(Path(__file__).parent), *words]
    try:
        done = subprocess.run(
            command + (["--", str(file)] if file else []), capture_output=True, text=True
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
