"""``metrics.jsonl``: what happened in a run, one JSON object a line, ``kind`` first.

``shotglass.training_runs.metrics`` documents the kinds and reads them. ``TensorBoard`` takes the
same lines, for ``<run>/tensorboard``; a ``Console`` shows a person one line that moves on a
terminal, and one now and then elsewhere.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from shotglass.errors import MissingExtra, TrainingFailed
from shotglass.parsing import loads, open_plain

from ..loop import Step

METRICS = "metrics.jsonl"
QUIET = 30.0  # seconds between two lines where there is no terminal


class Metrics:
    """Appends lines to the file of a run; ``also`` is called with each of them."""

    def __init__(self, run: Path, also: Callable[[str, Mapping[str, Any]], None]) -> None:
        self.path, self._also = run / METRICS, also
        self._file = self.path.open("a", encoding="utf-8")

    def write(self, kind: str, **facts: Any) -> None:
        line = json.dumps({"kind": kind, **facts, "time": round(time.time(), 3)}, allow_nan=False)
        self._file.write(line + "\n")
        self._file.flush()
        self._also(kind, facts)

    def sync(self) -> None:
        """Onto the disk: before a checkpoint that counts on these lines."""
        os.fsync(self._file.fileno())

    def __enter__(self) -> Metrics:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def nobody(kind: str, facts: Mapping[str, Any]) -> None:
    """Takes the lines and does nothing."""


def drop_after(run: Path, step: int) -> int:
    """Leaves out what a killed process wrote beyond its last checkpoint, half a line at the end,
    and lines that could not be parsed, whose number it gives: the weights are worth more. Raises
    TrainingFailed for what is no file."""
    path, rewritten = run / METRICS, run / f".{METRICS}.new"
    lines = _lines(path)
    steps = [_step_of(line) for line in lines]
    with rewritten.open("w", encoding="utf-8") as file:
        pairs = zip(lines, steps, strict=True)
        file.writelines(line for line, at in pairs if at is not None and at <= step)
        file.flush()
        os.fsync(file.fileno())
    rewritten.replace(path)
    return steps.count(None)


def _step_of(line: str) -> float | None:
    """0 of a line without one; None of what is no line of ours."""
    try:
        read = loads(line)
    except ValueError:
        return None
    step = read.get("step", 0) if isinstance(read, dict) else None
    return step if isinstance(step, int | float) and not isinstance(step, bool) else None


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    try:
        with open_plain(path.resolve()) as file:
            lines = file.read().decode("utf-8", errors="replace").splitlines(keepends=True)
    except OSError as error:
        raise TrainingFailed(
            f"{path} cannot be read ({error.strerror}): begin anew with --fresh, which keeps the "
            "old run beside it."
        ) from error
    return [line for line in lines if line.endswith("\n")]


class TensorBoard:
    """Takes the same lines as ``metrics.jsonl``."""

    def __init__(self, run: Path, step: int) -> None:
        """``step``: what was written of later ones by a process that was killed is left out."""
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ModuleNotFoundError as error:
            raise MissingExtra(
                f"--tensorboard needs the package {error.name}; install it with: "
                "pip install tensorboard. metrics.jsonl holds the same numbers without it."
            ) from error
        self._writer = SummaryWriter(run / "tensorboard", purge_step=step + 1)

    def write(self, kind: str, facts: Mapping[str, Any]) -> None:
        for name, value in _scalars(kind, facts):
            self._writer.add_scalar(name, value, facts["step"])

    def __enter__(self) -> TensorBoard:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


def _scalars(kind: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if kind == "step":
        for name in ("loss", "learning_rate", "gradient_norm", "tokens_per_second", "mfu"):
            yield f"step/{name}", facts[name]
    elif kind == "held":
        for source, bits in facts["bits_per_byte"].items():
            yield f"bits_per_byte/{source}", bits
    elif kind == "probe":
        cell = f"{facts['family']}/{facts['split']}/k={facts['k']}"
        yield f"form/{cell}", facts["form"]
        yield f"choice/{cell}", facts["choice"] / facts["n"]
    elif kind == "chains":
        for reader, nats in facts["distances"].items():
            yield f"chains/{reader}", nats
    elif kind == "heads":
        for name in ("induction", "previous"):
            yield f"heads/{name}", max(score for layer in facts[name] for score in layer)


def say(sentence: str) -> None:
    """Prints before there is a console."""
    click.echo(sentence, err=True)


class Console:
    """Speaks on standard error, since standard output is for the result."""

    def __init__(self, steps: int, *, speaks: bool = True) -> None:
        self._steps, self._speaks = steps, speaks
        self._terminal = sys.stderr.isatty()
        self._last, self._moving = 0.0, False

    def step(self, step: Step, tokens_per_second: float, mfu: float, eta: float) -> None:
        now = time.monotonic()
        if now - self._last < (0.2 if self._terminal else QUIET) and step.number < self._steps:
            return
        self._last = now
        minutes, seconds = divmod(round(eta), 60)
        hours, minutes = divmod(minutes, 60)
        text = (
            f"step {step.number:,} of {self._steps:,}  loss {step.loss:.3f}  "
            f"{tokens_per_second:,.0f} tokens/s  MFU {mfu:.0%}  "
            f"{hours}:{minutes:02}:{seconds:02} left"
        )
        if self._speaks and self._terminal:
            click.echo(f"\r\x1b[2K{text}", err=True, nl=False)
            self._moving = True
        elif self._speaks:
            click.echo(text, err=True)

    def say(self, sentence: str) -> None:
        """A line that stays."""
        if self._moving:
            click.echo(err=True)
            self._moving = False
        if self._speaks:
            click.echo(sentence, err=True)
