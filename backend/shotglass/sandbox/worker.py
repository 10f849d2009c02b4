"""A confined process that is kept between calls: a question in, an answer out, each in its time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from typing import Any

from .limits import Limits
from .process import STARTING, Confined, end, ending, environment, parsed

_ROOM = 8 << 20  # bytes of an answer


class Worker:
    """Calls ``target`` ("module:function") in one process that is started when it is first needed
    and again after it had to be ended. ``needs``: modules imported before the limits hold.

    Thread-safe; questions are answered one at a time. ``limits.seconds`` are of each question.
    """

    def __init__(self, target: str, limits: Limits, needs: Sequence[str] = ()) -> None:
        command = [sys.executable, "-P", "-m", "shotglass.sandbox.serving", target]
        self._command = [*command, ",".join(needs), limits.to_json()]
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog = Watchdog()
        self._lock = threading.Lock()

    def ask(self, question: Any, patience: float) -> Confined | None:
        """Returns the outcome of the call with ``question``, which crosses as JSON, or None where
        others' questions took longer than ``patience`` seconds. Never raises for what the function
        does."""
        if not self._lock.acquire(timeout=patience):
            return None
        try:
            if (fault := self._ready()) is not None:
                return fault
            line = json.dumps(question).encode() + b"\n"
            answer = self._exchange(line, self._limits.seconds)
            if answer.failed is not None:  # its memory may be full, or its time be over
                self._end()
            return answer
        finally:
            self._lock.release()

    def warm(self) -> None:
        """Start the process now, so that the first question need not wait for it."""
        with self._lock:
            self._ready()

    def close(self) -> None:
        with self._lock:
            self._end()
            self._watchdog.close()

    def _ready(self) -> Confined | None:
        """None once there is a process that answers; else what became of it."""
        if self._process is not None and self._process.poll() is None:
            return None
        self._end()
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(__file__).anchor,
                env=environment(None),
                start_new_session=True,
            )
        except OSError as error:
            return Confined(failed=f"could not be started ({error.strerror})")
        answer = self._exchange(b"", STARTING)
        return answer if answer.failed is not None else None

    def _exchange(self, line: bytes, seconds: float) -> Confined:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        with self._watchdog.over(seconds, process.kill):
            try:
                process.stdin.write(line)
                process.stdin.flush()
                answer = process.stdout.readline(_ROOM)
            except OSError:  # it has ended
                answer = b""
        if answer.endswith(b"\n") and not self._watchdog.late:
            return parsed(answer.decode("utf-8", "replace"))
        end(process)
        if self._watchdog.late:
            return Confined(failed=f"took longer than {seconds:g} seconds")
        return Confined(failed=ending(process.returncode))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        end(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                # What was not written any more cannot be.
                with suppress(OSError):
                    pipe.close()


class Watchdog:
    """Ends what takes too long. Its one thread is kept, since starting one costs each question more
    than the question itself. For one block at a time; ``late``: whether the last was ended."""

    def __init__(self) -> None:
        self.late = False
        self._changed = threading.Condition()
        self._due, self._end = inf, _nothing
        self._wakes = inf  # when the thread looks next
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, seconds: float, end: Callable[[], None]) -> Iterator[None]:
        """Calls ``end``, from another thread, where the block takes longer than ``seconds``."""
        with self._changed:
            self.late, self._end, self._due = False, end, time.monotonic() + seconds
            # Only where it would look too late: mostly it has been waiting for an earlier
            # block.
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            elif self._due < self._wakes:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._due, self._end = inf, _nothing

    def _watch(self) -> None:
        with self._changed:
            while self._thread is threading.current_thread():
                left = self._due - time.monotonic()
                if left <= 0:
                    self.late, self._due = True, inf
                    self._end()
                    continue
                self._wakes = self._due
                self._changed.wait(None if left == inf else left)

    def close(self) -> None:
        """Ends the thread; the next block starts another."""
        with self._changed:
            self._thread = None
            self._changed.notify()


def _nothing() -> None:
    """There is no block to end."""
