"""The memory, time and disk that a confined process may use, and how the kernel enforces it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

_FILES = 256  # open at once


@dataclass(frozen=True)
class Limits:
    """``memory``: bytes beyond what the process has when it begins to read; ``mapped``: address
    space beside it, for files that are mapped and not copied; ``written``: bytes of each file that
    it writes. ``seconds`` holds for the processor's time and for the clock's."""

    memory: int = 384 << 20
    mapped: int = 0
    written: int = 64 << 20
    seconds: int = 60

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Limits:
        return cls(**json.loads(text))

    def apply(self) -> None:
        """Hold this process to them from now on; on Windows the clock alone does, from outside."""
        if sys.platform == "win32":
            return
        import resource

        self.apply_room()
        end = _used() + self.seconds
        # One second more until the signal that cannot be caught, so that the first one tells.
        _lower(resource.RLIMIT_CPU, end, end + 1)

    def apply_time(self) -> None:
        """Gives the process ``seconds`` of the processor's time from now on, each time that this is
        called, for a process that is asked many times. The clock is watched from outside."""
        if sys.platform == "win32":
            return
        import resource

        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        end = _used() + self.seconds + 1  # so that the clock, which is exact, is the first to tell
        if most == resource.RLIM_INFINITY or end <= most:
            resource.setrlimit(resource.RLIMIT_CPU, (end, most))

    def apply_room(self) -> None:
        """The limits but that of time."""
        if sys.platform == "win32":
            return
        import resource

        space, data = _in_use()
        bounds = {
            resource.RLIMIT_FSIZE: self.written,
            resource.RLIMIT_NOFILE: _FILES,
            resource.RLIMIT_CORE: 0,
        }
        if space:
            bounds[resource.RLIMIT_DATA] = data + self.memory
            bounds[resource.RLIMIT_AS] = space + self.memory + self.mapped
        for kind, bound in bounds.items():
            _lower(kind, bound, bound)


def _lower(kind: int, soft: int, hard: int) -> None:
    import resource

    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with contextlib.suppress(ValueError, OSError):  # macOS takes not every kind
        resource.setrlimit(kind, (soft, hard))


def _used() -> int:
    """Whole seconds of the processor's time until now."""
    import resource

    return int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))


def _in_use() -> tuple[int, int]:
    """Bytes of address space, and of it what is writable and the process's own; 0, 0 where the
    kernel does not report it."""
    try:
        fields = Path("/proc/self/statm").read_text().split()
    except OSError:
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(fields[0]) * page, int(fields[5]) * page
