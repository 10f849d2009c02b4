"""A lock on a file, for one process at a time, which the system releases when the process dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def locked(path: Path, busy: Exception, *, keep: bool = True) -> Iterator[None]:
    """Holds the file for the block; raises ``busy`` when another process holds it.

    Without ``keep`` the file is gone afterwards.
    """
    with path.open("a+b") as file:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise busy from error
        if not keep and not _is_still(path, file.fileno()):
            raise busy  # its last holder has just removed what we opened
        try:
            yield
        finally:
            if not keep:
                with suppress(OSError):  # Windows removes no open file
                    path.unlink()


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
