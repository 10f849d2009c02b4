"""A command that runs only while it is asked to: stopped in between, so that several take turns."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

STARTING = 1200.0  # seconds: compiling on a busy machine


class Paused:
    """``lines``: the file that the command writes a line into after each step."""

    def __init__(
        self, command: Sequence[str], folder: Path, lines: Path, environment: Mapping[str, str]
    ) -> None:
        self.lines = lines
        self._log = (folder / "log.txt").open("wb")
        self._process = subprocess.Popen(
            command, cwd=folder, stdout=self._log, stderr=subprocess.STDOUT,
            env={**os.environ, **environment}, start_new_session=True,
        )  # fmt: skip

    def start(self, warm: Callable[[str], bool]) -> None:
        """Run until ``warm`` of all that it has written, then stop."""
        end = time.monotonic() + STARTING
        while not (self.lines.exists() and warm(self.lines.read_text())):
            if self._process.poll() is not None or time.monotonic() > end:
                log = Path(self._log.name).read_text(errors="replace")
                raise RuntimeError(f"It did not get to training:\n{log[-3000:]}")
            time.sleep(0.2)
        self._signal(signal.SIGSTOP)

    def turn(self, seconds: float, least: Callable[[str], bool]) -> str:
        """What it wrote in ``seconds``, or in as many more as ``least`` needs."""
        before = self.lines.stat().st_size
        self._signal(signal.SIGCONT)
        end = time.monotonic() + seconds
        while time.monotonic() < end or not least(self._since(before)):
            if self._process.poll() is not None:
                raise RuntimeError(f"It ended: {self._process.args!r}")
            time.sleep(0.05)
        self._signal(signal.SIGSTOP)
        return self._since(before)

    def end(self) -> None:
        """Ends it and waits."""
        if self._process.poll() is None:
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._log.close()

    def _since(self, place: int) -> str:
        with self.lines.open("rb") as file:
            file.seek(place)
            return file.read().decode()

    def _signal(self, number: int) -> None:
        os.killpg(self._process.pid, number)  # with the compiler's processes


def times(text: str, pattern: str) -> list[float]:
    """All that the pattern's one group matched, as numbers."""
    return [float(found) for found in re.findall(pattern, text)]
