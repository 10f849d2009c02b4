"""The process's own memory: weights that onnxruntime maps from files are copied into it, and what
is large in it is put on huge pages. Linux only; elsewhere nothing is done.

Reading a mapped page of a file that has been cut off ends the process (SIGBUS), and one that has
been written to shows the new bytes. Most weights are packed anew while loading and unmapped; what
stays is the embedding, norms and scales (SmolLM2-135M: 110 of 540 MB in fp32, 40 of 170 in int8).
Each part of such a mapping is replaced, in one call, by a copy at the same addresses; until then
``SealedFiles.kept_whole`` lets nobody cut it off. (Windows refuses to cut off a mapped file.)

Decoding reads every weight for every token, and with 4 kB pages a tenth of that time goes into
looking addresses up (6.2 to 5.5 ms a token for SmolLM2-135M on two Zen 4 cores). Linux 6.1 and
newer gives huge pages on request.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_MOVE_TO = 1 | 2  # MREMAP_MAYMOVE, MREMAP_FIXED: linux/mman.h; not in Python's mmap module
_AT_ONCE = 16 << 20  # bytes that are there twice
_FAILED = ctypes.c_void_p(-1).value


# Held while weights are mapped and while they are unmapped: addresses that were read from the list
# of mappings must not be another's when they are replaced. They are the process's, so is this.
MAPPING = threading.RLock()


@contextmanager
def made_own(paths: Collection[Path]) -> Iterator[None]:
    """Makes what is mapped from the files ``paths`` during the block the process's own memory
    afterwards."""
    if not sys.platform.startswith("linux") or not _MAPS.exists():
        yield
        return
    names = {str(path.resolve()) for path in paths}
    with MAPPING:
        before = set(_mapped(_MAPS.read_text(), names))
        yield
        libc = _libc()
        for start, end in set(_mapped(_MAPS.read_text(), names)) - before:
            for at in range(start, end, _AT_ONCE):
                if not _replaced(libc, at, min(_AT_ONCE, end - at)):
                    break


def _mapped(maps: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Private mappings of these files: (start, end)."""
    for line in maps.splitlines():
        addresses, rights, _, _, _, *name = line.split(maxsplit=5)
        if name and name[0] in names and rights.startswith("r") and rights.endswith("p"):
            start, end = addresses.split("-")
            yield int(start, 16), int(end, 16)


def _replaced(libc: ctypes.CDLL, start: int, length: int) -> bool:
    """Whether there was memory for a copy; else what is mapped there stays as it is."""
    rights, kind = mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    copy = libc.mmap(None, length, rights, kind, -1, 0)
    if copy == _FAILED:
        return False
    ctypes.memmove(copy, start, length)
    if libc.mremap(copy, length, length, _MOVE_TO, start) == _FAILED:
        libc.munmap(copy, length)
        return False
    return True


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    size, number, pointer = ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p
    libc.mmap.argtypes = (pointer, size, number, number, number, ctypes.c_long)
    libc.mremap.argtypes = (pointer, size, size, number, pointer)
    libc.munmap.argtypes = (pointer, size)
    libc.mmap.restype = libc.mremap.restype = pointer
    return libc


def return_unused_memory() -> bool:
    """Whether some of what the heaps hold unused went back to the system.

    glibc gives threads heaps of their own, and each keeps what its largest answers took. One heap
    for all (M_ARENA_MAX) is no way out: a thread that finds it full ends the process where one with
    a heap of its own raises MemoryError.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None)
    return hasattr(libc, "malloc_trim") and libc.malloc_trim(0) == 1  # musl keeps no such heaps


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # malloc.h
_LARGE = 1 << 20  # bytes


def bound_unused_memory() -> bool:
    """Whether from now on each heap of glibc gives back what it has unused above a mebibyte at its
    end, and blocks of a mebibyte and more are the system's own.

    By default both bounds rise to twice the largest block that was ever freed, up to 64 MiB for
    each thread's heap, and ``malloc_trim`` leaves the ends of these heaps as they are.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallopt"):
        return False
    taken = [libc.mallopt(bound, _LARGE) for bound in (_TRIM_THRESHOLD, _MMAP_THRESHOLD)]
    return all(taken)


_MADV_COLLAPSE = 25  # linux/mman.h; not in Python's mmap module
_PAGE = 1 << 21  # bytes
_SMALLEST = 2 * _PAGE


def collapse_into_huge_pages() -> int:
    """Ask for all large anonymous memory that is in use now; bytes that were granted.

    Call it after loading and before the cache is touched: untouched memory stays untouched.
    """
    if not sys.platform.startswith("linux") or not _MAPS.exists():
        return 0
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    granted = 0
    for start, end in _regions(_MAPS.read_text()):
        if madvise(start, end - start, _MADV_COLLAPSE) == 0:
            granted += end - start
    return granted


def _regions(maps: str) -> Iterator[tuple[int, int]]:
    """Writable private memory that is no file's, cut to whole huge pages: (start, end)."""
    for line in maps.splitlines():
        addresses, rights, _, _, _, *name = line.split()
        if rights != "rw-p" or (name and name[0] != "[heap]"):
            continue
        low, high = (int(address, 16) for address in addresses.split("-"))
        start, end = -(-low // _PAGE) * _PAGE, high // _PAGE * _PAGE
        if end - start >= _SMALLEST:
            yield start, end
