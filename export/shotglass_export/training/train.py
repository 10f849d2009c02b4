"""A run in progress: what happens between two steps, from the first to the last or to a signal."""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType

from ..models import Transformer
from ..recipe import Recipe
from .loop import Loop, Step
from .machine import ceiling, head_flops, trunk_flops
from .optimiser import cooldown_begin
from .runs import checkpoints
from .runs.checkpoints import CHECKPOINT, STABLE, State
from .runs.metrics import Console, Metrics
from .validation import Validation

SAVE_SECONDS = 240.0
CEILING_SECONDS = 0.2
LINES = 4000  # step lines of a run, about
RECENT = 60.0  # seconds of steps by which the pace is judged


@dataclass
class Pace:
    """Told of each step, and of each pause between two steps: a look at the model or a checkpoint.

    The first step is left out as soon as there is a second: it compiles. The pace is that of the
    last minute, since the machine may do other work by turns.
    """

    _steps: deque[float] = field(default_factory=deque)  # seconds of the recent ones
    _recent: float = 0.0  # their sum
    _first: bool = True
    _pauses: dict[str, tuple[int, float]] = field(default_factory=dict)  # how many, and seconds

    def step(self, seconds: float) -> None:
        if self._first and self._steps:
            self._first = False
            self._steps.clear()
            self._recent = 0.0
        self._steps.append(seconds)
        self._recent += seconds
        while self._recent - self._steps[0] > RECENT:
            self._recent -= self._steps.popleft()

    def pause(self, kind: str, seconds: float) -> None:
        count, total = self._pauses.get(kind, (0, 0.0))
        self._pauses[kind] = count + 1, total + seconds

    @property
    def seconds_a_step(self) -> float:
        """Raises ZeroDivisionError before the first step."""
        return self._recent / len(self._steps)

    def left(self, steps: int, looks: int, save_seconds: float) -> float:
        """Seconds for ``steps`` more steps with ``looks`` looks among them, and a checkpoint every
        ``save_seconds``. A pause of which there was none yet is taken to last no time."""
        seconds = steps * self.seconds_a_step + looks * self._mean("look")
        saves = seconds / max(save_seconds, self.seconds_a_step)
        return seconds + saves * self._mean("save")

    def _mean(self, kind: str) -> float:
        count, total = self._pauses.get(kind, (0, 0.0))
        return total / count if count else 0.0


@dataclass
class Training:
    """Every process steps; the first alone looks, writes and speaks."""

    run: Path
    recipe: Recipe
    model: Transformer
    loop: Loop
    validation: Validation
    state: State
    ceiling: float  # FLOP/s of one process's device
    console: Console
    metrics: Metrics
    save_seconds: float = SAVE_SECONDS
    _pace: Pace = field(default_factory=Pace)
    _started: float = field(default_factory=time.monotonic)
    _saved: float = field(default_factory=time.monotonic)

    def go_on(self) -> int | None:
        """Trains to the end, and returns None, or to where a signal asked to stop, and returns that
        signal's number."""
        if self.state.step == 0:
            self._examine()
        before = self.state.seconds
        with Stopping() as stopping:
            for step, seconds in _timed(self.loop, self.state.step):
                self.state = replace(
                    self.state,
                    step=step.number,
                    tokens=self.state.tokens + step.tokens,
                    label_predictions=self.state.label_predictions + step.label_predictions,
                    seconds=before + time.monotonic() - self._started,
                )
                self._tell(step, seconds)
                stop = self.loop.machine.any(stopping.signal is not None)
                self._look_and_save(stop)
                if stop and step.number < self.recipe.training.steps:
                    return stopping.signal or stopping.SIGNALS[0]
        return None

    def _look_and_save(self, stop: bool) -> None:
        step, last = self.state.step, self.state.step == self.recipe.training.steps
        if last or step % self.recipe.probes.every == 0:
            self._examine()
        if last:  # before the checkpoint: a line from beyond the last one is dropped
            self._write("done", seconds=round(self.state.seconds, 1))
        if step == cooldown_begin(self.recipe.training) and not last:
            self._save(STABLE)
        if last or stop or time.monotonic() - self._saved > self.save_seconds:
            self._save(CHECKPOINT)

    def _examine(self) -> None:
        if not self.loop.machine.first:
            return
        before = time.perf_counter()
        with self.loop.machine.autocast(self.recipe.training.precision):
            for kind, facts in self.validation.lines(self.model, self.loop.machine.device):
                self._write(kind, **facts)
        machine = self.loop.machine
        precision = machine.usable(self.recipe.training.precision)
        again = ceiling(machine.device, precision, CEILING_SECONDS)
        self.ceiling = max(self.ceiling, again)
        self._pace.pause("look", time.perf_counter() - before)

    def _save(self, name: str) -> None:
        if not self.loop.machine.first:
            return
        before = time.monotonic()
        self.metrics.sync()
        checkpoints.save(self.run / name, self.model, self.loop.optimiser, self.state)
        self._saved = time.monotonic()
        self._pace.pause("save", self._saved - before)

    def _tell(self, step: Step, seconds: float) -> None:
        """Reports each step to the person, and to the file as often as makes ``LINES`` lines."""
        self._pace.step(seconds)
        steps = self.recipe.training.steps
        config = self.model.config
        trunk = step.tokens * trunk_flops(config, self.recipe.training.length)
        # A token with no weight needs no logits.
        flops = trunk + step.targets * head_flops(config)
        mfu = flops / seconds / self.ceiling / self.loop.machine.processes
        pace = step.tokens / self._pace.seconds_a_step
        every = self.recipe.probes.every  # steps, and after the last one
        looks = -(-steps // every) - step.number // every
        eta = self._pace.left(steps - step.number, looks, self.save_seconds)
        self.console.step(step, pace, mfu, eta)
        if step.number % max(1, steps // LINES) == 0 or step.number == steps:
            self._write(
                "step",
                loss=round(step.loss, 5),
                learning_rate=step.learning_rate,
                gradient_norm=round(step.gradient_norm, 5),
                tokens_per_second=round(pace, 1),
                mfu=round(mfu, 4),
                eta=round(eta, 1),
            )

    def _write(self, kind: str, **facts: object) -> None:
        if self.loop.machine.first:
            self.metrics.write(
                kind,
                step=self.state.step,
                tokens=self.state.tokens,
                label_predictions=self.state.label_predictions,
                **facts,
            )


def _timed(loop: Loop, begin: int) -> Iterator[tuple[Step, float]]:
    """Each step and its seconds; what the caller does in between is not counted."""
    steps = loop.run(begin)
    while True:
        before = time.perf_counter()
        if (step := next(steps, None)) is None:
            return
        yield step, time.perf_counter() - before


class Stopping:
    """While entered, ``signal`` is the signal that asked to stop, or None."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.signal: int | None = None

    def __enter__(self) -> Stopping:
        self._before = {number: signal.signal(number, self._note) for number in self.SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.signal is not None:
            raise KeyboardInterrupt
        self.signal = number
