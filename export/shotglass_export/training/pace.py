"""How fast a run goes, and the time that is left of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

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
