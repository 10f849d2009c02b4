"""A confined process from outside: started without a shell, watched, and ended in time."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import site
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .limits import Limits

_ANSWER = "answer.json"
NO_ROOM = 28  # the child's exit code where the disk is full, so that not even an answer may fit
ANSWER_ROOM = 1 << 20  # bytes
STARTING = 60  # seconds to import what reads; a loaded machine needs some


@dataclass(frozen=True)
class Confined:
    """``returned`` by the function; else ``refused``, a sentence of ours, or ``failed``, what went
    wrong as the rest of a sentence. ``enforced``: what the kernel held it to, beside the limits."""

    returned: Any = None
    refused: str | None = None
    failed: str | None = None
    enforced: tuple[str, ...] = ()


def run_confined(
    target: str, scratch: Path, limits: Limits, *arguments: str, needs: Sequence[str] = ()
) -> Confined:
    """Call ``target`` ("module:function") with the scratch folder and ``arguments`` in a process
    that may write nowhere else, has no network, no standard input and no environment to speak of.
    ``needs``: modules that are imported before the limits hold.

    Never raises for what the function does; whatever it wrote is not to be trusted.
    """
    command = [sys.executable, "-P", "-m", "shotglass.sandbox.child", target]
    command += [",".join(needs), str(scratch.resolve()), limits.to_json(), *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=scratch,
        env=environment(scratch),
        start_new_session=True,
    )
    try:
        code = process.wait(limits.seconds + STARTING)
    except subprocess.TimeoutExpired:
        return Confined(failed=f"took longer than {limits.seconds} seconds")
    finally:
        end(process)
    if code == NO_ROOM:
        return Confined(
            refused=f"There is no room left in {scratch.parent}: make some; it can be "
            "several times what the file takes."
        )
    return _answer(scratch / _ANSWER) if code == 0 else Confined(failed=ending(code))


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever it has started; the session is its own."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _answer(path: Path) -> Confined:
    try:
        if path.is_symlink() or path.stat().st_size > ANSWER_ROOM:
            raise ValueError("not a small file")
        return parsed(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        return Confined(failed=f"left no usable answer ({error})")


def parsed(answer: str) -> Confined:
    """Read as strictly as any text from a process that may have been taken over."""
    try:
        content = json.loads(answer)
        enforced = tuple(map(str, content.pop("enforced")))
        ((kind, value),) = content.items()
        if kind not in ("returned", "refused", "failed"):
            raise ValueError(f"an answer of kind {kind!r:.40}")
        return Confined(**{kind: value if kind == "returned" else str(value)}, enforced=enforced)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        return Confined(failed=f"left no usable answer ({error})")


def ending(code: int) -> str:
    if code == -getattr(signal, "SIGXCPU", 0):
        return "took more of the processor's time than it may have"
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def environment(scratch: Path | None) -> dict[str, str]:
    """Returns the environment that Python needs to start, with one thread for the libraries that
    would take all cores. Without ``scratch`` there is no folder for files."""
    home = os.devnull if scratch is None else str(scratch)
    inherited = ("PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    own = {
        "HOME": home,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUSERBASE": site.getuserbase(),
        "TMPDIR": home,
    }
    return own | {name: os.environ[name] for name in inherited if name in os.environ}
