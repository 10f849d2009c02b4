"""Files that have to stay as they are: their identity (inode, size, times), their digest, and a
hold on the files that a loaded model was made from.

A file of the same inode, size and time of writing is taken for the same file, as make and git do.
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import sys
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...errors import ModelFolderError, NotReady

if sys.platform != "win32":
    import fcntl

# Without waiting for a pipe's other side; 0 where the system has no such flag.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_SETTLED = 100_000_000  # ns; a file written to later than this may change within one tick of time


@dataclass(frozen=True)
class FileStamp:
    device: int
    inode: int
    size: int  # bytes
    written_ns: int

    @classmethod
    def of(cls, file: Path | int | os.stat_result) -> FileStamp:
        """``file``: a path, a descriptor, or an ``os.stat_result``. Raises OSError."""
        stat = file if isinstance(file, os.stat_result) else os.stat(file)
        return cls(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)

    @property
    def settled(self) -> bool:
        """Whether a later change must show: clocks of file systems tick a few hundred times a
        second."""
        return time.time_ns() - self.written_ns > _SETTLED


class SealedFiles:
    """Files held open: they can still be looked at when others have taken their places."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Raises OSError when one cannot be opened."""
        descriptors: list[int] = []
        weakref.finalize(self, _close, descriptors)
        self._held: list[tuple[Path, int, FileStamp]] = []
        for path in paths:
            descriptors.append(os.open(path, _FLAGS))
            self._held.append((path, descriptors[-1], FileStamp.of(descriptors[-1])))

    @property
    def fault(self) -> str | None:
        """Returns which file was written to, or cut off, where it lies, and the way out."""
        for path, descriptor, stamp in self._held:
            now = FileStamp.of(descriptor)
            if now != stamp:
                name, what = f"{path.parent.name}/{path.name}", "written to"
                if now.size != stamp.size:
                    what = f"made {now.size:,} bytes long, from {stamp.size:,}"
                return (
                    f"{name} was changed on disk after the model was loaded from it (it was "
                    f"{what}): import the model again."
                )
        return None

    def require(self) -> None:
        """Raises ModelFolderError for a file that was changed, NotReady when another one has taken
        its place."""
        if fault := self.fault:
            raise ModelFolderError(fault)
        if not self.in_place:
            raise replaced(self._held[0][0].parent.name)

    @contextmanager
    def kept_whole(self) -> Iterator[None]:
        """Makes a program that opens one of the files to write to it, or cuts it off, wait during
        the block, for as long as /proc/sys/fs/lease-break-time says (45 seconds). While files are
        mapped, reading a page that is no longer there ends the process (SIGBUS).

        Only Linux has such leases, and only for the user's own files on file systems that know
        them; elsewhere nothing is done. Raises NotReady for a file that is open for writing.
        """
        leased: list[int] = []
        try:
            for path, descriptor, _ in self._held:
                if _lease(path, descriptor):
                    leased.append(descriptor)
            yield
        finally:
            for descriptor in leased:
                fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    @property
    def in_place(self) -> bool:
        """Whether these files, as they were, still lie where they were opened."""
        try:
            return all(FileStamp.of(path) == stamp for path, _, stamp in self._held)
        except OSError:
            return False


def replaced(model: str) -> NotReady:
    return NotReady(
        f"{model} was imported again in this moment; ask again, and the new one answers."
    )


def _lease(path: Path, descriptor: int) -> bool:
    """Whether there is one: fcntl(2). The system reports by a signal that another process breaks
    it, which by default would end this process; SIGURG is ignored."""
    if sys.platform != "linux":
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        if error.errno == errno.EAGAIN:
            raise NotReady(
                f"{path.parent.name}/{path.name} is open for writing in another program; try again "
                "when it is closed."
            ) from error
        return False
    return True


def digest(path: Path) -> str:
    """The sha256 of a file; one that has not changed since is not read again.

    Raises OSError, and NotReady for one that is written to meanwhile.
    """
    stat = path.stat()
    stamp = FileStamp.of(stat)
    return _remembered(path, stamp, stat.st_ctime_ns) if stamp.settled else sha256(path)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1024)
def _remembered(path: Path, stamp: FileStamp, status_ns: int) -> str:
    """``status_ns``: the time of the last change of status, which no program can set, unlike the
    time of writing."""
    digest = sha256(path)
    if FileStamp.of(path) != stamp:
        raise NotReady(f"{path.name} is being written to; try again in a moment.")
    return digest


def _close(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
