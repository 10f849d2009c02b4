"""What a person sees of a run: one line that moves on a terminal, now and then one elsewhere."""

from __future__ import annotations

import sys
import time

import click

from ..loop import Step

QUIET = 30.0  # seconds between two lines where there is no terminal


def say(sentence: str) -> None:
    """Before there is a console."""
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
        self._line(
            f"step {step.number:,} of {self._steps:,}  loss {step.loss:.3f}  "
            f"{tokens_per_second:,.0f} tokens/s  MFU {mfu:.0%}  {_clock(eta)} left"
        )

    def say(self, sentence: str) -> None:
        """A line that stays."""
        if self._moving:
            click.echo(err=True)
            self._moving = False
        if self._speaks:
            click.echo(sentence, err=True)

    def _line(self, text: str) -> None:
        if not self._speaks:
            return
        if self._terminal:
            click.echo(f"\r\x1b[2K{text}", err=True, nl=False)
            self._moving = True
        else:
            click.echo(text, err=True)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
