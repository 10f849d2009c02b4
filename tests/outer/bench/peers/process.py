"""A process that answers JSON lines; a peer's is stopped while others are measured."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from .protocol import THREADS, Generated, Unsupported

STARTING, ASKING = 900.0, 600.0  # seconds


class PeerFailed(Exception):
    """The peer's process said so, or ended."""


class Process:
    """Takes JSON lines and gives them; its first line is what it is (``facts``).

    Raises PeerFailed, also from ``ask``; ``Unsupported`` where it says that it has no way.
    """

    asking = ASKING

    def __init__(self, command: Sequence[str | Path], log: Path, **variables: str) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env={**os.environ, **environment(), **variables}, start_new_session=True,
        )  # fmt: skip
        self._unread = b""
        self.facts = self._answer(STARTING)

    def ask(self, **asked: Any) -> dict[str, Any]:
        try:
            pipe = self._process.stdin
            assert pipe is not None
            pipe.write(json.dumps(asked).encode() + b"\n")
            pipe.flush()
            return self._answer(self.asking)
        except BrokenPipeError as error:
            raise PeerFailed(f"It has ended; {self._last_words()}") from error

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def end(self) -> None:
        if self._process.poll() is None:
            self._signal(signal.SIGKILL)
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._log):
            if stream is not None:
                stream.close()

    def _answer(self, seconds: float) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self._line(time.monotonic() + seconds))
        if "unsupported" in answer:
            raise Unsupported(answer["unsupported"])
        if "error" in answer:
            raise PeerFailed(answer["error"])
        return answer

    def _line(self, end: float) -> bytes:
        pipe: IO[bytes] | None = self._process.stdout
        assert pipe is not None
        while b"\n" not in self._unread:
            ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
            more = os.read(pipe.fileno(), 1 << 20) if ready else b""
            if not more:
                why = "It has ended" if ready else "It did not answer in time"
                self.end()
                raise PeerFailed(f"{why}; {self._last_words()}")
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _last_words(self) -> str:
        lines = Path(os.fsdecode(self._log.name)).read_text(errors="replace").splitlines()
        return f"its last line: {lines[-1] if lines else 'none'}"

    def _signal(self, number: int) -> None:
        os.killpg(self._process.pid, number)


class PeerProcess(Process):
    """Stopped by SIGSTOP between two questions, so that no thread of it spins meanwhile."""

    def __init__(
        self, python: Path, script: Path, options: dict[str, Any], log: Path, **variables: str
    ) -> None:
        super().__init__([python, script, json.dumps(options)], log, **variables)
        self._signal(signal.SIGSTOP)

    def logits(self, windows: Sequence[Sequence[int]], to: Path) -> None:
        self.ask(ask="logits", windows=[list(window) for window in windows], to=str(to))

    def remember(self, prefix: Sequence[int]) -> None:
        self.ask(ask="remember", prefix=list(prefix))

    def generate(
        self, prompts: Sequence[Sequence[int]], tokens: int, samples: int = 1
    ) -> Generated:
        """Raises PeerFailed where another number of tokens comes than was asked for."""
        given = [list(prompt) for prompt in prompts]
        made = Generated(**self.ask(ask="generate", prompts=given, tokens=tokens, samples=samples))
        if [len(row) for row in made.ids] != [tokens] * (len(prompts) * samples):
            raise PeerFailed(
                f"It wrote {[len(row) for row in made.ids]} tokens, not {tokens} each."
            )
        return made

    @property
    def resident(self) -> int:
        """Bytes of its memory that are in RAM, shared pages in part."""
        return resident(self._process.pid)

    def ask(self, **asked: Any) -> dict[str, Any]:
        self._signal(signal.SIGCONT)
        try:
            return super().ask(**asked)
        finally:
            if self._process.poll() is None:
                self._signal(signal.SIGSTOP)


def environment() -> dict[str, str]:
    """As many threads for every library as there are cores, and nobody asks a network."""
    named = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    return {name: str(THREADS) for name in named} | {
        "HF_HUB_OFFLINE": "1",
        "ORT_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "PYTHONUNBUFFERED": "1",
    }


def resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
