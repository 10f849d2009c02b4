"""Files of untrusted folders, opened only if they are regular files, and never through a link.

A link could point outside the folder, opening a pipe could block, and a device may never end.
Standard library only.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

# Not through a link at the path's end, and without waiting for a pipe's other side; 0 where the
# system has no such flag.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def open_plain(path: Path) -> BinaryIO:
    """The regular file at ``path``, to be read. Raises OSError, also for a link, a pipe, a folder
    or a device, with a ``strerror`` that says what was expected."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, "it is a link; the file itself was expected there")
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is a pipe, a folder or a device; a file was expected")
    return os.fdopen(descriptor, "rb")


def read_plain(path: Path, most: int) -> bytes:
    """All of the file. Raises OSError as ``open_plain``, and for more than ``most`` bytes."""
    with open_plain(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes")
    return data
